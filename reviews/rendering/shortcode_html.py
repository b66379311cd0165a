"""Shortcodes in a body become HTML: Hugo's own ones as Hugo has them, a site's own by their template or in a box.

Where a call stands in another's inner text Hugo writes its output there and then; so here. Only a box, which Hugo does
not know, waits behind a word until the Markdown around it is read.
"""

from dataclasses import dataclass, replace

from reviews.hugo.shortcode_tags import Param
from reviews.hugo.shortcodes import Part, Shortcode
from reviews.rendering.cards import CARDS
from reviews.rendering.characters import escape
from reviews.rendering.embedded import EMBEDDED
from reviews.rendering.lines import Lines
from reviews.rendering.placeholders import Output, Placeholders
from reviews.rendering.shortcode_calls import ShortcodeCall, ShortcodeRefused, as_text
from reviews.rendering.shortcode_page import ShortcodePage, without_paragraph

BUILT_IN = EMBEDDED | CARDS
TEXT_SHORTCODES = {"param", "ref", "relref", "comment"}


@dataclass
class Renderer:
    """Renders the shortcodes of one page."""

    page: ShortcodePage
    placeholders: Placeholders

    def body(self, parts: tuple[Part, ...], source: str) -> tuple[str, Lines]:
        """Markdown in which a word stands for each `{{< >}}`, and the output of each `{{% %}}` stands itself.

        `source` is the text that `parts` were cut from; the second answer finds its lines again.
        """
        lines, made, ordinal = Lines(), "", 0
        pieces: list[str] = []
        for part in parts:
            if isinstance(part, str):
                made, covered = part, part.count("\n")
            else:
                made, covered = self._call(part, ordinal, None), source.count("\n", part.start, part.end)
                ordinal += 1
            pieces.append(made)
            lines.add(made.count("\n"), covered)
        return "".join(pieces), lines

    def _inner(self, call: Shortcode, seen: ShortcodeCall, is_shown: bool) -> str:
        """The inner text of a call. is_shown: something here knows what the call shows; else it gets a box."""
        made, ordinal = [], 0
        for part in call.inner or ():
            if isinstance(part, str):
                made.append(part)
            else:
                made.append(self._call(part, ordinal, seen, inlined=is_shown))
                ordinal += 1
        return "".join(made)

    def _call(self, call: Shortcode, ordinal: int, parent: ShortcodeCall | None, inlined: bool = False) -> str:
        if call.is_inline:
            self.page.tell(call.line, f'the inline shortcode "{call.name}" holds a template, which Hugo does not run')
            return ""
        seen = self._seen(call, ordinal, parent)
        is_own = call.name in self.page.options.shortcode_templates
        if not is_own and call.name not in BUILT_IN:
            return self._unknown(call, seen)
        seen = replace(seen, inner=self._inner(call, seen, is_shown=True))
        try:
            output = self._own(seen) if is_own else BUILT_IN[call.name](self.page, seen)
        except ShortcodeRefused as refused:
            self.page.tell(call.line, str(refused))
            return self.placeholders.add(_box(call, "", is_block=True))
        if call.is_markdown and (is_own or call.name in TEXT_SHORTCODES):
            return output.text
        if inlined:
            return output.block
        return self._omitted(call) if call.is_markdown and not self.page.dialect.unsafe else self._held(output)

    def _held(self, output: Output) -> str:
        return self.placeholders.add(output)

    def _seen(self, call: Shortcode, ordinal: int, parent: ShortcodeCall | None) -> ShortcodeCall:
        return ShortcodeCall(
            name=call.name,
            params=call.params,
            named=call.named,
            inner="",
            is_markdown=call.is_markdown,
            line=call.line,
            ordinal=ordinal,
            markdown=lambda source: self.page.line(source, call.line),
            parent=parent,
            indentation=call.indentation,
        )

    def _own(self, seen: ShortcodeCall) -> Output:
        html = self.page.options.shortcode_templates[seen.name](seen)
        return Output(html, html, html)

    def _omitted(self, call: Shortcode) -> str:
        """`{{% figure %}}` puts HTML into the Markdown, and there Hugo omits it like any other."""
        self.page.tell(call.line, f"Hugo omits what {{{{% {call.name} %}}}} makes; write {{{{< {call.name} >}}}}")
        return ""

    def _unknown(self, call: Shortcode, seen: ShortcodeCall) -> str:
        """The box of a shortcode that the site's theme defines."""
        self.page.tell(call.line, f'the shortcode "{call.name}" has no template here: its text is shown in a box')
        inner = self._inner(call, seen, is_shown=False)
        if call.is_markdown and inner:
            return self._around(call, inner)
        html = self.page.markdown(inner, call.line) if inner else ""
        is_block = "<" in without_paragraph(html) or "\n" in inner.strip()
        return self.placeholders.add(_box(call, html, is_block))

    def _around(self, call: Shortcode, inner: str) -> str:
        """A box whose inside is read with the page, so that its headings are headings of the page."""
        tag, gap = ("div", "\n\n") if "\n" in inner else ("span", "")
        opening = _opening(tag, call)
        before = self.placeholders.add(Output(opening, opening))
        after = self.placeholders.add(Output(f"</{tag}>", f"</{tag}>"))
        return f"{before}{gap}{inner}{gap}{after}"


def _box(call: Shortcode, inside: str, is_block: bool) -> Output:
    """The box of a call: alone in its paragraph, and amid text."""
    amid = f"{_opening('div', call)}{inside}</div>" if is_block and inside else None
    block = f"{_opening('div', call)}{inside}</div>"
    return Output(block, amid or f"{_opening('span', call)}{without_paragraph(inside)}</span>")


def _opening(tag: str, call: Shortcode) -> str:
    """The start of a box: what it is called, and with which arguments."""
    arguments = " ".join([*map(_argument, call.params), *(f"{k}={_argument(v)}" for k, v in call.named.items())])
    shown = f' <span class="shortcode-arguments">{escape(arguments)}</span>' if arguments else ""
    name = f'<span class="shortcode-name">{escape(call.name)}</span>'
    return f'<{tag} class="shortcode" data-shortcode="{escape(call.name)}">{name}{shown} '


def _argument(value: Param) -> str:
    return f'"{value}"' if isinstance(value, str) else as_text(value)
