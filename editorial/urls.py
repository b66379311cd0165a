"""The addresses: the desk under DESK_ADDRESS, everything else is the readers' and Hugo's."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

admin.autodiscover()  # here and not at start-up: commands do without the desk

urlpatterns = [
    path(settings.DESK_ADDRESS.removesuffix("/"), RedirectView.as_view(url=f"/{settings.DESK_ADDRESS}")),
    path(settings.DESK_ADDRESS, admin.site.urls),
    path("", include("reviews.public.urls")),
]

handler404 = "reviews.public.missing.not_found"
