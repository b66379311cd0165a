"""YAML text to a tree of nodes that know their place: libyaml does the parsing, goccy/go-yaml's leniency is put in front of it."""

import re

from yaml import MarkedYAMLError, MappingNode, Node, ScalarNode, SequenceNode, YAMLError
from yaml.cyaml import CParser

from reviews.hugo.errors import FrontMatterError

__all__ = ["MappingNode", "Node", "ScalarNode", "SequenceNode", "compose"]

MAX_DEPTH = 200

# What libyaml refuses or takes for a line end and Hugo takes for a letter; each is one letter of a private plane while libyaml reads.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class _Parser(CParser):  # type: ignore[misc]
    """libyaml's parser; every node without a tag of its own gets the empty tag, as scalars are resolved later."""

    def resolve(self, kind: type[Node], value: str | None, implicit: object) -> str:
        return ""

    def descend_resolver(self, parent: Node, index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


def compose(text: str) -> Node | None:
    """The root node of `text`, None for an empty block. Node marks count characters of `text`. Raises FrontMatterError."""
    try:
        return _Parser(text).get_single_node()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise FrontMatterError(error.problem or str(error), line, column) from None
    except YAMLError as error:
        raise FrontMatterError(str(error)) from None
