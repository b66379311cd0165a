"""The three groups of the desk and what each may do."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

ROLES = {
    "Author": ["view_post", "add_post", "change_post", "view_tag", "view_category", "view_author"],
    "Reviewer": ["view_post", "review_post", "view_tag", "view_category", "view_author"],
    "Editor": [
        "view_post",
        "add_post",
        "change_post",
        "delete_post",
        "edit_any_post",
        "review_post",
        "publish_post",
        "view_tag",
        "view_category",
        "view_author",
        "change_author",
        "view_site",
        "change_site",
    ],
}


def make_groups() -> None:
    """Make the groups and give each at least its permissions; further ones that an administrator gave stay."""
    config = apps.get_app_config("reviews")
    create_permissions(config, verbosity=0)
    for name, codenames in ROLES.items():
        group = Group.objects.get_or_create(name=name)[0]
        group.permissions.add(*Permission.objects.filter(content_type__app_label="reviews", codename__in=codenames))
