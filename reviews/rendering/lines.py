"""Which line of a body a line of the Markdown made of it comes from."""

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass
class Lines:
    """A text made piece by piece out of another one: where each piece starts in both, as lines from 1."""

    made: list[int] = field(default_factory=lambda: [1])
    source: list[int] = field(default_factory=lambda: [1])

    def add(self, made: int, source: int) -> None:
        """A piece with `made` line ends, which stands for a piece of the source with `source` line ends."""
        self.made.append(self.made[-1] + made)
        self.source.append(self.source[-1] + source)

    def of(self, line: int) -> int:
        """The line of the source for a line of what was made (0, unknown, stays 0)."""
        if line < 1:
            return 0
        piece = bisect_right(self.made, line) - 1
        after = self.source[piece + 1] if piece + 1 < len(self.source) else self.source[piece] + line
        return min(self.source[piece] + line - self.made[piece], after)
