"""Every content file read and written again in memory: what Hugo would refuse, and whether a byte would change."""

from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from reviews.hugo.clashes import find_clashes
from reviews.hugo.document import Document
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.folder import Entry, Folder, FolderError
from reviews.hugo.pages import Page
from reviews.reading import Heads, page_at
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
    for clash in find_clashes(pages):
        report.add(clash.loser_path, "clash", f"{clash.reason} ({clash.winner_path})")
    return report


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
        report.add(entry.path, "ok", "; ".join(problem.message for problem in page.problems))
    else:
        report.add(entry.path, "refused", _("reading and writing would change its bytes; please report this file"))
    return page
