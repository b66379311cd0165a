"""Addresses in the finished page: rewritten for the place where the page is read, and the images noted."""

from dataclasses import dataclass, field

from reviews.rendering.options import RenderOptions

SOURCES = frozenset({"src", "poster"})
KEPT = ("#", "mailto:", "tel:", "data:")


@dataclass
class Addresses:
    """Passes each address of one page through the site's resolver; knows what was written for what is shown."""

    options: RenderOptions
    image_sources: list[str] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)

    def rewrite(self, tag: str, name: str, value: str) -> str | None:
        """The value of an attribute as the page shows it."""
        if name in SOURCES:
            return self._source(value)
        if name == "srcset":
            return ", ".join(self._candidate(part.strip()) for part in value.split(",") if part.strip())
        return self._resolved(value) if name == "href" else value

    def _source(self, value: str) -> str:
        shown = self._resolved(value)
        if value not in self.image_sources[-50:] and not value.startswith("data:"):
            self.image_sources.append(value)
        self.written[shown] = value
        return shown

    def _candidate(self, candidate: str) -> str:
        """One of `srcset`: an address and how wide or dense it is."""
        address, _, size = candidate.partition(" ")
        return f"{self._source(address)} {size.strip()}".strip()

    def _resolved(self, value: str) -> str:
        if self.options.resolve_url is None or not value or value.lower().startswith(KEPT):
            return value
        return self.options.resolve_url(value)
