"""Formulae of the field are set: formulas.txt holds one a line, as authors write them."""

import re
from pathlib import Path

import pytest

from reviews.rendering import sanitise
from reviews.rendering.formulas import set_formula
from reviews.rendering.latex import in_known_words
from tests.rendering.test_safety import dangers

FORMULAS = (Path(__file__).parent / "formulas.txt").read_text("utf-8").splitlines()
START = re.compile(r"<m\w+[^>]*?(?=/?>)")
# Chemistry, diagrams, overlays and rules have no words in MathML that the converter knows.
NOT_SET = (r"\ce", r"\begin{CD}", r"\rule", r"\rlap")


def test_at_least_98_in_100_are_set_and_the_rest_is_known() -> None:
    refused = [latex for latex in FORMULAS if set_formula(latex, True, "$$", "$$").problem]
    assert [latex for latex in refused if not any(name in latex for name in NOT_SET)] == []
    assert len(FORMULAS) >= 200
    assert len(refused) <= 0.02 * len(FORMULAS)


@pytest.mark.parametrize("display", [True, False])
def test_what_is_set_passes_the_allow_list_unchanged(display: bool) -> None:
    for latex in FORMULAS:
        made = set_formula(latex, display, "$", "$")
        kept = sanitise(made.html)
        assert START.findall(kept) == START.findall(made.html), latex
        assert dangers(kept) == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"\newcommand{\E}[2][x]{a}", r"\def\E#1#2[x]{a}"),
        (r"\newcommand\R{\mathbb R}", r"\def\R{\mathbb R}"),
        (r"\DeclareMathOperator*{\am}{arg\,min}", r"\def\am{\operatorname*{arg\,min}}"),
        (r"\substack{a \\ b_{c}} + \substack{d", r"\begin{subarray}{c}a \\ b_{c}\end{subarray} + \substack{d"),
        (r"\begin{alignat*}{2} a \end{alignat*}", r"\begin{align*} a \end{align*}"),
        (r"\mathop{\rm argmin}\limits_x", r"\operatorname*{argmin}_x"),
        (r"\text{if $x$ or $y$}", r"\text{if }{x}\text{ or }{y}"),
        (r"\text{no dollar} \begin{aligned} x \end{aligned}", r"\text{no dollar} \begin{aligned} x \end{aligned}"),
    ],
)
def test_other_words_for_the_same(written: str, read: str) -> None:
    assert in_known_words(written) == read


def test_the_authors_own_definition_wins() -> None:
    made = set_formula(r"\newcommand{\norm}[1]{\mathrm{N}(#1)} \norm{x}", False, "$", "$")
    assert made.problem == "" and "N" in made.html and "‖" not in made.html


@pytest.mark.parametrize(
    "latex", [r"\def\a{\a}\a", r"\def\a{\a\a}\a", "{" * 5000, r"\substack{" * 2000, r"\text{$" * 2000]
)
def test_endless_formulae_end(latex: str) -> None:
    assert set_formula(latex, True, "$$", "$$").problem
