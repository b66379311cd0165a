"""Every address that real Hugo writes for odd sites answers here, with the same titles, texts, entries and feeds."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.addresses.comparing import compare
from tests.addresses.hugo_build import build, write
from tests.addresses.odd_content import ODD_CONTENT
from tests.addresses.odd_found import ODD_FOUND
from tests.addresses.odd_settings import ODD_SETTINGS
from tests.addresses.odd_sites import ODD_SITES

pytestmark = [pytest.mark.django_db, pytest.mark.hugo]


ALL_SITES = {**ODD_SITES, **ODD_CONTENT, **ODD_SETTINGS, **ODD_FOUND}


@pytest.mark.parametrize("name", ALL_SITES)
def test_an_odd_site_answers_like_hugo(
    name: str, tmp_path: Path, client: Client, run: Callable[..., tuple[int, str]]
) -> None:
    write(tmp_path / "own", ALL_SITES[name])
    built = build(tmp_path / "own", tmp_path / "work", is_own=True)
    run("hugo_import", built.root)
    compared = compare(client, built)
    assert not compared.misses, "\n" + "\n".join(f"{each.kind}: {each.problem}" for each in compared.misses)
    assert len(compared.answers) > 3
