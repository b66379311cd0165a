"""How a post is cited: each form, and what its format must not be broken by."""

import json
from datetime import UTC, datetime

import pytest

from reviews.public.citing import Work, apa, bibtex, csl_json

DAY = datetime(2024, 1, 15, tzinfo=UTC)
KOREAN = Work("어텐션 다시 읽기", ("한서윤",), DAY, "곁읽기", "https://example.org/p/attention/", "ko")
ENGLISH = Work(
    "Costs & Gains of 100% {Braces}",
    ("Clara Lind", "Ana de la Cruz"),
    DAY,
    "Reading_Alongside",
    "https://example.org/a/",
    "en",
)


def test_bibtex_protects_what_tex_would_read() -> None:
    entry = bibtex(ENGLISH)
    assert entry.startswith("@misc{lind2024costs,\n  author = {Clara Lind and Ana de la Cruz},")
    assert r"title = {{Costs \& Gains of 100\% \{Braces\}}}" in entry
    assert r"howpublished = {Reading\_Alongside}" in entry
    assert "month = jan," in entry


def test_bibtex_leaves_a_korean_name_whole_and_names_the_entry_by_its_address() -> None:
    entry = bibtex(KOREAN)
    assert entry.startswith("@misc{2024attention,")
    assert "author = {{한서윤}}" in entry


def test_apa_turns_latin_names_only() -> None:
    assert apa(ENGLISH).startswith("Lind, C., & Cruz, A. D. L. (2024, January 15). Costs")
    assert apa(KOREAN) == "한서윤. (2024, January 15). 어텐션 다시 읽기. 곁읽기. https://example.org/p/attention/"


@pytest.mark.parametrize("work", [KOREAN, ENGLISH, Work("", (), None, "", "", "")])
def test_csl_json_is_json(work: Work) -> None:
    item = json.loads(csl_json(work))[0]
    assert item["type"] == "post-weblog"
    assert item.get("issued", {}).get("date-parts", [[2024, 1, 15]]) == [[2024, 1, 15]]
    assert bibtex(work)
    assert apa(work)
