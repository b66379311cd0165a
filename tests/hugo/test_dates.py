"""Dates: what the real Hugo (0.168) answered for 200 spellings in six time zones, and dates written back in their own
manner.
"""

import json
import re
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reviews.hugo.dates import parse_date, write_date
from reviews.hugo.document import Document
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.values import Value

GOLDEN = Path(__file__).parent / "golden"
ANSWERS: dict[str, dict[str, str]] = json.loads((GOLDEN / "dates.json").read_text("utf-8"))
SEOUL = ZoneInfo("Asia/Seoul")
NEW_YORK = ZoneInfo("America/New_York")

# Python knows the years 1 to 9999 and offsets below a day.
# What lies outside is held at their ends, or (in TOML) refused.
BEYOND_PYTHON = re.compile(r"0000-|0001-01-01T00:00:00[+-]|^[1-9]\d{4,}-|\+24:00$")


def reading(file: str, zone: str) -> str:
    """Our answer in the words of the recorded ones."""
    document = Document.parse(file.encode())
    try:
        if document.error is not None:
            raise document.error
        found = parse_date(document.get("date"), ZoneInfo(zone))
    except FrontMatterError:
        return "refused"
    if found is None or found.instant is None:
        return "0001-01-01T00:00:00Z"
    return found.instant.isoformat().replace("+00:00", "Z")


def recorded(answer: str) -> str:
    """Hugo's answer as Python can print it: six digits of a fraction."""
    if answer == "refused":
        return answer
    fraction = re.search(r"\.\d+", answer)
    digits = fraction[0][:7].ljust(7, "0") if fraction else ""
    return re.sub(r"\.\d+", digits, answer)


@pytest.mark.parametrize("zone", sorted(ANSWERS))
def test_every_spelling_means_what_hugo_says(zone: str) -> None:
    rows = {file: answer for file, answer in ANSWERS[zone].items() if not BEYOND_PYTHON.search(answer)}
    assert {file: reading(file, zone) for file in rows} == {file: recorded(answer) for file, answer in rows.items()}


def test_a_date_beyond_pythons_years_stays_far_away() -> None:
    future, past = parse_date(253402300800, UTC), parse_date("3:04PM", UTC)
    assert future and future.instant and future.instant.year == 9999
    assert past and past.instant and past.instant.year == 1


@pytest.mark.parametrize(
    ("value", "kind", "zoned", "precision"),
    [
        ("2024-01-02", "text", False, "day"),
        ("2024-01-02T03:04:05Z", "text", True, "second"),
        ("02 Jan 2024", "text", False, "day"),
        (date(2024, 1, 2), "day", False, "day"),
        (datetime(2024, 1, 2, 3), "local", False, "second"),
        (datetime(2024, 1, 2, 3, tzinfo=UTC), "moment", True, "second"),
        (1704164645, "seconds", True, "second"),
    ],
)
def test_a_date_says_how_it_is_written(value: Value, kind: str, zoned: bool, precision: str) -> None:
    found = parse_date(value, SEOUL)
    assert found is not None
    assert (found.spelling, found.kind, found.is_zoned, found.precision) == (value, kind, zoned, precision)


MOMENT = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)
MIDNIGHT = datetime(2031, 5, 6, tzinfo=SEOUL)
PLUS_NINE = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("old", "moment", "new"),
    [
        ("2024-01-02", MIDNIGHT, "2031-05-06"),
        ("2024-01-02", MOMENT, "2031-05-06T16:08:09"),
        ("02 Jan 2024", MIDNIGHT, "06 May 2031"),
        ("2024-01-02T03:04:05Z", MOMENT, "2031-05-06T07:08:09Z"),
        ("2024-01-02T03:04:05-05:00", MOMENT, "2031-05-06T02:08:09-05:00"),
        ("2024-01-02T03:04:05.000Z", MOMENT, "2031-05-06T07:08:09.000Z"),
        ("2024-01-02T03:04:05", MOMENT, "2031-05-06T16:08:09"),
        ("2024-01-02 03:04:05", MOMENT, "2031-05-06 16:08:09"),
        ("2024-01-02 03:04:05 +0900", MOMENT, "2031-05-06 16:08:09 +0900"),
        ("2024-01-02 03:04:05 +0900 KST", MOMENT, "2031-05-06 16:08:09 +0900 KST"),
        ("Tue, 02 Jan 2024 03:04:05 GMT", MOMENT, "Tue, 06 May 2031 16:08:09 GMT"),
        ("Tue Jan  2 03:04:05 2024", MOMENT, "Tue May  6 16:08:09 2031"),
        ("3:04PM", MOMENT, "2031-05-06T07:08:09Z"),
        (date(2024, 1, 2), MIDNIGHT, date(2031, 5, 6)),
        (date(2024, 1, 2), MOMENT, datetime(2031, 5, 6, 16, 8, 9)),
        (datetime(2024, 1, 2, 3), MOMENT, datetime(2031, 5, 6, 16, 8, 9)),
        (datetime(2024, 1, 2, tzinfo=PLUS_NINE), MOMENT, datetime(2031, 5, 6, 16, 8, 9, tzinfo=PLUS_NINE)),
        (5, MOMENT, 1935817689),
        ("2024/01/02", MOMENT, None),
        (None, MOMENT, None),
    ],
)
def test_a_new_instant_is_written_in_the_old_manner(old: Value, moment: datetime, new: Value) -> None:
    written = write_date(old, moment, SEOUL)
    assert written == new and type(written) is type(new)
    read = parse_date(written, SEOUL)
    assert read is None or read.instant == moment


@pytest.mark.parametrize(
    ("old", "moment"),
    [
        ("2024-01-02", datetime(2024, 1, 1, 15, tzinfo=UTC)),
        ("2024-01-02T03:04:05.250Z", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2024-01-02T12:04:05+09:00", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
        (date(2024, 1, 2), datetime(2024, 1, 2, tzinfo=SEOUL)),
        (1704164645, datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
    ],
)
def test_the_same_instant_leaves_the_date_as_it_is(old: Value, moment: datetime) -> None:
    assert write_date(old, moment, SEOUL) == old


def test_an_hour_that_the_clock_shows_twice_is_the_same_instant() -> None:
    assert (
        write_date("2024-11-03 01:30:00", datetime(2024, 11, 3, 5, 30, tzinfo=UTC), NEW_YORK) == "2024-11-03 01:30:00"
    )
