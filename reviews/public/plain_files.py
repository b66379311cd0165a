"""Small files of ours that robots read: `llms.txt` (https://llmstxt.org/) and the key of IndexNow."""

from itertools import groupby

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from reviews.hugo.config_values import as_text
from reviews.models import Edition, Site
from reviews.public.addresses import absolute
from reviews.public.own_pages import archived

MOST = 500  # texts of one language


def plain_file(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    """The file at `url`; one of the site's own at the same address comes first."""
    if settings.INDEXNOW_KEY and url == f"/{settings.INDEXNOW_KEY}.txt":
        return HttpResponse(settings.INDEXNOW_KEY, content_type="text/plain; charset=utf-8")
    if url == "/llms.txt":
        return HttpResponse(llms(site), content_type="text/markdown; charset=utf-8")
    return None


def llms(site: Site) -> str:
    """The site's texts as a list in Markdown, by language and section."""
    lines = [f"# {_line(site.hugo.title) or absolute('/')}"]
    about = as_text(site.hugo.params.get("description"))
    lines += ["", f"> {_line(about)}"] if about else []
    active = [each for each in site.hugo.languages if not each.disabled]
    for language in active:
        rows = list(archived(language.code)[:MOST])
        for section, texts in groupby(sorted(rows, key=lambda row: row.section), lambda row: row.section):
            name = section.replace("-", " ").capitalize()
            lines += [
                "",
                f"## {_line(name)}" + (f" ({language.label or language.code})" if len(active) > 1 else ""),
                "",
            ]
            lines += [_entry(edition) for edition in texts]
    return "\n".join(lines) + "\n"


def _entry(edition: Edition) -> str:
    title = _line(edition.title or edition.url).replace("[", "\\[").replace("]", "\\]")
    about = f": {_line(edition.description)}" if edition.description else ""
    return f"- [{title}]({absolute(edition.url)}){about}"


def _line(text: str) -> str:
    return " ".join(text.split())
