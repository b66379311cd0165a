"""How far a command has come: a bar with the rate and the time left on a terminal, plain lines elsewhere."""

import time
from collections.abc import Callable

from django.utils.translation import gettext as _
from tqdm import tqdm

PAUSE = 10.0  # seconds between two plain lines


class Bar:
    """Progress that is called with (done, of how many): a bar, or lines given to `say`."""

    def __init__(self, *, disable: bool, unit: str, say: Callable[[str], object] | None = None) -> None:
        self._bar = tqdm(disable=disable, unit=f" {unit}", leave=False, smoothing=0.1)
        self._unit, self._say = unit, say
        self._began = self._said = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        self._bar.total = total
        self._bar.update(done - self._bar.n)
        if done >= total:
            self._bar.close()
        now = time.monotonic()
        if self._say is not None and done < total and now - self._said >= PAUSE:
            self._said = now
            self._say(self._line(done, total, now - self._began))

    def _line(self, done: int, total: int, seconds: float) -> str:
        rate = done / seconds
        said = {"done": done, "total": total, "unit": self._unit, "rate": f"{rate:,.0f}"}
        said["left"] = f"{(total - done) / rate:,.0f}" if rate else "?"
        return _("%(done)s of %(total)s %(unit)s, %(rate)s a second, %(left)s seconds left") % said
