"""A form at the desk that another transaction stood in the way of is taken once more; else the person is told."""

from collections.abc import Callable
from typing import Any

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from reviews.desk.only import is_desk
from reviews.sync.retry import is_momentary, repeated

View = Callable[..., HttpResponseBase]


class Again:
    """Middleware, the innermost one: what views of the desk write is one transaction each."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], options: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Take the form, again where the database was busy; a page says so where it stays busy."""
        if request.method != "POST" or not is_desk(request) or connection.in_atomic_block:
            return None
        try:
            return repeated(lambda: view(request, *args, **options), lambda: _rewind(request))
        except OperationalError as error:
            if not is_momentary(error):
                raise
            return _busy(request)


def _rewind(request: HttpRequest) -> None:
    for file in request.FILES.values():
        file.seek(0)  # type: ignore[union-attr] # an uploaded file


def _busy(request: HttpRequest) -> HttpResponse:
    answer = render(request, "desk/busy.html", status=503)
    answer["Retry-After"] = "5"
    return answer
