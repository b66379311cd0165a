"""Hand-made sites of what real ones were found to do: each keeps one thing that answered otherwise than with Hugo."""

from tests.addresses.odd_sites import BILINGUAL, PAGER, TONGUES, Site, config, page

MOMENTS: Site = {
    **BILINGUAL,
    "hugo.toml": config(PAGER + TONGUES),
    "content/tags/x/_index.md": page("X", "lastmod: 2026-01-01\n"),
    "content/tags/x/_index.ko.md": page("엑스", "lastmod: 2026-01-01\n"),
    "content/tags/_index.md": page("Tags", "lastmod: 2025-01-01\n"),
    "content/hidden.ko.md": page("안 보이는", "lastmod: 2025-02-02\nbuild:\n  list: never\n"),
}

UNSEEN: Site = {
    "hugo.toml": config(f"{PAGER}[params]\nmainSections = ['s', 'local', 'less']\n"),
    "content/s/p.md": page("P", "date: 2020-01-01\n"),
    "content/s/hidden.md": page("Hidden", "date: 2020-02-01\nbuild:\n  list: never\n"),
    "content/local/p.md": page("P", "date: 2020-01-01\n"),
    "content/local/beside.md": page("Beside", "date: 2020-03-01\nbuild:\n  list: local\n"),
    "content/bare/p.md": page("P", "date: 2020-01-01\n"),
    "content/bare/unrendered.md": page("Unrendered", "date: 2020-04-01\nbuild:\n  render: never\n"),
    "content/heads/p.md": page("P", "date: 2020-01-01\n"),
    "content/heads/n/_index.md": page("N", "date: 2020-05-01\nbuild:\n  list: never\n"),
    "content/heads/n/a.md": page("A", "date: 2020-01-02\n"),
    "content/less/p.md": page("P", "date: 2020-01-01\n"),
    "content/less/headless/index.md": page("Headless", "date: 2020-06-01\nheadless: true\n"),
    "content/tags/x/_index.md": page("X", "date: 2020-07-01\n"),
}

TITLELESS = "---\nweight: 3\n---\n"
AUTHORS = '[taxonomies]\nauthor = "authors"\n'
FORMATS = """disableKinds = ["sitemap", "RSS"]
[outputFormats.own]
mediaType = "text/plain"
baseName = "own"
[outputs]
section = ["own", "html"]
"""

BUNDLED: Site = {
    "hugo.toml": config(PAGER + TONGUES + "[taxonomies]\ntag = 'tags'\n"),
    "content/words/index.md": page("Words"),
    "content/words/index.ko.md": page("낱말"),
    "content/words/pod.md": page("Pod", "tags: [core, shared]\ndate: 2024-01-01\n"),
    "content/words/deep/node.md": page("Node", "tags: [deep]\n"),
    "content/words/pod.ko.md": page("파드", "tags: [핵심]\n"),
    "content/words/draft.md": page("Draft", "draft: true\ntags: [drafted]\n"),
    "content/words/late.md": page("Late", "publishDate: 2999-01-01\ntags: [late]\n"),
    "content/words/raw.html": "---\ntitle: Raw\ntags: [raw]\n---\n<p>x</p>",
    "content/words/broken.txt": page("No page", "tags: [none]\n"),
    "content/headless/index.md": page("Headless", "headless: true\ntags: [unseen]\n"),
    "content/headless/part.md": page("Part", "tags: [parts]\n"),
    "content/p.md": page("P", "tags: [shared]\n"),
}

ODD_FOUND: dict[str, Site] = {
    "aliases off in two languages": {**BILINGUAL, "hugo.toml": config(f"disableAliases = true\n{PAGER}{TONGUES}")},
    "a main section of what no list shows": {
        "hugo.toml": config(PAGER),
        **{f"content/b/{n}.md": page(f"B{n}", f"date: 2024-01-0{n}\n") for n in (1, 2)},
        "content/a/1.md": page("A1", "date: 2024-02-01\n"),
        "content/a/2.md": page("A2", "build:\n  list: never\n"),
        "content/a/3.md": page("A3", "headless: true\n"),
        "content/a/4.md": page("A4", "build:\n  render: never\n"),
    },
    "terms of terms": {
        "hugo.toml": config(PAGER + AUTHORS),
        "content/p.md": page("P", "date: 2024-01-01\nauthors: [me, you]\n"),
        "content/authors/_index.md": page("All", "date: 2023-01-01\nauthors: [me]\n"),
        "content/authors/me/_index.md": page("Me", "date: 2025-01-01\nauthors: [me]\n"),
        "content/authors/you/_index.md": page("You", "date: 2024-01-01\nauthors: [me]\nbuild:\n  list: never\n"),
    },
    "heads without titles": {
        "hugo.toml": config(PAGER + AUTHORS),
        "content/_index.md": TITLELESS,
        "content/s/_index.md": TITLELESS,
        "content/s/p.md": page("P", "date: 2024-01-01\nauthors: [me, you]\n"),
        "content/authors/_index.md": TITLELESS,
        "content/authors/me/_index.md": TITLELESS,
    },
    "HTML behind another format": {
        "hugo.toml": config(FORMATS),
        "content/s/a.md": page("A", "date: 2024-01-01\noutputs: [own, html]\n"),
        "content/s/b/index.md": page("B", "date: 2024-01-02\noutputs: [json, html]\naliases: [/old/]\n"),
        "content/s/b/f.txt": "f",
        "content/s/n/_index.md": page("N", "outputs: [json, html]\n"),
        "content/s/n/c.md": page("C", "date: 2024-01-03\n"),
    },
    "terms of pages in bundles": BUNDLED,
    "moments of languages": MOMENTS,
    "moments of what no list shows": UNSEEN,
    "a moment of a taxonomy": {**UNSEEN, "content/tags/_index.md": page("Tags", "date: 2020-08-01\n")},
}
