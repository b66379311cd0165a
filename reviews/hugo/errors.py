"""What can be wrong with a Hugo file, said with the line and the remedy."""

from dataclasses import dataclass


@dataclass
class FrontMatterError(Exception):
    """Front matter that Hugo would refuse. `line` and `column` count from 1 in the whole file; 0 = unknown."""

    message: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return self.message


class EditRefused(Exception):
    """An edit that could not be proved to change what was asked and nothing else; the text says why."""
