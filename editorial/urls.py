"""The addresses: the desk under /admin/, everything else is the readers' and Hugo's."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

admin.autodiscover()  # here and not at start-up: commands do without the desk

urlpatterns = [
    path("admin", RedirectView.as_view(url="/admin/")),
    path("admin/", admin.site.urls),
    path("", include("reviews.public.urls")),
]

handler404 = "reviews.public.missing.not_found"
