"""Related pages are those that real Hugo names, in its order: related.json holds its answers."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from reviews.hugo.related import ZERO, keywords, read_related, weights

CASES = json.loads((Path(__file__).parent / "related.json").read_text())


def lowered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key.lower(): lowered(each) for key, each in value.items()}
    return [lowered(each) for each in value] if isinstance(value, list) else value


def moment(matter: dict[str, Any], *keys: str) -> datetime | None:
    found = next((matter[key] for key in keys if key in matter), None)
    return datetime.fromisoformat(found).replace(tzinfo=UTC) if found else None


def ranking(related: Any, pages: dict[str, Any]) -> dict[str, list[str]]:
    """All by hand, for small sites: `reviews.public.related` asks the database for the same."""
    rules = read_related({"related": lowered(related)} if related is not None else {})
    words = {}
    for name, matter in pages.items():
        dates = {
            "date": moment(matter, "date"),
            "lastmod": moment(matter, "date"),
            "publishdate": moment(matter, "publishDate", "date"),
        }
        words[name] = keywords(rules, lowered(matter), dates)
    published = {name: moment(matter, "publishDate", "date") for name, matter in pages.items()}
    answer = {}
    for name in pages:
        said = weights(rules, [word for word in words[name] if is_telling(rules, word, words)])
        scores = {other: sum(said.get(word, 0) for word in words[other]) for other in pages if other != name}
        newest = None if rules.include_newer else published[name]
        near = [
            other
            for other, score in scores.items()
            if rules.suffices(score) and not (newest and published[other] and published[other] > newest)
        ]
        answer[name] = sorted(
            near,
            key=lambda other: (
                -scores[other],
                -(published[other] or ZERO).timestamp(),
                pages[other].get("title", other.upper()),
            ),
        )
    return answer


def is_telling(rules: Any, word: tuple[str, str], words: dict[str, list[tuple[str, str]]]) -> bool:
    limit = next((index.cardinality for index in rules.indices if index.name == word[0] and index.cardinality), 0)
    having = [name for name, own in words.items() if any(slot == word[0] for slot, _ in own)]
    return not limit or sum(word in words[name] for name in having) * 100 <= limit * len(having)


@pytest.mark.parametrize("case", CASES, ids=[str(number) for number in range(len(CASES))])
def test_related_pages_are_hugo_s(case: dict[str, Any]) -> None:
    assert ranking(case["related"], case["pages"]) == case["hugo"]
