"""Random Markdown bodies: every construct that goldmark knows, nested, broken, and mixed with real writing."""

from collections.abc import Callable, Sequence
from random import Random

WRITING = """
a b foo Bar baz_qux 10 3.14 it's don't 'tis 90s AI GPT-3 x-y state-of-the-art U+AC00 C++ C# 100% 가 나는 모델을 학습했다. 강조 '강조' "인용" 연구(2024) 「책」
『논문』 漢字 日本語、 中文。 emoji😀 👍🏽 naïve Ärger ß Ⅳ ½ — … & © &amp; &copy; &#44032; &#x1F600; &nosuch; &#0; &lt;b&gt; \\* \\_ \\\\ \\a \\가 ... -- --- << >> < > "q"
'q' "a 'b' c" 5'10" '90s rock'n'roll a's' "x, "y. (z) [w] {v} $5 $x$ 1. - + # = | : ; ! ? @ ^ ~ ` ' " /path/x.md a@b.co http://a.b
"""
WORDS = WRITING.split()
ADDRESSES = [
    "/u",
    "u.md",
    "https://a.example/x?y=1&z=2#f",
    "<a b>",
    "",
    "#가",
    "한글.png",
    "a(b)c",
    "a%20b",
    "a\\)b",
    "<>",
    "javascript:x",
    "x&amp;y",
]
TITLES = ["", "", "", ' "t"', " 't'", " (t)", ' "a\\"b"', ' "가 &amp; *나*"']
BARE = [
    *[
        "http://a.example",
        "https://a.example/b_c_d?e=f&g=h",
        "www.a.example",
        "www.a.example/(b)",
        "https://a.example/b).",
        "ftp://f.example/x",
    ],
    *[
        "https://a.example:80/x;",
        "https://a.example/&amp;",
        "me@a.example",
        "me.you+x@a-b.example.org.",
        "https://한글.example",
        "http://localhost",
        "https://a.example/한글",
    ],
    *[
        "mailto:a@b.co",
        "HTTPS://A.EXAMPLE",
        "www.a",
        "https://a.example/*b*",
        "https://a.example/~x",
        "(https://a.example)",
        '"https://a.example"',
        "https://a.example/a'b",
        "x@y",
    ],
]
TAGS = [
    "<b>",
    "</b>",
    "<br>",
    "<br/>",
    '<a href="x">',
    "<!-- c -->",
    "<!---->",
    "<!-->",
    "<!--->",
    "<!-- a -- b -->",
    "<?p?>",
    "<!D x>",
    "<![CDATA[x]]>",
    "<b c=d e='f' >",
    "<가>",
    "<b",
    "< b>",
    "</b c>",
    "<i\n>",
]
HTML_BLOCKS = [
    *[
        "<div>\n*a*\n</div>",
        "<div>\n\n*a*\n\n</div>",
        "<pre>\na\n\nb\n</pre>",
        "<script>\nx\n\ny</script> z",
        "<style>a</style>",
        "<!-- a\n\nb --> c",
        "<!-- a -->",
    ],
    *[
        "<?a\n\nb?>",
        "<!A\n\nb>",
        "<![CDATA[\n\n]]>",
        "<x-y>\n*a*",
        "</p>\n*a*",
        "<b>*a*</b>",
        "<b>\n*a*",
        "<table><tr><td>\n\na\n\n</td></tr></table>",
        "<details><summary>s</summary>\n\na\n</details>",
        "<br>",
        "<hr/>",
        "<p align=center>\na",
    ],
]
ATTRIBUTES = [
    "{#id}",
    "{.c}",
    "{.a .b #c}",
    '{k="v w"}',
    "{k=v}",
    "{.가}",
    "{#가-나}",
    "{onclick=x}",
    "{style='a'}",
    "{ .a }",
    "{}",
    "{a}",
    "{.a,.b}",
    "{k=1 class=x}",
    "{#a #b}",
]
SHARPS = ["#", "##", "###", "####", "#####", "######", "#######", "##"]
FENCES = [
    "```",
    "~~~",
    "````",
    "``` go",
    "```js {linenos=true}",
    "```{.x}",
    "``` a b",
    "~~~ a`b",
    "```a&amp;b",
    "```가",
]
INDENTS = ["", "", "", "", " ", "  ", "   ", "    ", "\t", " \t", "     "]
BULLETS = [
    "- ",
    "* ",
    "+ ",
    "1. ",
    "2) ",
    "- ",
    "10. ",
    "-\t",
    "-  ",
    "-    ",
    "-     ",
    "-",
    "1.",
    "0. ",
    "- [ ] ",
    "- [x] ",
    "- [X]",
    "* [ ]  ",
]
SOUP = [
    *[
        "a",
        "b",
        "가",
        " ",
        " ",
        "  ",
        "\n",
        "\n",
        "\n\n",
        "\t",
        "*",
        "**",
        "_",
        "__",
        "***",
        "~",
        "~~",
        "`",
        "``",
        "[",
        "]",
        "(",
        ")",
        "![",
        "](",
        "][",
        "[^1]",
        "[^1]:",
        "[a]:",
        "<",
        ">",
        "&",
        ";",
        "#",
        "# ",
    ],
    *[
        "- ",
        "+ ",
        "1. ",
        "> ",
        ">",
        "    ",
        "  ",
        "|",
        "|-|",
        "|-",
        "---",
        "===",
        ":",
        ": ",
        "\\",
        "\\\n",
        "'",
        '"',
        ".",
        "!",
        "{",
        "}",
        "{.x}",
        "$",
        "$$",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "^",
        "==",
        "++",
        ":smile:",
        "```",
        "~~~",
        "<b>",
        "<!--",
        "-->",
        "<div>",
        "http://a.b",
        "/u",
        '"t"',
        "x@y.z",
        "—",
        "。",
        "“",
        "😀",
    ],
]


class Bodies:
    """Makes bodies from a seed. `paragraphs` is real writing to mix in."""

    def __init__(self, seed: int, paragraphs: Sequence[str] = ()) -> None:
        self.random = Random(seed)  # noqa: S311 - no secret
        self.paragraphs = paragraphs
        self.depth = 0

    def body(self) -> str:
        kind = self.random.random()
        if kind < 0.2:
            return "".join(self.random.choices(SOUP, k=self.random.randint(2, 14)))
        if kind < 0.35 and self.paragraphs:
            return self._mutated("\n\n".join(self.random.choices(self.paragraphs, k=self.random.randint(1, 3))))
        text = self.blocks()
        return self._mutated(text) if kind > 0.8 else text

    def one_of(self, *makers: Callable[[], str]) -> str:
        return self.random.choice(makers)()

    def pick(self, items: Sequence[str]) -> str:
        return self.random.choice(items)

    def _mutated(self, text: str) -> str:
        for _ in range(self.random.randint(1, 3)):
            at = self.random.randint(0, len(text))
            text = text[:at] + self.pick(["", self.pick(SOUP)]) + text[at + self.random.choice((0, 0, 1, 3)) :]
        return text

    def words(self, most: int = 5) -> str:
        return self.pick([" ", " ", " ", "", "\n", "  \n", "\\\n"]).join(
            self.inline() if self.random.random() < 0.35 else self.pick(WORDS)
            for _ in range(self.random.randint(1, most))
        )

    def inline(self) -> str:
        if self.depth > 3:
            return self.pick(WORDS)
        self.depth += 1
        made = self.one_of(
            self._emphasis, self._emphasis, self._emphasis, self._code, self._link, self._link, self._image, lambda: self.pick(BARE), lambda: self.pick(TAGS),
            self._auto, self._note, self._math, lambda: self.pick([":smile:", ":+1:", ":nosuch:", ":a:b:"]), lambda: self.pick(ATTRIBUTES),
        )  # fmt: skip
        self.depth -= 1
        return made

    def _emphasis(self) -> str:
        mark = self.pick(["*", "**", "_", "__", "***", "~~", "~", "^", "==", "++", "*", "**"])
        return f"{self.pick(['', '', '가', 'a', '('])}{mark}{self.words(3)}{mark}{self.pick(['', '', '는', 'b', '.', ')'])}"

    def _code(self) -> str:
        mark = self.pick(["`", "`", "``"])
        return (
            mark
            + self.pick(
                [
                    "a",
                    " a ",
                    " ",
                    "a | b",
                    "a \\| b",
                    "`",
                    " ` ",
                    "a  b",
                    "<b>",
                    "&amp;",
                    "가",
                    "*a*",
                    "a\nb",
                    "\\",
                    "$x$",
                ]
            )
            + mark
        )

    def _link(self) -> str:
        text = self.words(2)
        return self.one_of(
            lambda: f"[{text}]({self.pick(ADDRESSES)}{self.pick(TITLES)})", lambda: f"[{text}][ref]", lambda: "[ref]", lambda: "[ref][]", lambda: f"[{text}][Ref 2]",
            lambda: f"[{text}]", lambda: f"[{text}] (/u)", lambda: f"[{text}](/u", lambda: f"[{text}](/u 't)", lambda: f"[ {text} ]( /u )", lambda: "[a](\n/u\n'a\nb'\n)",
        )  # fmt: skip

    def _image(self) -> str:
        return "!" + self._link()

    def _auto(self) -> str:
        return self.pick(
            [
                "<https://a.example>",
                "<me@a.example>",
                "<a:b>",
                "<ab:c d>",
                "<HTTP://X>",
                "<mailto:a@b.c>",
                "<가@나.다>",
                "<ftp://x/`>",
            ]
        )

    def _note(self) -> str:
        return self.pick(["[^1]", "[^2]", "[^long note]", "[^none]", "![^1]", "[^가]", "[^1]: x", "^[inline]"])

    def _math(self) -> str:
        inner = self.pick(
            [
                "x",
                "x^2_1",
                "a*b*c",
                "\\frac{a}{b}",
                "x\\$y",
                " x ",
                "가",
                "a\nb",
                "",
                "\\text{a $b$ c}",
                "a\\\\b",
                "<b>",
                "`",
            ]
        )
        opening, closing = self.random.choice(
            [("$", "$"), ("$$", "$$"), ("\\(", "\\)"), ("\\[", "\\]"), ("\\\\(", "\\\\)")]
        )
        return opening + inner + self.pick([closing, closing, closing, ""])

    def blocks(self, most: int = 4) -> str:
        gap = self.pick(["\n\n", "\n\n", "\n", "\n\n\n", "\n \n"])
        return gap.join(self.block() for _ in range(self.random.randint(1, most)))

    def block(self) -> str:
        if self.depth > 3:
            return self.words()
        self.depth += 1
        made = self.one_of(
            self._paragraph, self._paragraph, self._paragraph, self._heading, self._heading, self._underlined, self._list, self._list, self._list, self._quote, self._quote, self._fence,
            self._indented, self._table, self._table, self._definitions, self._definition_list, self._footnote, self._footnote, lambda: self.pick(HTML_BLOCKS), self._rule, self._lines,
        )  # fmt: skip
        self.depth -= 1
        return made

    def mix(self, *parts: str | Sequence[str]) -> str:
        """The parts in a row; of a list, one by chance."""
        return "".join(part if isinstance(part, str) else self.pick(part) for part in parts)

    def _paragraph(self) -> str:
        return self.mix(["", "", "", " ", "   "], self.words(8))

    def _heading(self) -> str:
        attributes = self.pick(ATTRIBUTES)
        ends = ["", "", " #", " ##  ", "#", f" {attributes}", f"{attributes} #", f" {attributes} {{.z}}"]
        return self.mix(INDENTS, SHARPS, [" ", " ", "", "\t"], self.words(3), ends)

    def _underlined(self) -> str:
        ends = ["", "", f" {self.pick(ATTRIBUTES)}"]
        return self.mix(self.words(4), ends, "\n", INDENTS, ["===", "---", "=", "-", "--  ", "= ="])

    def _list(self) -> str:
        bullet = self.pick(BULLETS)
        items = [
            self._item(self.mix([bullet, bullet, bullet, BULLETS[self.random.randrange(4)]]))
            for _ in range(self.random.randint(1, 4))
        ]
        return self.pick(["\n", "\n", "\n\n"]).join(items)

    def _item(self, bullet: str) -> str:
        inside = self.one_of(
            lambda: self.words(3), lambda: self.words(3), lambda: self.blocks(2), self.block, lambda: ""
        )
        width = max(0, len(bullet) + self.random.choice((0, 0, 0, 0, -1, 1, 2, -2)))
        indent = self.pick([" " * width, " " * width, " " * width, "\t", "    ", "  "])
        return self.mix(["", "", "", " ", "  "], bullet, self._indent(inside, indent))

    def _indent(self, text: str, indent: str) -> str:
        first, *rest = text.split("\n")
        return "\n".join([first, *[indent + line if line and self.random.random() < 0.93 else line for line in rest]])

    def _quote(self) -> str:
        mark = self.pick(["> ", "> ", ">", ">  ", ">\t", " > ", ">    "])
        first, *rest = self.mix(["", "", "", "[!NOTE]\n", "[!TIP] 제목\n", "[!NOTE]- x\n"], self.blocks(2)).split("\n")
        return "\n".join([mark + first, *[mark + line if self.random.random() < 0.85 else line for line in rest]])

    def _fence(self) -> str:
        fence = self.pick(FENCES)
        short = fence[:3]
        text = ["x = 1", "", "a\n\nb", "<b>", "*a*", "  a", "\ta"]
        ends = [short, short, fence[:4].strip(), "", f"  {short}", f"{short} x", f"    {short}"]
        return self.mix(INDENTS, fence, "\n", INDENTS, text, "\n", ends)

    def _indented(self) -> str:
        return self.pick(["    a", "\ta", "     a\n\n    b", "    a\n\n\n     b", "\t a\n   b", "    - a", "  \ta"])

    def _table(self) -> str:
        columns = self.random.randint(1, 3)
        edge = self.pick(["| ", "| ", ""])
        rows = [self._row(columns, edge) for _ in range(self.random.randint(1, 3))]
        kinds = ["---", "---", "---", "---", ":--", "--:", ":-:", "-", ":", "- -"]
        dashes = self.pick([" | ", "|"]).join(self.pick(kinds) for _ in range(columns))
        return "\n".join([rows[0], self.mix(edge, dashes, [" |", "|", ""]), *rows[1:]])

    def _row(self, columns: int, edge: str) -> str:
        count = columns + self.random.choice((0, 0, 0, 0, 1, -1))
        return self.mix(
            ["", "", "", " ", "    "],
            edge,
            " | ".join(self._cell() for _ in range(count)),
            [" |", " |", "", "|  ", " \\|"],
        )

    def _cell(self) -> str:
        odd = ["", " ", "a \\| b", "`a | b`", "`a \\| b`", "\\\\|"]
        return self.words(2).replace("\n", " ") if self.random.random() < 0.8 else self.pick(odd)

    def _definitions(self) -> str:
        labels = ["ref", "ref", "Ref  2", "REF", "가", "a\\]b", "", " ", "^1", "*a*"]
        titles = [*TITLES, ' "a\nb"', '\n"t"', '\n"t" x', " x"]
        return self.mix(INDENTS, "[", labels, "]:", [" ", " ", "", "\n", "\t"], ADDRESSES, titles)

    def _definition_list(self) -> str:
        return self.pick(["\n", "\n", "\n\n"]).join(
            [self.words(2), *[self._detail() for _ in range(self.random.randint(1, 3))]]
        )

    def _detail(self) -> str:
        text = self._indent(
            self.one_of(lambda: self.words(3), lambda: self.blocks(2)), self.pick(["    ", "  ", "\t", "   "])
        )
        return self.mix(["", "", " ", "  ", "   ", "    "], ":", [" ", "   ", "\t", "", "  ", "      "], text)

    def _footnote(self) -> str:
        text = self._indent(
            self.one_of(lambda: self.words(3), lambda: self.blocks(2)), self.pick(["    ", "    ", "\t", "  "])
        )
        labels = ["1", "1", "2", "long note", "가", "none", "a b", "*", "^"]
        return self.mix(["", "", "", " ", "   "], "[^", labels, "]:", [" ", " ", "", "\n    ", "\t"], text)

    def _rule(self) -> str:
        return self.mix(INDENTS, ["---", "***", "___", "- - -", "* * *", "--", "**  *", "_____ ", "---a", "-\t-\t-"])

    def _lines(self) -> str:
        """Lines of one construct each, without a gap."""
        made = [self.one_of(self.block, lambda: self.words(2), self._rule) for _ in range(self.random.randint(2, 3))]
        return "\n".join(self.mix(INDENTS, line) for line in made)
