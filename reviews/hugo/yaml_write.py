"""How a value is spelled in YAML: plain, quoted or block, so that Hugo and other YAML readers take it for the same."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from reviews.hugo.values import Scalar, Value
from reviews.hugo.yaml_nodes import Node, ScalarNode
from reviews.hugo.yaml_scalars import resolve

PLAIN, SINGLE, DOUBLE = "", "'", '"'

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\xa0\u00ad\u2028\u2029\u3000\ufeff\ufffe\uffff\ud800-\udfff]")
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_ESCAPED = re.compile(f'["\\\\]|{_UNPRINTABLE.pattern}')
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`=<~ ")
_MEANS_MORE = re.compile(r":(?:\s|$)|\s#|\s$")
_MEANS_MORE_IN_FLOW = re.compile(r"[,\[\]{}]|:(?:\s|$)|\s#|\s$|^[^:]*:[^/]")

# YAML 1.1 readers (PyYAML, Ruby, older parsers) see a boolean, a number or a date in these; Hugo sees text.
_WORDS_OF_YAML_1_1 = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
_NUMBER_OF_YAML_1_1 = re.compile(r"[-+]?\.?[0-9][0-9a-fA-FxXoO_.,:]*(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|nan)", re.I)
_DATE_OF_YAML_1_1 = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt\s].*)?")


def plain_value(value: Value) -> Value:
    """`value` as YAML can hold it: dates and times become the text that Hugo reads for them."""
    if isinstance(value, dict):
        return {key: plain_value(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_value(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, (date, time)) else value


def is_ambiguous(text: str) -> bool:
    """Whether readers of YAML 1.1 take the plain scalar `text` for something other than text."""
    if text.lower() in _WORDS_OF_YAML_1_1:
        return True
    return bool(_NUMBER_OF_YAML_1_1.fullmatch(text) or _DATE_OF_YAML_1_1.fullmatch(text))


def may_be_plain(text: str, in_flow: bool) -> bool:
    """Whether Hugo reads the plain scalar `text` as just this text."""
    if not text or text[0] in _INDICATORS or text in ("---", "...") or resolve(text) != text:
        return False
    return not _UNPRINTABLE.search(text) and not (_MEANS_MORE_IN_FLOW if in_flow else _MEANS_MORE).search(text)


def spell_scalar(value: Scalar, quote: str, in_flow: bool) -> str:
    """One line of YAML for `value`; a text takes `quote` (empty: plain where that is safe)."""
    if isinstance(value, str):
        return spell_text(value, quote, in_flow)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _spell_float(value) if isinstance(value, float) else str(value)


def spell_text(text: str, quote: str, in_flow: bool) -> str:
    if quote == PLAIN and may_be_plain(text, in_flow):
        return text
    if quote == SINGLE and not _UNPRINTABLE.search(text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    letter = match[0]
    code = ord(letter)
    return _ESCAPES.get(letter) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")


def _spell_float(number: float) -> str:
    if number != number:
        return ".nan"
    if number in (float("inf"), float("-inf")):
        return ".inf" if number > 0 else "-.inf"
    mantissa, exponent, power = repr(number).partition("e")
    return mantissa + ("" if "." in mantissa else ".0") + exponent + power


def quote_for(value: Value, quote: str) -> str:
    """`quote`, or double quotes where a plain text would be ambiguous."""
    return DOUBLE if quote == PLAIN and isinstance(value, str) and is_ambiguous(value) else quote


def text_quote(nodes: Iterable[Node]) -> str:
    """The quotes that most of the texts among `nodes` wear; plain where there are none or it is a tie."""
    counts = dict.fromkeys((PLAIN, SINGLE, DOUBLE), 0)
    for node in nodes:
        if (
            isinstance(node, ScalarNode)
            and node.style in counts
            and (node.style or may_be_plain(node.value, in_flow=False))
        ):
            counts[node.style] += 1
    return max(counts, key=lambda quote: counts[quote])


def spell_flow(value: Value, quote: str, key_quote: str = PLAIN) -> str:
    """`value` on one line in flow style: `[a, b]`, `{key: a}`."""
    if isinstance(value, dict):
        pairs = (
            f"{spell_key(key, key_quote, True)}: {spell_flow(item, quote, key_quote)}" for key, item in value.items()
        )
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(spell_flow(item, quote, key_quote) for item in value) + "]"
    return spell_scalar(value, quote_for(value, quote), in_flow=True)


def spell_key(key: str, quote: str, in_flow: bool) -> str:
    return spell_text(key, quote_for(key, quote), in_flow)


def spell_block(value: dict[str, Value] | list[Value], indent: str, quote: str) -> Iterator[str]:
    """The lines of a map or a list in block style, each behind `indent`, without line ends."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _block_entry(f"{indent}{spell_key(key, PLAIN, False)}:", item, indent, quote)
    else:
        for item in value:
            yield from _block_entry(f"{indent}-", item, indent, quote)


def _block_entry(start: str, value: Value, indent: str, quote: str) -> Iterator[str]:
    if not isinstance(value, (dict, list)):
        yield f"{start} {spell_scalar(value, quote_for(value, quote), in_flow=False)}"
    elif not value:
        yield f"{start} {spell_flow(value, quote)}"
    elif start.endswith("-"):
        first, *rest = spell_block(value, indent + "  ", quote)
        yield f"{start} {first.lstrip(' ')}"
        yield from rest
    else:
        yield start
        yield from spell_block(value, indent + "  ", quote)
