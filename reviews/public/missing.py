"""What stands where nothing is: the same page for a draft's address and for one that never was."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from reviews.hugo.addresses import section_url
from reviews.models import GoneAddress, Site
from reviews.models.columns import address_key
from reviews.public.frame import frame
from reviews.public.speaking import speaking
from reviews.public.standing import kept_for, standing
from reviews.public.templating import show
from reviews.public.topics import fullest


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The site's 404, in the language whose part of the site the address lies in; set once for each standing."""
    site = (getattr(request, "standing", None) or standing()).site
    language = _language(site, request.path_info)
    kept: dict[str, bytes] = kept_for(site).setdefault("missing", {})
    if language not in kept:
        kept[language] = missing_page(request, site, language).content
    return HttpResponse(kept[language], status=410 if _is_gone(request) else 404)


def _is_gone(request: HttpRequest) -> bool:
    """Whether the site tells readers of withdrawn pages, and one stood there."""
    return settings.WITHDRAWN_IS_GONE and GoneAddress.objects.filter(url_key=address_key(request.path_info)).exists()


def missing_page(request: HttpRequest, site: Site, language: str) -> HttpResponse:
    """The page that says so, which Hugo writes as a file too."""
    with speaking(site, language):
        context = {**frame(request, site, language, "", {}), "canonical_url": "", "topics": fullest(site, language)}
        return show(request, "404.html", context)


def _language(site: Site, url: str) -> str:
    homes = {section_url(site.hugo, each.code, ""): each.code for each in site.hugo.languages if not each.disabled}
    inside = [home for home in homes if url.startswith(home)]
    return homes[max(inside, key=len)] if inside else site.hugo.default_language
