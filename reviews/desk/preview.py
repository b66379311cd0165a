"""The post as readers would see it: the same renderer and templates, pictures out of the bundle at the desk."""

from collections.abc import Callable
from urllib.parse import quote, unquote, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reviews.desk.access import post_for
from reviews.hugo.errors import EditRefused, FrontMatterError
from reviews.hugo.pages import Page
from reviews.models import Post, PostFile, Site
from reviews.public.context import term_groups
from reviews.public.files import serve
from reviews.public.record import paper_record
from reviews.public.templating import show
from reviews.publishing import page_authors
from reviews.reading import page_of
from reviews.rendering import Rendered
from reviews.rendering import render as render_body
from reviews.typesetting import render_options


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the working copy as a page. POST `content`: that text's HTML and what is wrong with it, as JSON."""
    post = post_for(request, pk)
    if request.method == "POST":
        try:
            body = post.document.edit_body(request.POST.get("content", "")).body
            rendered = _render(post, body)
        except (EditRefused, FrontMatterError) as error:
            return JsonResponse({"error": str(error)}, status=422)
        problems = [{"line": problem.line, "message": problem.message} for problem in rendered.problems]
        return JsonResponse(
            {"html": rendered.html, "toc": rendered.toc, "problems": problems, "words": rendered.word_count}
        )
    return _page(request, post)


def _render(post: Post, body: str, page: Page | None = None) -> Rendered:
    site = Site.load()
    page = page or page_of(site, post, post.document)
    options = render_options(
        site, page, resolve_url=lambda url: bundle_address(post, url), image_exists=_image_exists(post)
    )
    return render_body(body, options)


def _image_exists(post: Post) -> Callable[[str], bool]:
    """Whether the bundle has the image that the text names; what stands elsewhere is not looked for."""
    names = set(PostFile.objects.filter(folder=post.folder).values_list("name", flat=True)) if post.bundle else set()

    def exists(url: str) -> bool:
        name = _name_in_bundle(url) if post.bundle else ""
        return not name or name.startswith("../") or name in names

    return exists


def _page(request: HttpRequest, post: Post) -> HttpResponse:
    site = Site.load()
    try:
        page = page_of(site, post, post.document)
    except FrontMatterError as error:
        return render(request, "desk/preview_error.html", {"post": post, "error": error}, status=422)
    rendered = _render(post, post.document.body, page)
    context = {
        "site": {"title": site.hugo.title},
        "language": site.hugo.language(post.language or site.hugo.default_language),
        "LANGUAGE_CODE": post.language or site.hugo.default_language,
        "edition": {
            "url": post.url,
            "title": page.title,
            "link_title": page.link_title,
            "description": page.description,
            "date": page.date,
            "lastmod": page.lastmod,
            "author_names": page_authors(page),
            "language": page.language,
            "section": page.section,
        },
        "text": rendered,
        "page_title": page.title,
        "terms": term_groups([(plural, t.name, t.url) for plural, terms in page.terms.items() for t in terms]),
        "record": paper_record(page.params, page.language),
        "home_url": "/",
        "is_preview": True,
    }
    response = show(request, "post.html", context)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def bundle_address(post: Post, url: str) -> str:
    """Where the desk serves a file that the text names relative to its page; other addresses stay as they are."""
    name = _name_in_bundle(url)
    return reverse("admin:reviews_post_file", args=[post.pk, quote(name)]) if name and post.bundle else url


def _name_in_bundle(url: str) -> str:
    """The file that a relative address names; "" for an address of another kind."""
    try:
        parts = urlsplit(url)
    except ValueError:  # "//[" and the like
        return ""
    is_relative = not (parts.scheme or parts.netloc or parts.path.startswith("/"))
    return unquote(parts.path).removeprefix("./") if is_relative else ""


@require_GET
def bundle_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """A file of the post's bundle, as it stands at the desk."""
    post = post_for(request, pk)
    row = PostFile.objects.filter(folder=post.folder, name__in={name, unquote(name)}).select_related("blob").first()
    if row is None:
        raise Http404(_("The bundle has no such file."))
    response = serve(request, row.blob, row.path)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
