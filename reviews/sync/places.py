"""Where two sides of a merge disagree, and what somebody answered there."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

MINE, THEIRS, BASE, BOTH, OWN = "mine", "theirs", "base", "both", "own"
FRONT = "front"  # the front matter as a whole, where its keys cannot be put together
BODY = "body"

T = TypeVar("T")
U = TypeVar("U")


class Three(NamedTuple, Generic[T]):
    """The same thing of the base and of both sides."""

    base: T
    mine: T
    theirs: T

    def map(self, read: Callable[[T], U]) -> "Three[U]":
        """What `read` makes of each."""
        return Three(read(self.base), read(self.mine), read(self.theirs))


@dataclass(frozen=True)
class Place:
    """One disagreement. `texts` are as a person reads them, None where a side has nothing there.

    `key` is the front matter's key (a.b), empty in the body; `line` and `last` count from 1 in their file, 0 where
    their file does not say it.
    """

    id: str
    key: str
    texts: Three[str | None]
    line: int = 0
    last: int = 0

    @property
    def is_body(self) -> bool:
        """Whether words of the text are meant, which can be put together by hand."""
        return self.id.startswith(BODY)

    def __str__(self) -> str:
        if not self.is_body:
            return self.key or "front matter"
        return f"line {self.line}" if self.last <= self.line else f"lines {self.line}-{self.last}"


@dataclass(frozen=True)
class Answer:
    """What somebody takes at a place: one side, the base, both (mine, then theirs), or a text of their own."""

    take: str
    text: str = ""


@dataclass
class Places:
    """The disagreements of one merge, as they are met, with the answers to them."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    default: Answer | None = None
    met: list[Place] = field(default_factory=list)

    def ask(self, place: Place) -> Answer | None:
        """Note the place; its answer where there is one."""
        self.met.append(place)
        return self.answer(place.id)

    def answer(self, id: str) -> Answer | None:
        """The answer to a place, or the one to all places."""
        return self.answers.get(id, self.default)

    @property
    def open(self) -> list[Place]:
        """The places without an answer."""
        return [place for place in self.met if self.answer(place.id) is None]

    def fresh(self) -> "Places":
        """The same answers, no place met yet."""
        return Places(self.answers, self.default)


def demanded(three: Three[Iterable[str]]) -> Counter[str]:
    """How often each text must at least stand in a merge, so that nothing is lost that one side added or both kept."""
    before, left, right = three.map(Counter)
    wanted: Counter[str] = Counter()
    for text in before | left | right:
        had = before[text]
        added = max(left[text] - had, right[text] - had, 0)
        taken = max(had - left[text], 0) + max(had - right[text], 0)
        wanted[text] = max(had + added - taken, 0)
    return +wanted


def is_kept(read: Callable[[bytes], Iterable[str]], three: Three[bytes], result: bytes) -> bool:
    """Whether all that must stand in the result does, by what `read` finds in each text."""
    return not demanded(three.map(read)) - Counter(read(result))
