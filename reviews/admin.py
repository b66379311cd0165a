"""Brings the desk's pages to Django's admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag as StockTag

from reviews.desk import people, posts

__all__ = ["people", "posts"]

admin.site.site_header = admin.site.site_title = _("Editorial desk")
admin.site.index_title = _("Desk")
admin.site.unregister(StockTag)  # nothing of ours is tagged with it
admin.site.enable_nav_sidebar = False
