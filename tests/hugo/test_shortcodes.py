"""The shortcode grammar is Hugo's: each row of shortcode_answers.json is an input and what Hugo 0.168 said to it."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from reviews.hugo.shortcodes import Shortcode, parse

ANSWERS = json.loads((Path(__file__).parent / "shortcode_answers.json").read_text("utf-8"))
TEMPLATES = {name: takes_inner for name, (takes_inner, _) in ANSWERS["templates"].items()}
SHARED_CASES = Path(__file__).parents[3] / "shared" / "cases" / "shortcode_cases.json"


def calls(body: str, templates: dict[str, bool] | None = None) -> list[Shortcode]:
    return [part for part in parse(body, templates).parts if isinstance(part, Shortcode)]


@pytest.mark.parametrize("row", ANSWERS["rows"], ids=lambda row: row["input"][:40])
def test_what_hugo_refuses_is_refused_with_its_words_and_place(row: dict[str, Any]) -> None:
    errors = parse(row["input"], TEMPLATES).errors
    first = [errors[0].line, errors[0].column, errors[0].message] if errors else None
    assert first == row.get("refused")


@pytest.mark.parametrize("row", [row for row in ANSWERS["rows"] if "params" in row], ids=lambda row: row["input"][:40])
def test_parameters_have_hugos_values_and_types(row: dict[str, Any]) -> None:
    call = next(call for call in calls(row["input"], TEMPLATES) if call.name == "params")
    found = list(call.params) or dict(call.named) or None
    assert json.dumps(found, sort_keys=True) == json.dumps(row["params"], sort_keys=True)


def test_the_cases_collected_for_the_project_agree_with_hugo() -> None:
    if not SHARED_CASES.exists():
        pytest.skip("the collected cases are not beside this checkout")
    cases = json.loads(SHARED_CASES.read_text("utf-8"))
    templates = {
        name.removeprefix("_shortcodes/").removesuffix(".html"): ".Inner" in text
        for name, text in cases["layouts"].items()
    }
    different = [name for name, case in cases["cases"].items() if _first(case["input"], templates) != _told(case)]
    assert different == []


def _first(body: str, templates: dict[str, bool]) -> str | None:
    errors = parse(body + "\n", templates).errors
    return f':{errors[0].line + 1}:{errors[0].column}": {errors[0].message}' if errors else None


def _told(case: dict[str, Any]) -> str | None:
    """Hugo's place and message, where it refused the body while reading it (not while it ran a template)."""
    found = case["messages"].partition("content/n0.md")[2]
    return found.removesuffix("\n") if case["rc"] and "pageMetaSource" in case["messages"] else None


def test_text_and_calls_keep_their_order_and_nothing_is_lost() -> None:
    body = 'a {{< figure src="x.png" >}} b {{</* youtube x */>}} {{% param c %}}'
    text = parse(body)
    assert [part if isinstance(part, str) else part.name for part in text.parts] == [
        "a ",
        "figure",
        " b {{< youtube x >}} ",
        "param",
    ]
    figure = text.parts[1]
    assert isinstance(figure, Shortcode)
    assert body[figure.start : figure.end] == '{{< figure src="x.png" >}}'


def test_calls_nest() -> None:
    outer = calls("{{< box >}}a{{% inh %}}b{{% /inh %}}c{{< hi >}}{{< /box >}}")[0]
    assert outer.inner is not None
    assert [part if isinstance(part, str) else part.name for part in outer.inner] == ["a", "inh", "c", "hi"]
    inner = outer.inner[1]
    assert isinstance(inner, Shortcode)
    assert (inner.inner, inner.is_markdown) == (("b",), True)


@pytest.mark.parametrize(
    ("body", "inner"),
    [
        ("{{< a >}}", None),
        ("{{< a />}}", ()),
        ("{{< a >}}{{< /a >}}", ()),
        ("{{< a >}}x{{< /a >}}", ("x",)),
        ("{{< a >}}{{< a >}}x{{< /a >}}", None),
    ],
)
def test_without_the_sites_templates_what_is_closed_has_inner_text(body: str, inner: tuple[str, ...] | None) -> None:
    assert calls(body)[0].inner == inner


@pytest.mark.parametrize(
    "body", ["{{< a", "x {{< /a >}}", "{{< a>b }}", "{{< a 'x' >}}", "{{</* a >}}", "{{< a `x >}}"]
)
def test_refused_text_stays_text(body: str) -> None:
    text = parse(body)
    assert text.parts == (body,)
    assert text.errors


def test_after_a_refused_tag_the_next_one_is_read() -> None:
    text = parse("{{< a 'x' >}}\n{{< b >}}")
    assert [part.name for part in text.parts if isinstance(part, Shortcode)] == ["b"]
    assert len(text.errors) == 1


def test_lines_and_indentation_are_those_of_the_body() -> None:
    first, second = calls("one\n\n  {{% note %}}\ntwo {{< x >}}")
    assert (first.line, first.indentation) == (3, "  ")
    assert (second.line, second.indentation) == (4, "")


def test_columns_count_bytes_as_hugo_does() -> None:
    (error,) = parse("한국어 {{< a 'b >}}").errors
    assert (error.line, error.column) == (1, 17)


HOSTILE = [
    "{{<",
    "{{< a ",
    "{{</*",
    "{{</* a */>}}",
    "{{< a `",
    '{{< a "',
    '{{< a \\"',
    '{{< a="\\"',
    "{{< a >}}",
    "{{% a %}}{{< /b >}}",
    "{{< a >}}{{< b >}}{{< /a >}}",
    "{{< x.inline >}}",
    "{{< a b=",
    "{{< a\n",
    "{{< /a >}}",
    "\\",
    " ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_is_linear_in_the_length(piece: str) -> None:
    """Ten times the text in far less than a hundred times the time: a quadratic scan cannot pass."""

    def seconds(length: int) -> float:
        body = "{{< a " + piece * (length // len(piece))
        start = time.process_time()
        parse(body)
        return time.process_time() - start

    assert seconds(400_000) < 40 * max(seconds(40_000), 0.004)


def test_deep_nesting_is_refused_and_kept_as_text() -> None:
    body = "{{< a >}}" * 5000 + "{{< /a >}}" * 5000
    assert "nested more than" in parse(body).errors[0].message


@pytest.mark.parametrize("body", ["", "\x00", "\udcff{{< a \udcff >}}", "{{<", "{", "}}", "{{<\ud800"])
def test_any_text_is_taken(body: str) -> None:
    parse(body)
    parse(body, {})
