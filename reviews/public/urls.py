"""The readers' addresses: Hugo's, so one view answers them all."""

from django.urls import re_path

from reviews.public.views import answer

urlpatterns = [re_path(r"^(?P<path>.*)$", answer, name="public")]
