"""What a run did or would do, file by file, and the exit code that follows from it."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field

DONE, PARTLY, NOTHING = 0, 1, 2
WIDEST = 72  # characters of the column of paths; a longer one pushes its reason to the right

# Actions after which an operator has something to look at.
FAILED = frozenset({"refused", "conflict", "clash", "missing", "uncommitted", "waiting"})


@dataclass(frozen=True)
class Action:
    """What happened to one file. `line` counts from 1 in the file; 0 where no line is meant.

    `diffs`: what changed in its text, where that was asked for; each is read by `str`.
    """

    path: str
    action: str
    reason: str = ""
    line: int = 0
    diffs: tuple[object, ...] = ()

    @property
    def diff(self) -> str:
        """What changed in the file's text, as unified diffs."""
        return "".join(map(str, self.diffs))

    def as_json(self) -> dict[str, object]:
        """The interface of `--json`."""
        told = {"path": self.path, "action": self.action, "reason": self.reason, "line": self.line}
        return told | ({"diff": self.diff} if self.diffs else {})

    @property
    def place(self) -> str:
        """The path, with the line where one is meant."""
        return f"{printable(self.path)}:{self.line}" if self.line else printable(self.path)

    def __str__(self) -> str:
        return f"{self.action}: {self.place}: {self.reason}" if self.reason else f"{self.action}: {self.place}"


def table(actions: Sequence[Action]) -> Iterator[str]:
    """The actions as lines in columns: what is done, where, and why."""
    names = max((len(action.action) for action in actions), default=0)
    places = min(max((len(action.place) for action in actions if action.reason), default=0), WIDEST)
    for action in actions:
        yield f"{action.action:{names}}  {action.place:{places}}  {action.reason}".rstrip()


def printable(path: str) -> str:
    """The path with control characters and undecodable bytes made visible, so that one file is one line."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in path)


@dataclass(frozen=True)
class Commit:
    """A commit that was made: its short id, the first line of its message, how many files it holds."""

    id: str
    subject: str
    files: int


@dataclass
class Report:
    """The actions of one run, in order. Paths are told from the named folder, so a bare folder's lose `content/`."""

    actions: list[Action] = field(default_factory=list)
    is_bare: bool = False
    commits: list[Commit] = field(default_factory=list)

    def add(self, path: str, action: str, reason: str = "", line: int = 0, diffs: tuple[object, ...] = ()) -> None:
        """Note one action."""
        self.actions.append(Action(self.shown(path), action, reason, line, diffs))

    def shown(self, path: str) -> str:
        """The path as it is told."""
        return path.removeprefix("content/") if self.is_bare else path

    def extend(self, actions: Iterable[Action]) -> None:
        """Note many."""
        for each in actions:
            self.add(each.path, each.action, each.reason, each.line, each.diffs)

    @property
    def counts(self) -> dict[str, int]:
        """How many files each action met."""
        return dict(sorted(Counter(action.action for action in self.actions).items()))

    @property
    def failures(self) -> list[Action]:
        """The actions that somebody must look at."""
        return [action for action in self.actions if action.action in FAILED]

    @property
    def has_uncommitted(self) -> bool:
        """Whether something was written that git did not take."""
        return any(action.action == "uncommitted" for action in self.actions)

    @property
    def exit_code(self) -> int:
        """0 when all was done, 1 when some files were refused or conflict."""
        return PARTLY if self.failures else DONE

    def json_pieces(self) -> Iterator[str]:
        """The interface of `--json`, piece by piece: the diffs may be more than memory should hold."""
        encode = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` would make one for each action
        yield '{"actions": ['
        for number, action in enumerate(self.actions):
            yield (", " if number else "") + encode(action.as_json())
        commits = {"commits": [asdict(commit) for commit in self.commits]} if self.commits else {}
        yield "], " + encode({"counts": self.counts} | commits)[1:]
