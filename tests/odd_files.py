"""Content files as people, tools and accidents leave them behind: each name goes to its bytes."""

from collections.abc import Iterator

_FRONT = {
    "toml": '+++\ntitle = "T"\ndate = 2024-01-02T03:04:05+09:00\ntags = ["a", "b"]\n+++\n\nA body, a word.\n',
    "yaml": "---\ntitle: T\ndate: 2024-01-02T03:04:05+09:00\ntags: [a, b]\n---\n\nA body, a word.\n",
    "json": '{\n  "title": "T",\n  "date": "2024-01-02T03:04:05+09:00",\n  "tags": ["a", "b"]\n}\n\nA body, a word.\n',
    "org": "#+TITLE: T\n#+DATE: 2024-01-02\n#+TAGS[]: a b\n\nA body, a word.\n",
}

_ENDS = {
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "mixed": lambda text: text.replace("\n", "\r\n", 3),
    "late-mixed": lambda text: "\r\n".join(text.rsplit("\n", 3)),
    "cr": lambda text: text.replace("\n", "\r"),
    "unfinished": lambda text: text.rstrip("\n"),
    "no-body": lambda text: text.partition("\nA body")[0],
    "trailing": lambda text: text.replace("\n", "  \t\n"),
    "blank-first": lambda text: "\n \t\n" + text,
    "separators": lambda text: text.replace("word", "wo\u2028rd\u0085x\u2029\x0b\x0c\x1c"),
    "nul": lambda text: text.replace("word", "wo\0rd"),
    "controls": lambda text: text.replace("word", "".join(map(chr, range(1, 9))) + "\x7f\u202e\ufeff"),
    "dashes": lambda text: text + "\n---\n+++\n{\n---\n\ntitle: no\n---\n",
    "bidi-title": lambda text: text.replace("T", "\u202eT\u200b\u00ad"),
    "emoji-title": lambda text: text.replace("T", "👩‍👩‍👧🇰🇷"),
    "nfd-title": lambda text: text.replace("T", "한글"),
}  # fmt: skip

_BYTES = {
    "bom": lambda data: b"\xef\xbb\xbf" + data,
    "two-boms": lambda data: b"\xef\xbb\xbf" * 2 + data,
    "latin1-body": lambda data: data.replace(b"word", b"w\xf6rd"),
    "latin1-title": lambda data: data.replace(b"T", b"T\xe9"),
    "cut-off": lambda data: data[:30],
    "surrogate": lambda data: data.replace(b"word", b"\xed\xa0\x80"),
    "overlong": lambda data: data.replace(b"word", b"\xc0\xaf"),
    "utf16": lambda data: data.decode().encode("utf-16"),
    "utf16be": lambda data: data.decode().encode("utf-16-be"),
    "utf32": lambda data: data.decode().encode("utf-32"),
    "cp949": lambda data: data.replace(b"word", "한글".encode("cp949")),
}  # fmt: skip

_YAML = {
    "anchors": "base: &b {x: 1, y: [1, 2]}\nuse: *b\nmore:\n  <<: *b\n  z: 3\ntags: &t [a, b]\nkeywords: *t",
    "alias-as-title": "name: &n Hello\ntitle: *n",
    "binary": "title: T\npicture: !!binary |\n  R0lGODlhDAAMAIQAAP//9/X17unp5WZmZgAAAOfn515eXvPz7Y6OjuDg4J+fn5",
    "tags": "title: !!str 12\nweight: !!int '3'\nset: !!set {a, b}\nown: !own x",
    "octal": "title: T\na: 0755\nb: 0o755\nc: 0x1F\nd: 0b11\ne: 1_000\nf: .inf\ng: -.INF\nh: .nan\ni: +1\nj: 1e400",
    "sexagesimal": "title: 12:30:45\nweight: 1:00",
    "dates": "title: T\ndate: 2024-01-02\nlastmod: 2024-01-02 03:04:05 +0900\nother: 2024-1-2",
    "literal": "title: T\ndescription: |\n  first\n\n    second\n  third\n\nfolded: >-\n  a\n  b\n\n  c\nkeep: |+\n  x\n\n\ntags: [a]",
    "indented-literal": "title: T\nx: |2\n    two more\n  flush\ntags: [a]",
    "double-quoted": 'title: "a \\\n  b\\tc\\x41\\u1234 \\"q\\""\ntags: ["a", \'b\'\'c\']',
    "plain-multiline": "title: one\n  two\n\n  three\ntags:\n- a\n- b",
    "comments": "# first\ntitle: T # beside\n\n# before tags\ntags: # of tags\n  # inside\n  - a # one\n  - b\n# last",
    "duplicate": "title: A\ntitle: B",
    "duplicate-case": "title: A\nTitle: B\nTAGS: [x]\ntags: [y]",
    "flow": "{title: T, tags: [a, b], date: 2024-01-02}",
    "flow-lines": "title: T\ntags: [\n  a,   # why\n  b,\n]\nmap: {\n  a: 1,\n  b: {c: [1, {d: 2}]}\n}",
    "quoted-keys": "\"title\": T\n'tags': [a]\n? complex\n: x",
    "complex-key": "title: T\n? [a, b]\n: x\n? {c: d}\n: y",
    "null": "title: ~\ndate: null\ntags:\ndescription: ''\nweight: Null",
    "booleans": "title: yes\ndraft: no\ntags: [on, off, true, ~]",
    "numbers": "title: 2024\ntags: [1, 2.5, 1e3]\nweight: '10'",
    "tabs": "title:\tT\ntags:\t[a,\tb]\t# c",
    "tab-indent": "title: T\ntags:\n\t- a",
    "list-at-top": "- a\n- b",
    "scalar-at-top": "just words",
    "unclosed-quote": 'title: "T\ntags: [a]',
    "two-documents": "title: T\n... \ntitle: U",
    "directive": "%YAML 1.2\ntitle: T",
    "empty-key": "title: T\n: x\n'': y",
    "bomb": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    "recursive": "title: T\na: &a [*a]",
    "deep": "title: T\na: " + "[" * 400 + "]" * 400,
    "deep-map": "title: T\na: " + "{a: " * 400 + "1" + "}" * 400,
    "colon": "title: a: b",
    "at": "title: @x\ntags: [`y`]",
    "percent": "title: %x",
    "star": "title: *x",
    "long-line": "title: " + "x" * 100_000,
    "many-tags": "title: T\ntags: [" + ",".join(f"t{n}" for n in range(3000)) + "]",
    "one-megabyte": "title: T\ndescription: |\n" + "".join(f"  line {n} " + "x" * 80 + "\n" for n in range(10_000)),
    "too-big": "title: T\ndescription: |\n" + "".join(f"  line {n} " + "x" * 80 + "\n" for n in range(13_000)),
    "many-keys": "title: T\n" + "".join(f"k{n}: {n}\n" for n in range(5000)),
    "cascade": "title: T\ncascade:\n  - target: {path: '/**'}\n    draft: false\n  - 3\n  - [a]",
    "wrong-types": "title: [a]\ndate: {}\ntags: {a: 1}\nslug: [x]\nurl: 3\naliases: {x: y}\nweight: [1]\nmenu: 3\nauthors: 7\nresources: x\ncascade: no\nbuild: 3\noutputs: 3\nlayout: [a]\ntype: {}\nkeywords: 4\nseries: {}\nparams: 3\ndescription: {}\nsummary: [1]\ncover: 3\nimages: {}",
    "nulls": "".join(f"{key}: ~\n" for key in ("title", "date", "tags", "slug", "url", "aliases", "weight", "menu", "authors", "resources", "cascade", "build", "outputs", "params", "series", "cover", "image", "images", "sitemap")),
}  # fmt: skip

_TOML = {
    "dotted": 'title = "T"\na.b.c = 1\na."d e".f = 2\nparams.x = 3\n3.14 = "pi"',
    "inline": 'title = "T"\nm = {a = 1, b = {c = [1, 2]}, "d.e" = 3}\ntags = ["a"]',
    "inline-1.1": 'title = "T"\nm = {\n  a = 1, # c\n  b = 2,\n}\ns = "\\e\\x41"',
    "arrays-of-tables": 'title = "T"\n[[resources]]\nsrc = "a"\n[[resources]]\nsrc = "b"\n[resources.params]\nx = 1\n[[menus.main]]\nname = "M"',
    "multiline": 'title = """\nT \\\n   U"""\ndescription = \'\'\'\n+ ++\n \'\'\'\ntags = [\n  "a", # one\n  # between\n  "b",\n]',
    "five-quotes": 'title = """"T"""""\nx = \'\'\'\'y\'\'\'\'\'',
    "times": 'title = "T"\ndate = 2024-01-02\ntime = 03:04:05.678\nlocal = 2024-01-02T03:04:05\nspace = 2024-01-02 03:04:05Z\nlower = 2024-01-02t03:04:05z',
    "no-seconds": 'title = "T"\ntime = 03:04\ndate = 2024-01-02T03:04Z',
    "numbers": 'title = "T"\na = 1_000\nb = 0xDEAD\nc = 0o755\nd = 0b11\ne = inf\nf = -nan\ng = 6.02e23\nh = +1',
    "big": 'title = "T"\nn = 9223372036854775807',
    "too-big": 'title = "T"\nn = 9223372036854775808',
    "duplicate": 'title = "A"\ntitle = "B"',
    "duplicate-case": 'title = "A"\nTitle = "B"',
    "duplicate-table": 'title = "A"\n[x]\na=1\n[x]\nb=2',
    "unclosed": 'title = "A',
    "mixed-array": 'title = "T"\ntags = [1, "a", 2.5, true, {x = 1}]',
    "escapes": 'title = "\\u0000\\U0001F600\\"\\t"\n"quoted key" = 1\n\'lit\' = 2\n"" = 3',
    "comments": '# first\ntitle = "T" # beside\n\n# before\ntags = [ # open\n  "a", # one\n] # close\n# last',
    "table-first": '[params]\nx = 1\n[taxonomies]\ntags = ["a"]',
    "nested-tables": 'title = "T"\n[a.b.c]\nx = 1\n[a]\ny = 2\n[a.b]\nz = 3',
    "plus-in-string": 'title = """\n+++ inside\n"""',
    "deep": 'title = "T"\na = ' + "[" * 400 + "]" * 400,
    "dotted-deep": 'title = "T"\n' + ".".join("a" * 400) + " = 1",
    "bare-cr": 'title = "T"\r\ntags = ["a"]\r',
    "control": 'title = "T\x01"',
    "hangul-key": 'title = "T"\n한글 = 1',
    "one-megabyte": 'title = "T"\ndescription = """\n' + "".join(f"line {n} " + "x" * 80 + "\n" for n in range(10_000)) + '"""',
    "wrong-types": 'title = ["a"]\ndate = true\ntags = {a = 1}\nslug = 3.5\nurl = []\naliases = 2024-01-01\nweight = "x"\nmenus = [1]\nauthors = 7\nresources = [1, "a"]\ncascade = [1]\nbuild = "x"\noutputs = [1]\nparams = []',
}  # fmt: skip

_JSON = {
    "big": '"title": "T", "n": 123456789012345678901234567890, "m": 1e999, "k": -0, "l": 1E400',
    "duplicate": '"title": "A", "title": "B"',
    "escapes": '"title": "\\u0000\\ud83d\\ude00\\ud800\\/\\b", "t\\u0061gs": ["a"]',
    "brace-in-string": '"title": "} { \\" }", "x": {"y": "}"}',
    "comment": '"title": "T" // no',
    "trailing-comma": '"title": "T",',
    "nan": '"title": NaN',
    "wrong-types": '"title": {"a": 1}, "date": 20240102, "tags": "a", "weight": 1.5, "draft": "maybe", "aliases": [1, null, {}]',
    "deep": '"title": "T", "a": ' + "[" * 400 + "]" * 400,
    "very-deep": '"title": "T", "a": ' + "[" * 20_000 + "]" * 20_000,
    "one-megabyte": '"title": "T", "x": "' + "x" * 1_000_000 + '"',
}  # fmt: skip

_WHOLE = {
    "empty": b"",
    "one-newline": b"\n",
    "one-nul": b"\0",
    "only-bom": b"\xef\xbb\xbf",
    "three-dashes": b"---",
    "three-pluses": b"+++",
    "open-only": b"---\n",
    "two-dashes": b"--\ntitle: x\n--\n",
    "empty-front": b"---\n---\n",
    "empty-front-cr": b"---\r---\r",
    "dots": b"---\ntitle: x\n...\nbody\n",
    "unclosed": b"---\ntitle: x\n",
    "closed-twice": b"---\ntitle: x\n---\n---\ntitle: y\n---\n",
    "closing-with-text": b"---\ntitle: x\n---body\n",
    "four-dashes": b"----\ntitle: x\n----\nbody\n",
    "opening-comment": b"--- # c\ntitle: x\n---\nbody\n",
    "indented-open": b"  ---\ntitle: x\n---\nbody\n",
    "html-comment": b"<!-- c -->\n---\ntitle: x\n---\n",
    "shortcode-first": b"{{< figure src=x >}}\n",
    "brace-only": b"{",
    "empty-json": b"{}",
    "json-list": b"[1]\n",
    "binary": bytes(range(256)) * 20,
    "png": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "no-lines": b"word " * 50_000,
    "blank-lines": b"\n" * 50_000,
    "crs": b"\r" * 50_000,
    "gzip": b"\x1f\x8b\x08\x00" + bytes(50),
    "conflict-marks": b"---\ntitle: x\n---\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> theirs\n",
}


def odd_files() -> Iterator[tuple[str, bytes]]:
    """Names (of one path part, without an ending) and bytes."""
    for kind, text in _FRONT.items():
        yield f"{kind}-plain", text.encode()
        for name, change in _ENDS.items():
            yield f"{kind}-{name}", change(text).encode()
        for name, alter in _BYTES.items():
            yield f"{kind}-{name}", alter(text.encode())
    for kind, opening, texts, closing in (
        ("yaml", "---\n", _YAML, "\n---\n\nA body.\n"),
        ("toml", "+++\n", _TOML, "\n+++\n\nA body.\n"),
        ("json", "{", _JSON, "}\n\nA body.\n"),
    ):
        for name, text in texts.items():
            yield f"{kind}-of-{name}", (opening + text + closing).encode()
    yield from ((f"whole-{name}", data) for name, data in _WHOLE.items())
