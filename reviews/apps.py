"""The app of the editorial desk."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    """Posts, their workflow, and the way to Hugo and back."""

    name = "reviews"
    verbose_name = _("Editorial desk")
