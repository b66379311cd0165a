"""The addresses: the desk under /admin/, everything else is the readers' and Hugo's."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("reviews.public.urls")),
]
