"""What waits to be settled between folder and desk, for the desk's pages."""

from django import template

from reviews.models import Post

register = template.Library()


@register.simple_tag
def conflict_count() -> int:
    """How many posts."""
    return Post.objects.in_conflict().count()
