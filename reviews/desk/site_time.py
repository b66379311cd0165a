"""The desk's clock: times are shown and understood in the publication's time zone."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from reviews.models import Site


class SiteTimeMiddleware:
    """Sets the site's time zone for the pages of the desk; readers' pages set it with their language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.desk = reverse("admin:index")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        if not request.path_info.startswith(self.desk):
            return self.get_response(request)
        with timezone.override(Site.load().zone):
            return self.get_response(request)
