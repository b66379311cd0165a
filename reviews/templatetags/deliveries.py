"""What the publish hook could not do, for the desk's pages."""

from django import template
from django.db.models import QuerySet

from reviews.models import Delivery, Post

register = template.Library()
MOST = 10


@register.simple_tag
def failed_delivery(post: Post) -> Delivery | None:
    """The post's delivery, where it was tried and failed."""
    return Delivery.objects.failed().filter(post=post.pk).first()


@register.simple_tag
def failed_deliveries() -> "QuerySet[Delivery]":
    """The ones that failed, oldest first."""
    return Delivery.objects.failed()[:MOST]
