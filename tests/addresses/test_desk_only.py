"""What the desk needs does not stand in the readers' way."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_reader_s_page_sets_no_cookie_and_varies_by_nothing(imported: Path, client: Client, erin: User) -> None:
    client.force_login(erin)
    answer = client.get("/about/")
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_the_desk_keeps_its_forms_safe(erin: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/admin/login/", {"username": "erin", "password": "pw"}).status_code == 403
    page = strict.get("/admin/login/")
    token = page.cookies["csrftoken"].value
    given = {"username": "erin", "password": "pw", "csrfmiddlewaretoken": token}
    assert strict.post("/admin/login/", given).status_code == 302
