"""Front matter values as text, number, yes/no and lists, with the answers that Hugo 0.168 gave."""

import math
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from reviews.hugo.casts import to_bool, to_int, to_term_names, to_text, to_texts
from reviews.hugo.values import Value

KST = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2024, "2024"), (1.0, "1"), (1.5, "1.5"), (1000.0, "1000"), (1e21, "1000000000000000000000"), (-0.0, "-0"),
        (1e-7, "0.0000001"), (math.inf, "+Inf"), (-math.inf, "-Inf"), (math.nan, "NaN"), (True, "true"), (None, ""),
        (["a"], ""), ({"a": 1}, ""), (" a ", " a "), (date(2024, 1, 1), "2024-01-01"), (time(10, 11, 12), "10:11:12"),
        (time(10, 11, 12, 500000), "10:11:12.5"), (datetime(2024, 1, 1, 10), "2024-01-01T10:00:00"),
        (datetime(2024, 1, 1, 10, microsecond=500000), "2024-01-01T10:00:00.5"),
        (datetime(2024, 1, 1, 10, tzinfo=UTC), "2024-01-01 10:00:00 +0000 UTC"),
        (datetime(2024, 1, 1, 10, tzinfo=KST), "2024-01-01 10:00:00 +0900 +0900"),
    ],
)  # fmt: skip
def test_a_value_as_text(value: Value, text: str) -> None:
    assert to_text(value) == text


@pytest.mark.parametrize("value", [True, 1, -1, 1.5, math.inf, "true", "1", "t", "T", "TRUE", "True"])
def test_these_are_yes(value: Value) -> None:
    assert to_bool(value) is True


@pytest.mark.parametrize(
    "value", [False, 0, "yes", "on", "tRue", " true", "", None, [], [1], {}, "0", date(2024, 1, 1)]
)
def test_everything_else_is_no(value: Value) -> None:
    assert to_bool(value) is False


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (1, 1), ("10", 10), ("010", 8), ("-010", -8), ("08", 0), ("00", 0), ("0x1f", 31), ("-0x1", -1), ("0b11", 3),
        ("0o17", 15), ("1_000", 1000), ("+5", 5), ("1.0", 1), ("1.5", 1), ("1.", 1), (".5", 0), (".", 0), ("abc", 0),
        (" 1", 0), ("1e3", 0), ("", 0), ("１", 0), (1.9, 1), (-1.9, -1), (True, 1), (None, 0), ([], 0),
        (1e21, -(2**63)), ("9" * 22, 0), ("9" * 100_000, 0), (math.nan, -(2**63)), (date(2024, 1, 1), 0),
    ],
)  # fmt: skip
def test_a_value_as_a_number(value: Value, number: int) -> None:
    assert to_int(value) == number


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("a b", ["a", "b"]), ("a, b", ["a,", "b"]), (["a b", 1, True, None, ""], ["a b", "1", "true", "", ""]),
        ([["a"]], []), ([{"a": 1}], []), ({"a": 1}, []), (1, ["1"]), (None, []), ("", []), (" x ", ["x"]),
    ],
)  # fmt: skip
def test_a_value_as_a_list_of_texts(value: Value, texts: list[str]) -> None:
    assert to_texts(value) == texts


@pytest.mark.parametrize(
    ("value", "names", "is_spoilt"),
    [
        ("a, b", ["a, b"], False), (["a", 1, True, 2.5, None, ""], ["a", "1", "true", "2.5"], False), (1, ["1"], False),
        (["a", ["b"]], [], True), (["a", {"b": 1}], [], True), ({"a": 1}, [], True), (None, [], False), ("", [], False),
    ],
)  # fmt: skip
def test_the_names_of_terms_and_what_spoils_them(value: Value, names: list[str], is_spoilt: bool) -> None:
    assert to_term_names(value) == (names, is_spoilt)
