"""YAML front matter, read as Hugo 0.168 (goccy/go-yaml 1.19) reads it and edited in place: the door to `yaml_*`.

libyaml parses; `yaml_lens` shows it the text so that it accepts what goccy accepts, `yaml_strict` refuses what goccy
refuses, `yaml_scalars` and `yaml_tags` give the values. Hugo's own answers to 1,140 texts are the golden rows of
tests/hugo/golden_yaml. What still differs is all odd and listed in different.json there; in words:

- Refused here, read by Hugo: a first line `...`; unknown directives; two tags on one value; `{x:y: z}`, `{k::v}` and
  `{,}`; a dash inside brackets (`[- a]`, a nested list to Hugo); a key longer than 1,024 characters; a line without a
  colon behind an open tag (`a: !x`) or an empty last dash; values nested deeper than 100 levels (Hugo: 10,000).
- Read here, refused by Hugo: an anchor or a tag with a tab behind it; `|2` over lines that stand less deep; a flow
  value over several lines in a few places; one list or map named by more than some 100 aliases in a row.
- Read otherwise: `- ?` is a text to Hugo, a key here; blanks at line ends inside a plain text whose next line begins
  with a dash. A dash with only an unknown tag (`- !x`), which takes the next items for its own, is refused here.

Bytes that are no UTF-8 (lone surrogates in a `str`) read as U+FFFD and stay as they are in every edit. `!!binary`
reads as a list of numbers, `!!timestamp` as an aware datetime.
"""

from reviews.hugo.yaml_edit import remove, set_value
from reviews.hugo.yaml_items import insert_item, move_item, remove_item
from reviews.hugo.yaml_read import read

__all__ = ["insert_item", "move_item", "read", "remove", "remove_item", "set_value"]
