"""The app of the editorial desk."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    """Posts, their workflow, and the way to Hugo and back."""

    name = "reviews"
    verbose_name = _("Editorial desk")

    def ready(self) -> None:
        """Let `manage.py check` read the readers' templates."""
        checks.register(_readers_templates, checks.Tags.templates)


def _readers_templates(**given: Any) -> list[checks.CheckMessage]:
    """Loads what it needs when it is asked: commands do without it."""
    found: list[checks.CheckMessage] = import_module("reviews.public.checks").readers_templates(**given)
    return found
