"""Write what search looks up: for texts that it lacks or has stale, or anew for all."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from reviews.models import Site
from reviews.search.upkeep import index_missing, rebuild
from reviews.typesetting import set_text, stale, store


class Command(BaseCommand):
    """Sets the texts that are stale and writes the search index."""

    help = "Set the texts that are stale, and write what search lacks of them, or (--rebuild) the whole index anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="empty the index and write it anew")

    def handle(self, *args: Any, **options: Any) -> None:
        site = Site.load()
        editions = stale(site).select_related("source").order_by("sort_date", "pk")
        set_anew = 0
        for edition in editions.iterator(chunk_size=50):
            store([set_text(site, edition)])
            set_anew += 1
        indexed = rebuild() if options["rebuild"] else index_missing()
        self.stdout.write(f"{set_anew} texts set, {indexed} more indexed")
