"""Middleware that the desk needs and readers do not: sessions, log-in, forms. Readers' pages pass by it."""

from functools import cache
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse
from django_htmx.middleware import HtmxMiddleware


@cache
def desk_root() -> str:
    """The address that all of the desk's begin with."""
    return reverse("admin:index")


def is_desk(request: HttpRequest) -> bool:
    """Whether the address is one of the desk's."""
    return request.path_info.startswith(desk_root())


class DeskOnly:
    """Comes before a middleware class and lets requests of readers pass by it."""

    def __call__(self, request: HttpRequest) -> Any:
        """Answer the request."""
        return super().__call__(request) if is_desk(request) else self.get_response(request)  # type: ignore[misc,attr-defined]


class Sessions(DeskOnly, SessionMiddleware):
    """Django's."""


class Authentication(DeskOnly, AuthenticationMiddleware):
    """Django's."""


class Messages(DeskOnly, MessageMiddleware):
    """Django's."""


class Csrf(DeskOnly, CsrfViewMiddleware):
    """Django's. Readers' pages take no forms: anything but reading is refused there."""

    def process_view(self, request: HttpRequest, *args: Any) -> Any:
        """Check the token."""
        return super().process_view(request, *args) if is_desk(request) else None


class Htmx(DeskOnly, HtmxMiddleware):
    """django-htmx's."""
