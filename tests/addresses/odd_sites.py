"""Hand-made sites whose configurations move addresses, orders and titles away from the ordinary."""

Site = dict[str, str | bytes]


def page(title: str, more: str = "", body: str = "Text.") -> str:
    return f'---\ntitle: "{title}"\n{more}---\n{body}\n'


def posts(folder: str, count: int, more: str = "", end: str = ".md") -> Site:
    return {
        f"{folder}/n{n}{end}": page(f"Number {n}", f"date: 2024-01-{n + 1:02}\n{more}", f"Body {n} of {folder}.")
        for n in range(count)
    }


CONTENT: Site = {
    **posts("content/post", 5, "tags: [alpha, 'Beta Two']\ncategories: [One]\n"),
    "content/post/heavy.md": page("Heavy", "weight: 7\ndate: 2020-01-01\ntags: [alpha]\n"),
    "content/post/light.md": page("Light", "weight: -2\ndate: 2020-01-01\ntags: [alpha]\ntags_weight: 3\n"),
    "content/post/Élan Vital.md": page("Élan", "date: 2023-05-05\naliases: [/old/elan/, near]\n"),
    "content/post/bundle/index.md": page("Bundle", "date: 2023-06-06\ntags: ['C#', 'a/b', '한글 태그']\n"),
    "content/post/bundle/data/table.csv": "a,b\n1,2\n",
    "content/post/bundle/notes.txt": "notes",
    "content/Docs Folder/_index.md": page("Documents"),
    "content/Docs Folder/a.md": page("Beta"),
    "content/Docs Folder/b.md": page("alpha"),
    "content/Docs Folder/c.md": page("한국어"),
    "content/Docs Folder/no-head/deep.md": page("Deep", "date: 2022-01-01\n"),
    "content/Docs Folder/inner/_index.md": page("Inner", "weight: 3\n", "Intro."),
    "content/Docs Folder/inner/file.txt": "branch resource",
    "content/Docs Folder/inner/x.md": page("X"),
    "content/Docs Folder/inner/y/index.md": page("Y", "date: 2021-01-01\n"),
    "content/about.md": page("About", "url: /who/We-Are.html\n"),
    "content/contact.md": page("Contact", "url: /reach/us\n"),
    "content/twin/index.md": page("Twin", "slug: my-twin\n"),
    "content/named/index.md": page("Named", "url: /given/name.html\n"),
    "content/named/n.txt": "beside a given name",
    "content/placed/index.md": page("Placed", "url: /given/place/\n"),
    "content/placed/n.txt": "beside a given place",
    "content/unrendered/index.md": page("Unrendered", "build:\n  render: never\n"),
    "content/unrendered/u.txt": "of a page without address",
    "content/hidden.md": page("Unlisted", "build:\n  list: never\ntags: [unlisted]\n"),
    "content/post/local.md": page("Local", "build:\n  list: local\ntags: [local]\n"),
    "content/headless/index.md": page("Headless", "headless: true\n"),
    "content/headless/h.txt": "headless file",
    "content/nowhere.md": page("Nowhere", "build:\n  render: never\n"),
    "content/late.md": page("Late", "publishDate: 2999-01-01\ntags: [late]\n"),
    "content/draft.md": page("Draft", "draft: true\ntags: [drafted]\n"),
    "content/tags/alpha/_index.md": page("The First", "", "About alpha."),
    "content/tags/lonely/_index.md": page("Lonely"),
    "static/a file.txt": "static",
    "static/deep/er/b.css": "body{}",
}


def config(more: str = "", base: str = "https://example.org/") -> str:
    return f'baseURL = "{base}"\ntitle = "Odd Site"\nenableRobotsTXT = true\n{more}'


PAGER = "\n[pagination]\npagerSize = 2\n"
TONGUES = """
[languages.en]
weight = 1
title = "English"
[languages.ko]
weight = 2
title = "한국어"
"""
BILINGUAL: Site = {
    "content/_index.ko.md": page("첫 화면"),
    "content/post/a.md": page("A", "date: 2024-01-01\ntags: [x]\n"),
    "content/post/a.ko.md": page("가", "date: 2024-01-01\ntags: [x, 나]\naliases: [/old-a/]\n"),
    "content/post/b.ko.md": page("나", "date: 2024-01-02\n"),
    "content/post/c.md": page("C", "date: 2024-01-03\naliases: [/old-c/, gone]\n"),
    "content/post/bundle/index.md": page("Bundle", "date: 2024-02-01\n"),
    "content/post/bundle/index.ko.md": page("묶음", "date: 2024-02-01\n"),
    "content/post/bundle/p.txt": "shared",
    "content/only/k.ko.md": page("케이"),
    "static/s.txt": "s",
}

ODD_SITES: dict[str, Site] = {
    "plain": {"hugo.toml": config(PAGER), **CONTENT},
    "ugly": {"hugo.toml": config(f"uglyURLs = true\n{PAGER}"), **CONTENT},
    "ugly section": {"hugo.toml": config(f"{PAGER}[uglyURLs]\npost = true\n"), **CONTENT},
    "sub path": {"hugo.toml": config(PAGER, "https://example.org/blog/en/"), **CONTENT},
    "canonical": {"hugo.toml": config(f"canonifyURLs = true\n{PAGER}", "https://example.org/b/"), **CONTENT},
    "permalinks": {
        "hugo.toml": config(
            f"""{PAGER}[permalinks]
post = "/:year/:month/:slug/"
[permalinks.page]
"docs folder" = "/d/:sections[1:]/:contentbasename/"
[permalinks.section]
"docs folder" = "/manual/"
post = "/journal/"
[permalinks.term]
tags = "/label/:slug/"
categories = "/:section/of/:title"
[permalinks.taxonomy]
tags = "/labels"
"""
        ),
        **CONTENT,
    },
    "outputs off": {
        "hugo.toml": config(
            f'{PAGER}[outputs]\nhome = ["html"]\nsection = ["html", "rss"]\nterm = ["rss"]\ntaxonomy = ["html"]\n'
        ),
        **CONTENT,
        "content/Docs Folder/inner/_index.md": page("Inner", "outputs: [rss]\n"),
        "content/other/_index.md": page("Other", "outputs: [html]\n"),
    },
    "renamed taxonomies": {
        "hugo.toml": config(f'{PAGER}[taxonomies]\ntopic = "tags"\nkind = "Kinds Of"\nseries = "series"\n'),
        **CONTENT,
        "content/post/s.md": page("S", 'series: ["The Long March"]\ntags: [alpha]\n"kinds of": [q]\n'),
    },
    "no taxonomies": {"hugo.toml": config(f'disableKinds = ["taxonomy", "term"]\n{PAGER}'), **CONTENT},
    "no terms": {"hugo.toml": config(f'disableKinds = ["term"]\n{PAGER}'), **CONTENT},
    "no taxonomy pages": {"hugo.toml": config(f'disableKinds = ["taxonomy"]\n{PAGER}'), **CONTENT},
    "no sections": {"hugo.toml": config(f'disableKinds = ["section"]\n{PAGER}'), **CONTENT},
    "no extras": {"hugo.toml": config(f'disableKinds = ["rss", "sitemap", "404", "robotsTXT"]\n{PAGER}'), **CONTENT},
    "no home": {"hugo.toml": config(f'disableKinds = ["home"]\n{PAGER}'), **CONTENT},
    "pager path": {"hugo.toml": config('\n[pagination]\npagerSize = 3\npath = "blatt"\n'), **CONTENT},
    "case and accents": {
        "hugo.toml": config(f"disablePathToLower = true\nremovePathAccents = true\n{PAGER}"),
        **CONTENT,
    },
    "plain titles": {
        "hugo.toml": config(f"capitalizeListTitles = false\npluralizeListTitles = false\n{PAGER}"),
        **CONTENT,
    },
    "chicago": {"hugo.toml": config(f'titleCaseStyle = "Chicago"\n{PAGER}'), **CONTENT},
    "first upper": {"hugo.toml": config(f'titleCaseStyle = "FirstUpper"\n{PAGER}'), **CONTENT},
    "main sections": {"hugo.toml": config(f'{PAGER}[params]\nmainSections = ["docs folder", "post"]\n'), **CONTENT},
    "static dirs": {
        "hugo.toml": config(f'staticDir = ["static", "more"]\n{PAGER}'),
        **CONTENT,
        "more/a file.txt": "hidden or not",
        "more/own.txt": "own",
    },
    "feed names": {
        "hugo.toml": config(
            f'{PAGER}[outputFormats.rss]\nbaseName = "feed"\n[services.rss]\nlimit = 3\n[sitemap]\nfilename = "map.xml"\n'
        ),
        **CONTENT,
    },
    "two languages": {"hugo.toml": config(PAGER + TONGUES), **BILINGUAL},
    "two languages in folders": {
        "hugo.toml": config(f"defaultContentLanguageInSubdir = true\n{PAGER}{TONGUES}"),
        **BILINGUAL,
    },
    "korean first": {
        "hugo.toml": config(f'defaultContentLanguage = "ko"\n{PAGER}{TONGUES}', "https://example.org/x/"),
        **BILINGUAL,
    },
    "bare": {"hugo.toml": config(), "content/a.md": page("A")},
    "empty": {"hugo.toml": config(), "content/_index.md": page("")},
}
