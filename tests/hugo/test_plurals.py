"""The names of sections are put into the plural as real Hugo does it: plurals.json holds its answers."""

import json
from pathlib import Path

from reviews.hugo.plurals import plural

ANSWERS = json.loads((Path(__file__).parent / "plurals.json").read_text())


def test_plurals_are_those_of_hugo() -> None:
    wrong = {word: plural(word) for word, answer in ANSWERS.items() if plural(word).lower() != answer.lower()}
    assert not wrong
