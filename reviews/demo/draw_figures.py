"""Draws the figures of the demo site, the same bytes on every run: `python reviews/demo/draw_figures.py`.

Every number in a chart is computed here or stands in the reviewed paper; the labels use Pillow's own
font, so that no font of the machine matters.
"""

import math
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SITE = Path(__file__).parent / "site"
SCALE = 2  # drawn twice as large and reduced, which smooths every edge
PAPER, INK, SOFT, LINE, GREEN, AMBER, WASH = "#ffffff", "#17201d", "#52605a", "#c9d2cd", "#0b6351", "#b4651a", "#dcede6"

Point = tuple[float, float]


class Sheet:
    """A white drawing of `width` x `height` pixels; all coordinates are in those pixels."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), PAPER)
        self.pen = ImageDraw.Draw(self.image)

    def text(self, at: Point, words: str, size: int = 28, colour: str = INK, anchor: str = "mm") -> None:
        """Writes `words`; `anchor` is Pillow's (https://pillow.readthedocs.io/en/stable/handbook/text-anchors.html)."""
        font = ImageFont.load_default(size * SCALE)
        self.pen.text((at[0] * SCALE, at[1] * SCALE), words, fill=colour, font=font, anchor=anchor)

    def line(self, points: Sequence[Point], colour: str = INK, width: float = 2.5) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(scaled, fill=colour, width=round(width * SCALE), joint="curve")

    def arrow(self, start: Point, end: Point, colour: str = INK) -> None:
        """A straight line with a filled head at `end`."""
        self.line([start, end], colour)
        angle = math.atan2(end[1] - start[1], end[0] - start[0])
        head = [(end[0] - 13 * math.cos(angle + turn), end[1] - 13 * math.sin(angle + turn)) for turn in (-0.42, 0.42)]
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in (end, *head)], fill=colour)

    def rect(self, corners: tuple[float, float, float, float], fill: str = PAPER, outline: str | None = INK) -> None:
        box = tuple(round(value * SCALE) for value in corners)
        self.pen.rectangle(box, fill=fill, outline=outline, width=2 * SCALE)

    def box(self, centre: Point, size: Point, words: str, fill: str = PAPER) -> None:
        """A labelled rectangle around `centre`."""
        (x, y), (w, h) = centre, size
        self.rect((x - w / 2, y - h / 2, x + w / 2, y + h / 2), fill)
        self.text(centre, words)

    def save(self, path: Path) -> None:
        """Writes PNG (32 colours, which keeps it small) or WebP by the name of `path`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        small = self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        if path.suffix == ".webp":
            small.save(path, quality=80, method=6)
        else:
            small.quantize(32, dither=Image.Dither.NONE).save(path, optimize=True)


class Axes:
    """The lower left frame of a chart that maps values to a sheet's pixels."""

    def __init__(self, sheet: Sheet, x_range: Point, y_range: Point) -> None:
        self.sheet, self.x_range, self.y_range = sheet, x_range, y_range
        self.left, self.right, self.top, self.bottom = 120.0, sheet.width - 50.0, 50.0, sheet.height - 100.0

    def at(self, x: float, y: float) -> Point:
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        across = self.left + (x - x0) / (x1 - x0) * (self.right - self.left)
        return across, self.bottom - (y - y0) / (y1 - y0) * (self.bottom - self.top)

    def frame(self, x_label: str, y_label: str) -> None:
        self.sheet.line([(self.left, self.top), (self.left, self.bottom), (self.right, self.bottom)])
        self.sheet.text(((self.left + self.right) / 2, self.sheet.height - 30), x_label, 26, SOFT)
        self.sheet.text((self.left, self.top - 24), y_label, 26, SOFT, "lm")

    def x_ticks(self, ticks: Sequence[tuple[float, str]]) -> None:
        for value, label in ticks:
            x, y = self.at(value, self.y_range[0])
            self.sheet.line([(x, y), (x, y + 8)])
            self.sheet.text((x, y + 26), label, 25)

    def y_ticks(self, ticks: Sequence[tuple[float, str]]) -> None:
        for value, label in ticks:
            x, y = self.at(self.x_range[0], value)
            self.sheet.line([(x, y), (self.right, y)], LINE, 1)
            self.sheet.text((x - 14, y), label, 25, anchor="rm")

    def curve(self, function: Callable[[float], float], colour: str, steps: int = 240) -> None:
        x0, x1 = self.x_range
        values = [x0 + (x1 - x0) * step / steps for step in range(steps + 1)]
        self.sheet.line([self.at(x, function(x)) for x in values], colour, 4)


def bars(rows: Sequence[tuple[str, float, str]], unit: str, title: str) -> Sheet:
    """Horizontal bars, one for each (label, value, colour), the value written at its end."""
    sheet = Sheet(1200, 130 + 84 * len(rows))
    longest = max(value for _, value, _ in rows)
    sheet.text((40, 50), title, 26, SOFT, "lm")
    for number, (label, value, colour) in enumerate(rows):
        y = 130 + 84 * number
        end = 400 + 640 * value / longest
        sheet.text((380, y), label, 28, anchor="rm")
        sheet.rect((400, y - 25, end, y + 25), colour, None)
        sheet.text((end + 14, y), f"{value:g}{unit}", 28, anchor="lm")
    sheet.line([(400, 90), (400, sheet.height - 30)])
    return sheet


def dot_product_attention() -> Sheet:
    sheet = Sheet(1200, 440)
    steps = [("MatMul", 170), ("Scale", 380), ("Mask (opt.)", 600), ("Softmax", 820), ("MatMul", 1030)]
    for number, (name, x) in enumerate(steps):
        width = 190 if "Mask" in name else 150
        sheet.box((x, 200), (width, 74), name, WASH if "MatMul" in name else PAPER)
        if number:
            before, space = steps[number - 1], 95 if "Mask" in steps[number - 1][0] else 75
            sheet.arrow((before[1] + space, 200), (x - width / 2 - 2, 200))
    for name, x, to in (("Q", 120, 140), ("K", 220, 200), ("V", 1030, 1030)):
        sheet.text((x, 390), name, 36, GREEN)
        sheet.arrow((x, 358), (to, 240))
    sheet.arrow((1030, 162), (1030, 84))
    sheet.text((1030, 56), "output", 26, SOFT)
    for words, x in (("n x n scores", 325), ("1 / sqrt(d_k)", 505), ("rows sum to 1", 885)):
        sheet.text((x, 290), words, 26, SOFT)
    return sheet


def positional_encoding() -> Sheet:
    sheet = Sheet(1200, 520)
    positions, dimensions, width, height = 64, 32, 15.5, 11.5
    for position in range(positions):
        for pair in range(dimensions):
            angle = position / 10000 ** (2 * (pair // 2) / dimensions)
            value = math.sin(angle) if pair % 2 == 0 else math.cos(angle)
            shade = round(128 + 110 * value)
            x, y = 140 + position * width, 60 + pair * height
            fill = f"#{shade:02x}{(shade + 235) // 2:02x}{(shade + 215) // 2:02x}"
            sheet.rect((x, y, x + width, y + height), fill, None)
    sheet.text((636, 475), "position 0 ... 63", 26, SOFT)
    sheet.text((130, 66), "dim 0", 26, SOFT, "rm")
    sheet.text((130, 420), "dim 31", 26, SOFT, "rm")
    return sheet


def word_models() -> Sheet:
    sheet = Sheet(1200, 620)
    for left, title, inward in ((60, "CBOW", True), (660, "Skip-gram", False)):
        sheet.text((left + 240, 50), title, 34, GREEN)
        outer, middle, single = (left + 70, left + 250, left + 420) if inward else (left + 410, left + 230, left + 60)
        for row, word in enumerate(("w(t-2)", "w(t-1)", "w(t+1)", "w(t+2)")):
            y = 140 + row * 120
            sheet.box((outer, y), (130, 66), word)
            ends = ((outer + 67, y), (middle - 52, 320)) if inward else ((middle + 52, 320), (outer - 67, y))
            sheet.arrow(*ends)
        sheet.box((middle, 320), (100, 90), "sum" if inward else "proj", WASH)
        sheet.box((single, 320), (110, 66), "w(t)")
        sheet.arrow(*(((middle + 52, 320), (single - 57, 320)) if inward else ((single + 57, 320), (middle - 52, 320))))
    return sheet


def masking_shares() -> Sheet:
    sheet = Sheet(1200, 330)
    sheet.text((40, 50), "Of all tokens, 15 % are chosen; of those:", 26, SOFT, "lm")
    x = 40.0
    for share, label, fill in ((80, "80 %  [MASK]", WASH), (10, "10 %", "#f6e6d4"), (10, "10 %", PAPER)):
        width = 1120 * share / 100
        sheet.rect((x, 100, x + width, 190), fill)
        sheet.text((x + width / 2, 145), label, 28)
        x += width
    for at, words in ((992, "random word"), (1104, "unchanged")):
        sheet.line([(at, 192), (at, 222 if at < 1000 else 262)], SOFT, 1.5)
        sheet.text((at + 56, 240 if at < 1000 else 280), words, 26, SOFT, "rm")
    return sheet


def residual_block() -> Sheet:
    sheet = Sheet(1200, 420)
    sheet.text((70, 230), "x", 36, GREEN)
    for x, name in ((300, "weight layer"), (520, "ReLU"), (740, "weight layer")):
        sheet.box((x, 230), (130 if name == "ReLU" else 180, 80), name)
    for start, end in ((92, 208), (390, 453), (585, 648), (830, 918)):
        sheet.arrow((start, 230), (end, 230))
    sheet.box((955, 230), (70, 70), "+", WASH)
    sheet.arrow((990, 230), (1060, 230))
    sheet.text((1125, 230), "ReLU")
    sheet.line([(140, 230), (140, 90), (955, 90)], GREEN, 4)
    sheet.arrow((955, 90), (955, 193), GREEN)
    sheet.text((540, 60), "identity x", 28, GREEN)
    sheet.text((520, 330), "F(x)", 26, SOFT)
    return sheet


def depth_errors() -> Sheet:
    rows = [("plain, 18 layers", 27.94, LINE), ("plain, 34 layers", 28.54, AMBER)]
    rows += [("ResNet, 18 layers", 27.88, LINE), ("ResNet, 34 layers", 25.03, GREEN)]
    return bars(rows, " %", "Top-1 error on ImageNet validation, 10-crop (lower is better)")


def low_rank_update() -> Sheet:
    sheet = Sheet(1200, 560)
    sheet.box((360, 280), (300, 300), "W0  (frozen)")
    sheet.box((820, 360), (300, 80), "A   r x k", WASH)
    sheet.box((820, 200), (300, 80), "B   d x r", WASH)
    sheet.text((590, 525), "x", 34, GREEN)
    sheet.arrow((570, 505), (370, 434))
    sheet.arrow((610, 505), (810, 404))
    sheet.arrow((820, 318), (820, 244))
    sheet.box((590, 60), (64, 64), "+", WASH)
    sheet.arrow((370, 128), (556, 66))
    sheet.arrow((810, 158), (624, 66))
    sheet.text((992, 200), "starts at 0", 26, SOFT, "lm")
    sheet.text((992, 360), "starts Gaussian", 26, SOFT, "lm")
    return sheet


def loss_by_size() -> Sheet:
    sheet = Sheet(1200, 640)
    axes = Axes(sheet, (5, 9.3), (math.log(2.2), math.log(5.2)))
    axes.frame("non-embedding parameters N", "test loss (nats per token), both axes logarithmic")
    axes.x_ticks([(power, f"1e{power}") for power in (5, 6, 7, 8, 9)])
    axes.y_ticks([(math.log(loss), f"{loss:g}") for loss in (2.5, 3, 3.5, 4, 5)])
    axes.curve(lambda power: 0.076 * (math.log(8.8e13) - power * math.log(10)), GREEN)
    sheet.text(axes.at(7.55, math.log(3.75)), "L(N) = (8.8e13 / N) ^ 0.076", 28, GREEN)
    return sheet


def kept_signal() -> Sheet:
    sheet = Sheet(1200, 600)
    axes = Axes(sheet, (0, 1000), (0, 1))
    axes.frame("step t", "share of signal, standard deviation of noise")
    axes.x_ticks([(step, str(step)) for step in (0, 250, 500, 750, 1000)])
    axes.y_ticks([(0, "0"), (0.5, "0.5"), (1, "1")])
    kept = [1.0]
    for step in range(1000):
        kept.append(kept[-1] * (1 - (1e-4 + (0.02 - 1e-4) * step / 999)))
    axes.curve(lambda step: math.sqrt(kept[round(step)]), GREEN, 500)
    axes.curve(lambda step: math.sqrt(1 - kept[round(step)]), AMBER, 500)
    sheet.text(axes.at(150, 0.72), "sqrt(a)  x0", 28, GREEN)
    sheet.text(axes.at(745, 0.82), "sqrt(1 - a)  noise", 28, AMBER)
    return sheet


def bias_correction() -> Sheet:
    sheet = Sheet(1200, 600)
    axes = Axes(sheet, (1, 60), (0, 1))
    axes.frame("step t", "share of the true moment that the raw average holds")
    axes.x_ticks([(step, str(step)) for step in (1, 10, 20, 30, 40, 50, 60)])
    axes.y_ticks([(0, "0"), (0.5, "0.5"), (1, "1")])
    axes.curve(lambda step: 1 - 0.9**step, GREEN)
    axes.curve(lambda step: 1 - 0.999**step, AMBER)
    sheet.text(axes.at(24, 0.83), "first moment, 1 - 0.9^t", 28, GREEN, "lm")
    sheet.text(axes.at(30, 0.13), "second moment, 1 - 0.999^t", 28, AMBER, "lm")
    return sheet


def backbone_errors() -> Sheet:
    rows = [("AlphaFold 2", 0.96, GREEN), ("next best group", 2.8, AMBER)]
    return bars(rows, "", "CASP14, median backbone r.m.s.d. at 95 % coverage, in angstrom (lower is better)")


def selective_copying() -> Sheet:
    rows = [
        ("S4, no gate", 18.3, LINE),
        ("H3 with S4", 57.0, AMBER),
        ("S6, no gate", 97.0, GREEN),
        ("Mamba with S6", 99.8, GREEN),
    ]
    return bars(rows, " %", "Selective copying, accuracy (higher is better)")


def mark() -> Sheet:
    """The publication's mark: a margin line and the notes beside it."""
    sheet = Sheet(128, 128)
    sheet.line([(36, 18), (36, 110)], GREEN, 6)
    for y, end in ((34, 104), (56, 88), (78, 104), (100, 70)):
        sheet.line([(50, y), (end, y)], INK, 5)
    return sheet


FIGURES: dict[str, Callable[[], Sheet]] = {
    "content/post/attention-is-all-you-need/images/attention.png": dot_product_attention,
    "content/post/attention-is-all-you-need/images/positions.png": positional_encoding,
    "content/post/word2vec/images/models.png": word_models,
    "content/post/bert/masking.png": masking_shares,
    "content/post/resnet/images/block.png": residual_block,
    "content/post/resnet/images/depth.png": depth_errors,
    "content/post/adam/bias.en.png": bias_correction,
    "content/post/lora/images/low-rank.png": low_rank_update,
    "content/post/scaling-laws/loss.png": loss_by_size,
    "content/post/ddpm/images/schedule.webp": kept_signal,
    "content/post/alphafold2/casp14.png": backbone_errors,
    "content/post/mamba/copying.en.png": selective_copying,
    "static/mark.png": mark,
}


def main() -> None:
    for path, draw in FIGURES.items():
        draw().save(SITE / path)


if __name__ == "__main__":
    main()
