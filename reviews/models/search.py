"""What search looks up: one row for each published text, which goes with its edition."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from .columns import NO_DATE
from .edition import Edition


class TokensField(models.Field):  # type: ignore[type-arg]
    """A set of tokens: a `tsvector` without positions on PostgreSQL, text on SQLite.

    Written as text with a blank between two of them; never read back.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """The column's type."""
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        """How the value stands in the statement."""
        return "array_to_tsvector(string_to_array(%s, ' '))" if connection.vendor == "postgresql" else "%s"


class SearchRow(models.Model):
    """A published text as search sees it.

    On SQLite `id` follows the date, so that the newest hits are the last ones of the index. Triggers there keep the
    FTS5 table `reviews_search` in step.
    """

    id = models.BigAutoField(primary_key=True)
    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="search_row")
    text_key = models.CharField(max_length=32)  # the edition's, when this row was written: a stale row finds nothing
    sort_date = models.DateTimeField(default=NO_DATE)
    is_cut = models.BooleanField(default=False)  # too many tokens: only the text itself says what is in it
    body = models.TextField(blank=True)  # folded: title, terms, description and authors, text, each on a line
    tokens = TokensField()

    class Meta:
        indexes = [
            models.Index(fields=["sort_date", "id"], name="search_row_date"),
            models.Index(fields=["id"], name="search_row_cut", condition=models.Q(is_cut=True)),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}"
