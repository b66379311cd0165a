"""A site's own shortcodes as Django templates: `shortcodes/NAME.html` in a folder of templates, or by the settings.

A template sees `name`, `params` (a list), `named` (a table), `inner` (the text between the tags), `inner_html` (it
read as Markdown), `ordinal`, `parent` (the name of the call around) and `is_markdown`. What it gives is HTML for
`{{< >}}` and Markdown for `{{% %}}`, and passes the renderer's allow-list with the page.
"""

import hashlib
import logging
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe

from reviews.rendering import ShortcodeCall, ShortcodeRefused, ShortcodeTemplate

FOLDER = "shortcodes"
logger = logging.getLogger(__name__)


@cache
def site_shortcodes() -> Mapping[str, ShortcodeTemplate]:
    """What shows each shortcode that has a template here, by its name; read once, as templates are."""
    return {name: partial(_shown, path) for name, path in _paths().items()}


@cache
def shortcodes_key() -> str:
    """A key of all these templates' texts: where it changes, pages are set anew."""
    digest = hashlib.sha256()
    for name, path in sorted(_paths().items()):
        digest.update(f"\0{name}\0{path}\0{_source(path)}".encode())
    return digest.hexdigest()


def _paths() -> dict[str, str]:
    """Template paths by the shortcode's name; the settings have the last word."""
    found: dict[str, str] = {}
    folders: list[str | Path] = settings.TEMPLATES[0]["DIRS"]
    for folder in folders:
        root = Path(folder) / FOLDER
        for file in sorted(root.rglob("*.html")):
            name = file.relative_to(root).with_suffix("").as_posix()
            found.setdefault(name, f"{FOLDER}/{name}.html")
    return found | dict(settings.SHORTCODE_TEMPLATES)


def _source(path: str) -> str:
    try:
        return str(get_template(path).template.source)  # type: ignore[attr-defined]
    except (TemplateDoesNotExist, TemplateSyntaxError) as error:
        return f"{type(error).__name__}: {error}"


def _shown(path: str, call: ShortcodeCall) -> str:
    """What the template makes of the call. One that is missing or broken is the author's to see, and the log's."""
    try:
        return str(get_template(path).render(_context(call)))
    except (TemplateDoesNotExist, TemplateSyntaxError) as error:
        logger.error("the template %s of the shortcode %s: %s", path, call.name, error)
        raise ShortcodeRefused(f'the template "{path}" of the shortcode "{call.name}" cannot be used') from error


def _context(call: ShortcodeCall) -> dict[str, object]:
    return {
        "name": call.name,
        "params": list(call.params),
        "named": dict(call.named),
        "inner": call.inner,
        "inner_html": SimpleLazyObject(lambda: _read(call)),
        "ordinal": call.ordinal,
        "parent": call.parent.name if call.parent else "",
        "is_markdown": call.is_markdown,
    }


def _read(call: ShortcodeCall) -> SafeString:
    return mark_safe(call.markdown(call.inner))  # noqa: S308 - the page is sanitised with what the template makes of it
