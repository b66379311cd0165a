"""The desk speaks its reader's language; readers' pages speak their own."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware

from reviews.desk.only import is_desk


class DeskLanguageMiddleware(LocaleMiddleware):
    """Django's choice by cookie and browser, for the desk only: a reader's page is the same for everybody."""

    def process_request(self, request: HttpRequest) -> None:
        """Choose for the desk."""
        if is_desk(request):
            super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say so in the desk's headers."""
        return super().process_response(request, response) if is_desk(request) else response
