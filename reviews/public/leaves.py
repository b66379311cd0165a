"""What is linked to from a page."""

from dataclasses import dataclass
from datetime import datetime

from reviews.models.edition import foreign


@dataclass(frozen=True)
class Leaf:
    """A page or term that is linked to."""

    pk: int
    title: str
    url: str
    language: str
    date: datetime | None = None
    group: str = ""  # a term's taxonomy
    keys: tuple[tuple[str, str], ...] = ()

    @property
    def title_language(self) -> str:
        """The title's language where it is not the page's."""
        return foreign(self.language, self.title)
