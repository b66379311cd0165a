"""What the formulae's markup asks of the readers' style sheet."""

from pathlib import Path

import pytest

from reviews.rendering.formulas import CLASSES

SHEET = Path(__file__).resolve().parents[2] / "static/public/site.css"


@pytest.mark.parametrize("name", sorted({name for _style, name in CLASSES} | {"shortcode-name", "math-error"}))
def test_the_style_sheet_knows_the_class(name: str) -> None:
    assert f".{name}" in SHEET.read_text()
