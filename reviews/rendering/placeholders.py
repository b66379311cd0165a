"""What stands for a shortcode while Markdown is read, and its way back into the HTML."""

import re
from dataclasses import dataclass, field

from reviews.rendering.characters import escape


@dataclass(frozen=True)
class Output:
    """What a shortcode shows: alone in its paragraph, amid text, and inside an attribute."""

    block: str
    inline: str
    text: str = ""


@dataclass
class Placeholders:
    """Hands out words that the body does not hold, and puts the outputs back in their places."""

    word: str
    outputs: list[Output] = field(default_factory=list)

    @classmethod
    def for_body(cls, body: str) -> "Placeholders":
        word = "HAHASHORTCODE"
        while word in body:
            word += "X"
        return cls(word)

    def add(self, output: Output) -> str:
        """The word that stands for `output`, in which words for earlier outputs are replaced."""
        self.outputs.append(Output(self.put_back(output.block), self.put_back(output.inline), output.text))
        return f"{self.word}{len(self.outputs) - 1}HBHB"

    def put_back(self, html: str) -> str:
        """`html` with each word replaced; a paragraph that holds nothing but one goes."""
        if self.word not in html:
            return html
        html = re.sub(rf'="[^"]*{self.word}[^"]*"', lambda found: self._each(found[0], "text"), html)
        html = re.sub(rf"<p>({self.word}\d+HBHB)</p>", lambda found: self._each(found[1], "block"), html)
        return self._each(html, "inline")

    def remove(self, text: str) -> str:
        """`text` without the words, for ids."""
        return re.sub(rf"(?i){self.word}\d+HBHB", "", text) if self.outputs else text

    def _each(self, html: str, kind: str) -> str:
        def output(found: re.Match[str]) -> str:
            if len(found[1]) > 9 or int(found[1]) >= len(self.outputs):  # written by an author's parameter
                return found[0]
            chosen = self.outputs[int(found[1])]
            return escape(chosen.text) if kind == "text" else chosen.block if kind == "block" else chosen.inline

        return re.sub(rf"{self.word}(\d+)HBHB", output, html)
