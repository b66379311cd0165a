"""Whether a text holds Chinese, Japanese or Korean letters, which is what `hasCJKLanguage` looks for."""

import re

# The scripts Han, Hangul, Hiragana and Katakana as Unicode gives them.
_LETTER = re.compile(
    "[\u1100-\u11ff\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u302e\u302f\u3038-\u303b\u3041-\u309f\u30a1-\u30fa\u30fd-\u30ff"
    "\u3131-\u318e\u31f0-\u321e\u3260-\u327e\u32d0-\u3357\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7fb\uf900-\ufad9"
    "\uff66-\uff9f\uffa0-\uffdc\U0001b000-\U0001b167\U00020000-\U000323af]"
)


def has_cjk(data: bytes) -> bool:
    """Whether the UTF-8 text `data` holds such a letter."""
    return not data.isascii() and _LETTER.search(data.decode("utf-8", "replace")) is not None
