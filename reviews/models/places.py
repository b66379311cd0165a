"""Where else a published page is found: beside related pages by its keywords, with its authors, in menus."""

import hashlib

from django.db import models

from reviews.hugo.ordering import LONGEST_RANK

from .columns import NO_DATE
from .edition import Edition
from .people import author_key


def keyword_key(language: str, index: str, keyword: str) -> str:
    """The look-up key of a keyword in one index of one language: 32 hexadecimal digits for any length."""
    said = "\0".join((language, index, keyword)).encode("utf-8", "replace")
    return hashlib.sha256(said).hexdigest()[:32]


def author_slug(name: str) -> str:
    """A name as part of an address: two spellings of one name give one address."""
    return author_key(name).replace(" ", "-").replace("/", "-")


def name_key(language: str, name: str) -> str:
    """The look-up key of an author's name, or of what stands for it in an address."""
    return keyword_key(language, "", author_slug(name))


class EditionKeyword(models.Model):
    """A keyword of a published page, in an index of Hugo's `related` configuration."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="keyword_rows")
    index = models.CharField(max_length=100)
    key = models.CharField(max_length=32)
    sort_date = models.DateTimeField(default=NO_DATE)  # the page's

    class Meta:
        # With all that finds a keyword's newest pages, so that the pages themselves are not read.
        indexes = [models.Index(fields=["key", "sort_date", "edition"], name="edition_keyword_date")]

    def __str__(self) -> str:
        return self.index


class EditionAuthor(models.Model):
    """A name that a published page is signed with."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="author_rows")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=32)
    language = models.CharField(max_length=20)
    rank = models.CharField(max_length=LONGEST_RANK, blank=True)  # the page's

    class Meta:
        indexes = [
            models.Index(fields=["key", "rank", "edition"], name="edition_author_rank"),
            models.Index(fields=["language", "name"], name="edition_author_name"),
        ]

    def __str__(self) -> str:
        return self.name


class EditionMenu(models.Model):
    """A menu's entry that a published page's front matter makes; `entry` has the configuration's keys."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="menu_rows")
    language = models.CharField(max_length=20)
    menu = models.CharField(max_length=100)
    entry = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["language"], name="edition_menu_language")]

    def __str__(self) -> str:
        return self.menu
