"""What a run did or would do, file by file, and the exit code that follows from it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

DONE, PARTLY, NOTHING = 0, 1, 2

# Actions after which an operator has something to look at.
FAILED = frozenset({"refused", "conflict", "clash", "missing"})


@dataclass(frozen=True)
class Action:
    """What happened to one file. `line` counts from 1 in the file; 0 where no line is meant."""

    path: str
    action: str
    reason: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = f"{printable(self.path)}:{self.line}" if self.line else printable(self.path)
        return f"{self.action}: {place}: {self.reason}" if self.reason else f"{self.action}: {place}"


def printable(path: str) -> str:
    """The path with control characters and undecodable bytes made visible, so that one file is one line."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in path)


@dataclass
class Report:
    """The actions of one run, in order. Paths are told from the named folder, so a bare folder's lose `content/`."""

    actions: list[Action] = field(default_factory=list)
    is_bare: bool = False

    def add(self, path: str, action: str, reason: str = "", line: int = 0) -> None:
        """Note one action."""
        self.actions.append(Action(path.removeprefix("content/") if self.is_bare else path, action, reason, line))

    def extend(self, actions: Iterable[Action]) -> None:
        """Note many."""
        for each in actions:
            self.add(each.path, each.action, each.reason, each.line)

    @property
    def counts(self) -> dict[str, int]:
        """How many files each action met."""
        return dict(sorted(Counter(action.action for action in self.actions).items()))

    @property
    def failures(self) -> list[Action]:
        """The actions that somebody must look at."""
        return [action for action in self.actions if action.action in FAILED]

    @property
    def exit_code(self) -> int:
        """0 when all was done, 1 when some files were refused or conflict."""
        return PARTLY if self.failures else DONE

    def as_json(self) -> dict[str, object]:
        """The interface of `--json`."""
        return {"actions": [asdict(action) for action in self.actions], "counts": self.counts}
