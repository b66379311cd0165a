"""What `manage.py check` looks at before readers do."""

from typing import Any

from django.core.checks import CheckMessage, Error
from django.template import engines
from jinja2 import TemplateSyntaxError


def readers_templates(**_given: Any) -> list[CheckMessage]:
    """The readers' templates, a site's own among them, can be read: file and line of each that cannot."""
    found: list[CheckMessage] = []
    environment = engines["readers"].env  # type: ignore[attr-defined]
    for name in environment.list_templates(extensions=["html"]):
        try:
            environment.get_template(name)
        except TemplateSyntaxError as error:
            hint = "Readers' pages are written in Jinja: https://jinja.palletsprojects.com/templates/"
            found.append(Error(f"{error.filename}, line {error.lineno}: {error.message}", hint=hint, id="reviews.E001"))
    return found
