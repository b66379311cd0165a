"""Why a text is not YAML, said in words that help, at the place that Hugo names too."""

import re

from yaml import MarkedYAMLError

from reviews.hugo.yaml_lens import line_start

_WORDS = {
    "mapping values are not allowed in this context": "an unquoted value holds “: ”: put the value in quotes",
    "found unexpected end of stream": "the quotes are never closed",
    "did not find expected ',' or ']'": "the list in brackets is not closed, or a comma is missing",
    "did not find expected ',' or '}'": "the map in braces is not closed, or a comma is missing",
    "could not find expected ':'": "this line is neither a key with its colon nor part of a value",
    "did not find expected key": "this line does not fit the ones above: check indentation and quotes",
    "block sequence entries are not allowed in this context": "a list item cannot begin here: put it on its own line",
    "did not find expected '-' indicator": "this line does not fit the list above: check its indentation",
    "did not find expected node content": "a value is missing here",
    "found invalid Unicode character escape code": "this escape names no character",
    "found unknown escape character": "this escape is unknown: double the backslash or use single quotes",
}
_AT_THE_BEGINNING = ("while scanning a quoted scalar", "while scanning a simple key")
_OPEN_FLOW = ("while parsing a flow sequence", "while parsing a flow mapping", "while parsing a flow node")
_KEY_AND_COLON = re.compile(r"[ \t]*(?:- +)*(?:\"[^\"\n]*\"|'[^'\n]*'|[^:\r\n]*):[ \t]+")


def explained(text: str, error: MarkedYAMLError) -> tuple[str, int]:
    """What is wrong, and the place in `text` (as libyaml was shown it) where it begins."""
    problem, context = str(error.problem), str(error.context or "")
    mark = error.problem_mark or error.context_mark
    index = min(mark.index, len(text)) if mark else 0
    begin = error.context_mark.index if error.context_mark else index
    if problem == "mapping values are not allowed in this context":
        return _WORDS[problem], _value_with_colon(text, index)
    if context in _AT_THE_BEGINNING or (context in _OPEN_FLOW and not text[index:].strip()):
        return _WORDS.get(problem, problem), begin
    if problem == "found character that cannot start any token":
        return _misplaced(text[index : index + 1]), index
    return _WORDS.get(problem, f"{context}: {problem}" if context else problem), index


def _misplaced(letter: str) -> str:
    if letter == "\t":
        return "a tab indents this line: use blanks"
    return f"“{letter}” cannot begin a value: put the value in quotes"


def _value_with_colon(text: str, index: int) -> int:
    """Where the unquoted value begins that goes on to the colon at `index`, maybe from a line above."""
    start = line_start(text, index)
    key = _KEY_AND_COLON.match(text, start, index)
    if key:
        return key.end()
    above = text[:start].rstrip()
    line = line_start(above, len(above))
    key = _KEY_AND_COLON.match(above, line)
    return key.end() if key else line + len(above[line:]) - len(above[line:].lstrip(" "))
