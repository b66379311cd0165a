"""Every content file read and written again in memory: what Hugo would refuse, and whether a byte would change."""

from pathlib import PurePosixPath

from django.conf import settings
from django.utils.translation import gettext as _

from reviews.hugo.clashes import find_clashes
from reviews.hugo.document import Document
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.folder import Entry, Folder, FolderError
from reviews.hugo.pages import Page
from reviews.hugo.walk import is_adapter
from reviews.reading import Heads, page_at
from reviews.sync.files import site_file_url
from reviews.sync.inventory import read_heads, take_inventory
from reviews.sync.report import Report


def check(folder: Folder) -> Report:
    """What an import of `folder` would meet; needs no database."""
    inventory = take_inventory(folder)
    heads = read_heads(folder, inventory.pages)
    report, pages = Report(is_bare=folder.is_bare), []
    for entry in inventory.pages:
        page = _check(folder, entry, heads, report)
        if page is not None:
            pages.append(page)
    for entry in inventory.refused:
        report.add(entry.path, "refused", entry.reason)
    for entry in inventory.files.get("", ()):
        if told := _told(folder, entry):
            report.add(entry.path, "ok", told[0])
    for clash in find_clashes(pages):
        report.add(clash.loser_path, "clash", f"{clash.reason} ({clash.winner_path})")
    return report


def _told(folder: Folder, entry: Entry) -> list[str]:
    """What is to be said of a file that is no page's."""
    if entry.role == "content_file" and is_adapter(PurePosixPath(entry.path).name):
        return [_("Hugo makes pages of this template (a content adapter); here they are missing")]
    return shadowed(site_file_url(folder.config, entry))


def shadowed(url: str) -> list[str]:
    """What is to be said of an address that is the desk's, or its files'."""
    if url.startswith(f"/{settings.DESK_ADDRESS}"):
        return [_("the desk stands at its address %(url)s; give the desk another one (DESK_ADDRESS)") % {"url": url}]
    if url.startswith(settings.STATIC_URL):
        return [_("the desk's own files stand at its address %(url)s; move it") % {"url": url}]
    return []


def _check(folder: Folder, entry: Entry, heads: Heads, report: Report) -> Page | None:
    try:
        data = folder.read(entry.path)
        document = Document.parse(data, PurePosixPath(entry.path).name)
        if document.error is not None:
            raise document.error
        page = page_at(folder.config, heads, entry.path, entry.language, document)
    except FrontMatterError as error:
        report.add(entry.path, "refused", error.message, error.line)
        return None
    except FolderError as error:
        report.add(entry.path, "refused", _("the file cannot be read: %(reason)s") % {"reason": error})
        return None
    if bytes(document) == data:
        told = [problem.message for problem in page.problems] + shadowed(page.url)
        report.add(entry.path, "ok", "; ".join(told))
    else:
        report.add(entry.path, "refused", _("reading and writing would change its bytes; please report this file"))
    return page
