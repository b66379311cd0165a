"""Bodies made at random from the pieces that Markdown, shortcodes, formulae and HTML are made of; and their HTML read."""

import os
import random
from dataclasses import dataclass, field
from html.parser import HTMLParser

MANY = int(os.environ.get("FUZZ_BODIES", "0"))  # how many bodies the property tests make; 0: their own small number
LINES = [
    *[
        "# Heading *one*",
        "## 제목 둘 {#own .c}",
        "### cookie",
        "###### a `b` [c](d)",
        "Setext\n===",
        "## same",
        "## same",
    ],
    *["> quote", "> > deep", "> [!NOTE]\n> alert", "- item", "  - nested", "1. one", "- [x] done", "* * *", "---"],
    *["| a | b |\n|:--|--:|\n| c | d |", "| `x` |\n|---|\n| ![i](a.png) |", "term\n: definition", "[^1]: note *n*"],
    *["```go {linenos=table hl_lines=[1]}\nx := 1\n```", "```\nplain\n```", "    indented", "~~~ nosuch\n<b>\n~~~"],
    *["$$\n\\sum_{i=0}^n x_i\n$$", "\\[\\frac{a}{b}\\]", "<!--more-->", "", "", "{.block-class #block}"],
    *['![alt](a.png "Title")', "![alt](b.png)\n*caption **bold***", "[![x](c.png)](https://other.example/)\n\n*cap*"],
    *["<div class=x>\n\n**in**\n\n</div>", "<table><tr><td><pre>x</pre></table>", "<p><img src=a.png><em>x</em></p>"],
    *[
        "<details><summary>s</summary>\n\nx\n\n</details>",
        "<a href=https://a.example/><h2 id=in>x</h2></a>",
        "<h3 id=q>r",
    ],
    *[
        '{{< figure src="a.png" caption="*c*" title="t" >}}',
        "{{< details >}}\n*a*\n{{< /details >}}",
        "{{< youtube x >}}",
    ],
    *[
        "{{< note >}}\n**n**\n{{< /note >}}",
        "{{% tip %}}\n## Tip\n{{% /tip %}}",
        "{{< highlight go >}}\nx\n{{< /highlight >}}",
    ],
]
WORDS = [
    *["word", "한국어", "*em*", "**strong**", "~~del~~", "`code`", "[in](/a)", "[out](https://other.example/x)"],
    *["<https://auto.example>", "www.link.example", "![img](d.png)", '![img](e.png "t")', "[^1]", "$x^2$", "\\(y_1\\)"],
    *["<b>", "</b>", "<img src=x onerror=alert(1)>", "<script>x</script>", "&amp;", "<", ">", '"quoted"', "it's", "--"],
    *["{{< badge >}}", '{{< ref "/other" >}}', "{{</* x */>}}", "<a href='javascript:x'>", "</a>", "<pre>", "</pre>"],
    *[
        "<h2>",
        "</h2>",
        "<svg>",
        "<math><mtext>",
        "</math>",
        "<table>",
        "</table>",
        "<em>",
        "</em>",
        "<p>",
        "\\",
        "*",
        "_",
    ],
]


def body(seed: int) -> str:
    """A body, always the same for one seed."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    blocks = []
    for _ in range(chance.randint(1, 8)):
        line = chance.choice(LINES)
        if chance.random() < 0.6:
            line = " ".join([line, *chance.choices(WORDS, k=chance.randint(1, 6))][chance.randint(0, 1) :])
        blocks.append(line)
    return chance.choice(["\n\n", "\n\n", "\n"]).join(blocks)


@dataclass
class Seen(HTMLParser):
    """What a reader has of some HTML: its words, ids and link targets, in order. A heading's own link is left out."""

    text: str = ""
    ids: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a" and values.get("class") == "anchor":
            return
        self.ids += [values["id"]] if "id" in values else []
        self.targets += [f"{tag} {values[name]}" for name in ("href", "src") if name in values]

    def handle_data(self, data: str) -> None:
        self.text += data

    @classmethod
    def of(cls, html: str) -> "Seen":
        seen = cls()
        seen.feed(html)
        seen.close()
        seen.text = " ".join(seen.text.split())
        return seen
