"""What was read from Hugo's configuration, and the folder that the posts came from."""

from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.hugo.site import SiteConfig

from .publication import Publication


class Site(models.Model):
    """The one row of the publication."""

    config = models.JSONField(_("Hugo configuration"), default=dict, blank=True, editable=False)
    home = models.TextField(
        _("home folder"), blank=True, help_text=_("The Hugo folder whose state the desk keeps in step with.")
    )
    is_bare = models.BooleanField(_("bare content folder"), default=False, editable=False)
    read_digest = models.CharField(
        max_length=64, blank=True, editable=False
    )  # what the last whole import read pages with
    uncommitted = models.JSONField(
        default=list, blank=True, editable=False
    )  # paths of bundle and site files that an export wrote, or was going to, and has not committed yet
    due_until = models.DateTimeField(null=True, editable=False)  # what was due until then has been seen to
    review_imports = models.BooleanField(
        _("send imports to review"),
        default=False,
        help_text=_("A file that Hugo would publish goes to review instead of to the readers."),
    )

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")

    def __str__(self) -> str:
        return self.hugo.title or self.home or "Hugo"

    @classmethod
    def load(cls) -> "Site":
        """The site; before the first import one that is not stored."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @classmethod
    def stored(cls) -> "Site":
        """The site, for those who are going to write."""
        return cls.objects.get_or_create(pk=1)[0]

    @cached_property
    def hugo(self) -> SiteConfig:
        """The configuration as Hugo reads it; Hugo's defaults before the first import."""
        return SiteConfig.from_json(self.config) if self.config else SiteConfig({})

    @cached_property
    def zone(self) -> ZoneInfo:
        """The site's time zone; UTC where it names none that is known."""
        try:
            return ZoneInfo(self.hugo.time_zone or "UTC")
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")

    def take(self, config: SiteConfig) -> bool:
        """Store `config`; True when it differs from what was stored."""
        new: dict[str, Any] = config.to_json()
        changed = bool(new != self.config)
        if changed:
            self.config = new
            self.__dict__.pop("hugo", None)
            self.__dict__.pop("zone", None)
            self.save(update_fields=["config"])
            Publication.announce()
        return changed

    def is_home(self, folder: Path) -> bool:
        """Whether `folder` is the one whose state the `synced` columns hold."""
        return bool(self.home == str(folder.resolve()))
