"""What can only be told of a page when it is finished: images that are not there."""

from collections.abc import Iterable
from urllib.parse import unquote

from reviews.rendering.options import Problem, RenderOptions


def missing_images(body: str, sources: Iterable[str], options: RenderOptions) -> tuple[Problem, ...]:
    """A problem for each image that `options.image_exists` does not know, with the line that first names it."""
    if options.image_exists is None:
        return ()
    missing = [source for source in dict.fromkeys(sources) if source and not options.image_exists(source)]
    return tuple(Problem(_line(body, source), f'there is no image "{unquote(source)}"') for source in missing)


def _line(body: str, source: str) -> int:
    """The first line that holds the address, as it is shown or as it was written before its escapes; 0 where none."""
    found = min((place for name in (source, unquote(source)) if (place := body.find(name)) >= 0), default=-1)
    return body.count("\n", 0, found) + 1 if found >= 0 else 0
