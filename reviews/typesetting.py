"""An edition gets its text: the source as readers see it, set when published or first asked for, kept until stale.

A text is stale when the edition's `text_key` (what in the file decides how it is set) or the `renderer_key` (the
renderer itself and the site's settings; for a text that names other pages, also whose time came or ended last) is
another than the text's own.
"""

import hashlib
import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext

from reviews.hugo.document import Document
from reviews.hugo.site import SiteConfig
from reviews.models import Edition, EditionText, SearchRow, Site
from reviews.models.columns import text_column
from reviews.models.edition import EditionQuerySet, foreign
from reviews.pictures import Shown
from reviews.references import REFERENCE, last_turn, resolver
from reviews.rendering import Markup, Rendered, RenderOptions, render
from reviews.search.rows import made_rows, write
from reviews.shortcode_templates import shortcodes_key, site_shortcodes

logger = logging.getLogger(__name__)
_ROOM = Path(__file__).resolve().parent
_CODE = ("pictures.py", "rendering/*.py", "rendering/*.txt", "hugo/shortcode*.py")
_LIBRARIES = ("nh3", "Pygments", "math-core", "segno")
_COLUMNS = [field.name for field in EditionText._meta.concrete_fields if field.name not in {"id", "edition"}]


class Leaf(Protocol):
    """What of a page decides how its body is set; a Page and an Edition both have it."""

    @property
    def path(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def params(self) -> Mapping[str, Any]: ...


def text_of(site: Site, edition: Edition) -> EditionText:
    """The edition's text; set now, and kept if the database takes it, where there is none or a stale one."""
    if hasattr(edition, "text") and not _is_stale(site, edition, edition.text):
        return edition.text
    edition.text = set_text(site, edition)
    try:
        store([edition.text])
    except DatabaseError as error:  # busy with an import, a replica, or the edition is gone: readers get their page
        logger.warning("the text of %s could not be kept: %s", edition.path, error)
    return edition.text


def set_text(site: Site, edition: Edition) -> EditionText:
    """The edition's text set anew, not stored. Needs of the database only the pages and pictures that it names."""
    data = bytes(edition.source)
    has_references = REFERENCE.search(data) is not None
    key = _key_for(site, has_references)  # as of before the references are looked up
    shown = Shown(edition)
    shown.measure()
    options = render_options(site, edition, image_size=shown.size, image_variants=shown.copies)
    rendered = render(Document.parse(data, edition.path).body, options)
    return EditionText(
        edition=edition,
        text_key=edition.text_key,
        renderer_key=key,
        has_references=has_references,
        **_columns(rendered),
    )


def store(texts: Iterable[EditionText], rows: Sequence[SearchRow] | None = None) -> None:
    """Keep the texts in place of earlier ones and index them. Raises IntegrityError where an edition is gone by now.

    rows: the texts' rows for search, where they are made already.
    """
    made = sorted(texts, key=lambda text: text.edition_id)  # one order for all, or two could wait for each other
    with transaction.atomic():
        EditionText.objects.bulk_create(
            made, batch_size=100, update_conflicts=True, unique_fields=["edition"], update_fields=_COLUMNS
        )
        write(made_rows(Site.load(), made) if rows is None else rows)


def stale(site: Site) -> EditionQuerySet:
    """The editions whose text is missing or no longer what the renderer would make."""
    plain, naming = (Q(text__has_references=each, text__renderer_key=_key_for(site, each)) for each in (False, True))
    is_kept = Edition.objects.filter(plain | naming, text__text_key=F("text_key"))
    return Edition.objects.exclude(pk__in=is_kept.values("pk"))


def addresses_changed() -> None:
    """Some page has come, gone or moved: what refers to pages by name is set again when it is next asked for."""
    EditionText.objects.filter(has_references=True).exclude(text_key="").update(text_key="")


def text_key(leaf: Leaf, source: str) -> str:
    """A key of all that the file with the hash `source` and its place say about how its text is set."""
    said = [source, leaf.path, leaf.url, leaf.language, leaf.summary, leaf.params]
    return _key(json.dumps(said, sort_keys=True, default=str))


def renderer_key(site: Site) -> str:
    """A key of the renderer (its code and libraries) and of the site's settings that it follows."""
    return _key(_renderer() + site.hugo.said_of_texts + shortcodes_key())


def _key_for(site: Site, has_references: bool) -> str:
    """What the `renderer_key` of such a text has to be; asked of the database once for a site as it was read."""
    if not has_references:
        return renderer_key(site)
    known = vars(site)
    if "_turn" not in known:
        known["_turn"] = repr(last_turn())
    return _key(renderer_key(site) + known["_turn"])


def code_key() -> str:
    """A key of what sets texts whatever the site is: our code, the libraries, the shortcodes' templates."""
    return _renderer() + shortcodes_key()


def render_options(site: Site, leaf: Leaf, **more: object) -> RenderOptions:
    """How Hugo would render this page of this site."""
    config = site.hugo
    return RenderOptions(
        language=body_language(leaf),
        markup=config.markup,
        page_url=leaf.url,
        base_url=origin(config.base_url),
        resolve_page=resolver(config, leaf.path, leaf.language),
        page_params=leaf.params,
        site_params=config.params,
        has_cjk_language=config.has_cjk_language,
        summary_length=config.summary_length,
        front_matter_summary=leaf.summary,
        enable_emoji=config.has_emoji,
        math="always" if wants_math(config, leaf.params) else "site",
        shortcode_templates=site_shortcodes(),
        anchor_label=anchor_label(leaf.language),
        quotation_language=partial(foreign, leaf.language),
        **more,  # type: ignore[arg-type]
    )


def body_language(leaf: Leaf) -> Markup:
    """What the page's `markup` says that its body is written in, else its file's name."""
    named = str(leaf.params.get("markup") or leaf.path.rpartition(".")[2]).lower()
    return "html" if named in {"html", "htm"} else "markdown"


def anchor_label(language: str) -> str:
    """How a heading's own link is read out, in the language of its page."""
    with translation.override(language or None):
        return gettext("Link to this section")


def wants_math(config: SiteConfig, params: Mapping[str, Any]) -> bool:
    """Whether the page says `math: true`, or the site does, as themes that set formulae in the browser have it."""
    article = config.params.get("article")
    of_site = [config.params.get("math"), article.get("math") if isinstance(article, dict) else None]
    return params.get("math", next((each for each in of_site if each is not None), False)) is True


def origin(base_url: str) -> str:
    """The scheme and host of the base URL; its path is part of every page's address."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _is_stale(site: Site, edition: Edition, text: EditionText) -> bool:
    return text.text_key != edition.text_key or text.renderer_key != _key_for(site, text.has_references)


def _columns(rendered: Rendered) -> dict[str, Any]:
    return {
        "html": text_column(rendered.html),
        "toc": text_column(rendered.toc),
        "summary": text_column(rendered.summary),
        "is_truncated": rendered.truncated,
        "plain": text_column(rendered.plain),
        "word_count": rendered.word_count,
        "reading_time": rendered.reading_time,
        "problems": [[problem.line, text_column(problem.message)] for problem in rendered.problems],
    }


@cache
def _renderer() -> str:
    files = sorted(file for pattern in _CODE for file in _ROOM.glob(pattern))
    code = b"\0".join(file.read_bytes() for file in files)
    return hashlib.sha256(code).hexdigest() + "".join(version(name) for name in _LIBRARIES)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
