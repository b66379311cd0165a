"""Hand-made sites whose settings are odd: permalinks, outputs, kinds, languages, mounts, configuration files, titles."""

from tests.addresses.odd_content import NAMES
from tests.addresses.odd_sites import BILINGUAL, CONTENT, PAGER, TONGUES, Site, config, page, posts

TREE: Site = {
    "content/post/a.md": page("First Post: It's Here", "date: 2024-02-29T13:14:15Z\nslug: first\ntags: [t]\n"),
    "content/post/b/index.md": page("Second", "date: 2023-12-31T23:59:59Z\n"),
    "content/post/b/f.txt": "f",
    "content/post/sub/_index.md": page("Sub Section", "slug: under\n"),
    "content/post/sub/c.md": page("Third", "date: 2022-07-04\n"),
    "content/post/sub/deep/_index.md": page("Deep"),
    "content/post/sub/deep/d.md": page("Fourth", "date: 2021-01-01\nurl: /own/:year/:slug\n"),
    "content/docs/_index.md": page("Documentation"),
    "content/docs/e.md": page("Fifth", "date: 2020-05-06\n"),
    "content/docs/f g.md": page("Sixth ! Title", "date: 2020-05-07\n"),
    "content/h.md": page("At the top", "date: 2020-05-08\n"),
    "content/undated.md": page("Undated"),
    "content/tags/t/_index.md": page("Tea"),
}


def permalinks(table: str) -> Site:
    return {"hugo.toml": config(f"{PAGER}{table}"), **TREE}


PERMALINKS: dict[str, Site] = {
    f"permalinks {name}": permalinks(table)
    for name, table in {
        "dates": "[permalinks]\npost = '/:year/:month/:day/:weekday/:weekdayname/:yearday/:monthname/:slug/'\ndocs = '/:2006-01-02/:title'\n",
        "layouts": "[permalinks]\npost = '/:06/:1/:_2/:Jan/:Mon/:slug'\ndocs = '/:January-2/:filename/'\n",
        "sections": "[permalinks]\npost = '/:sections[1:]/x/:slugorcontentbasename/'\ndocs = '/:sections[last]/:contentbasename/'\n",
        "slugs": "[permalinks.page]\npost = '/:sectionslugs/:slugorfilename/'\ndocs = '/:sectionslug/:slug/'\n[permalinks.section]\npost = '/s/:sectionslugs/'\n",
        "slices": "[permalinks.page]\npost = '/:sections[:1]/:sections[0]/:sections[first]/:slug/'\ndocs = '/:sections[5]/:slug.html'\n",
        "kinds": "[permalinks.page]\npost = '/p/:slug/'\n[permalinks.section]\npost = '/all-posts/:sections[1:]'\ndocs = '/d'\n[permalinks.term]\ntags = '/t/:slug'\n[permalinks.taxonomy]\ntags = '/topics/'\n",
        "root": "[permalinks]\npost = '/:slug/'\ndocs = '/:contentbasename'\n",
        "top pages": "[permalinks.page]\n'/' = '/top/:contentbasename/'\n",
        "files": "[permalinks]\npost = '/:year/:slug.html'\ndocs = '/:section/:filename.htm'\n",
        "escaped": "[permalinks]\npost = '/a\\\\:b/:slug/'\ndocs = '/Upper Case/:title/'\n",
        "of languages": "defaultContentLanguageInSubdir = true\n[languages.en]\nweight = 1\n[languages.en.permalinks]\npost = '/e/:slug/'\n[languages.ko]\nweight = 2\n[languages.ko.permalinks]\npost = '/k/:slug/'\n",
    }.items()
}  # fmt: skip
PERMALINKS["permalinks of languages"] = {
    "hugo.toml": config(
        "defaultContentLanguageInSubdir = true\n[languages.en]\nweight = 1\n[languages.en.permalinks]\npost = '/e/:slug/'\n"
        "[languages.ko]\nweight = 2\n[languages.ko.permalinks]\npost = '/k/:slug/'\n"
    ),
    **TREE,
    "content/post/a.ko.md": page("첫 글", "date: 2024-02-29\n"),
}

MOUNTED: Site = {
    "hugo.toml": config(
        f"""{PAGER}[[module.mounts]]
source = "texts"
target = "content"
[[module.mounts]]
source = "blog"
target = "content/journal"
[[module.mounts]]
source = "extra/notes"
target = "content/docs/notes"
files = ["**.md", "! secret/**"]
[[module.mounts]]
source = "pictures"
target = "static/img"
[[module.mounts]]
source = "static"
target = "static"
"""
    ),
    "texts/_index.md": page("Home"),
    "texts/about.md": page("About"),
    "texts/docs/_index.md": page("Docs"),
    "texts/docs/a.md": page("A"),
    **posts("blog", 3),
    "blog/bundle/index.md": page("Bundle", "date: 2023-01-01\n"),
    "blog/bundle/f.txt": "f",
    "extra/notes/n.md": page("Note"),
    "extra/notes/secret/s.md": page("Secret"),
    "pictures/p.txt": "p",
    "pictures/deep/q.txt": "q",
    "static/s.txt": "s",
    "content/unmounted.md": page("Unmounted"),
}

FOLDERS: Site = {
    "hugo.toml": config(
        """defaultContentLanguage = "ko"
[languages.ko]
weight = 1
contentDir = "content/ko"
title = "한국어"
[languages.en]
weight = 2
contentDir = "content/en"
title = "English"
staticDir = ["static", "static-en"]
[languages.ja]
weight = 3
contentDir = "content/ja"
disabled = true
[pagination]
pagerSize = 2
"""
    ),
    "content/ko/_index.md": page("첫 화면"),
    "content/ko/post/a.md": page("가", "date: 2024-01-01\ntags: [하나]\n"),
    "content/ko/post/b.md": page("나", "date: 2024-01-02\n"),
    "content/ko/post/묶음/index.md": page("묶음", "date: 2024-01-03\n"),
    "content/ko/post/묶음/f.txt": "에프",
    "content/en/post/a.md": page("A", "date: 2024-01-01\ntags: [one]\naliases: [/old/]\n"),
    "content/en/post/bundle/index.md": page("Bundle", "date: 2024-01-04\n"),
    "content/en/post/bundle/f.txt": "f",
    "content/en/about.md": page("About"),
    "content/ja/post/a.md": page("あ", "date: 2024-01-01\n"),
    "static/s.txt": "s",
    "static-en/e.txt": "e",
}

LANGUAGES: dict[str, Site] = {
    "languages in folders": FOLDERS,
    "one language disabled": {
        "hugo.toml": config(f'disableLanguages = ["ko"]\n{PAGER}{TONGUES}'),
        **BILINGUAL,
    },
    "default in a folder, without redirect": {
        "hugo.toml": config(
            f"defaultContentLanguageInSubdir = true\ndisableDefaultLanguageRedirect = true\n{PAGER}{TONGUES}"
        ),
        **BILINGUAL,
    },
    "languages with settings": {
        "hugo.toml": config(
            """defaultContentLanguage = "en"
[pagination]
pagerSize = 1
[languages.en]
title = "English"
[languages.ko]
title = "한국어"
[languages.ko.pagination]
pagerSize = 2
path = "쪽"
[languages.ko.services.rss]
limit = 1
[languages.de]
title = "Deutsch"
disableKinds = ["RSS"]
[languages.de.taxonomies]
stichwort = "stichworte"
[languages.pt-br]
title = "Português"
"""
        ),
        **BILINGUAL,
        "content/post/a.de.md": page("Ä", "date: 2024-01-01\nstichworte: [Eins]\ntags: [nein]\n"),
        "content/post/b.pt-br.md": page("Olá", "date: 2024-01-01\ntags: [Um]\n"),
        "content/post/c.ja.md": page("No language of the site"),
        "content/about.en.md": page("Named in the default language"),
        "content/post/bundle/p.ko.txt": "공유",
    },
    "languages below a path": {
        "hugo.toml": config(
            f"defaultContentLanguageInSubdir = true\n{PAGER}{TONGUES}", "https://example.org/deep/path/"
        ),
        **BILINGUAL,
    },
}

KINDS: dict[str, Site] = {
    "page outputs off": {"hugo.toml": config(f"disableKinds = ['page']\n{PAGER}"), **TREE},
    "everything off": {
        "hugo.toml": config("disableKinds = ['home', 'section', 'taxonomy', 'term', 'RSS', 'sitemap', '404']\n"),
        **TREE,
    },
    "no robots": {"hugo.toml": config(PAGER).replace("enableRobotsTXT = true", ""), **TREE},
    "taxonomies off by an empty table": {"hugo.toml": config(f"{PAGER}[taxonomies]\n"), **TREE},
    "pager off": {"hugo.toml": config("[pagination]\ndisableAliases = true\npagerSize = 1\n"), **TREE},
    "long pager": {"hugo.toml": config("[pagination]\npagerSize = 1\npath = 'Seite Nr'\n"), **TREE},
    "old pager": {"hugo.toml": config("summaryLength = 3\nrssLimit = 2\n"), **TREE},
    "limits": {"hugo.toml": config(f"summaryLength = 3\n{PAGER}[services.rss]\nlimit = 2\n"), **TREE},
    "future": {
        "hugo.toml": config(f"buildFuture = true\nbuildExpired = true\n{PAGER}"),
        "content/a.md": page("Future", "date: 2999-01-01\n"),
        "content/b.md": page("Expired", "date: 2020-01-01\nexpiryDate: 2021-01-01\n"),
        "content/c.md": page("Draft no more", "date: 2020-01-01\ndraft: false\n"),
    },
    "ignored files": {"hugo.toml": config(f"ignoreFiles = ['\\\\.txt$', 'content/docs/.*', '/_.*\\\\.md$']\n{PAGER}"), **TREE},
    "relative links": {"hugo.toml": config(f"relativeURLs = true\n{PAGER}", "https://example.org/x/y/"), **TREE},
    "canonical links": {"hugo.toml": config(f"canonifyURLs = true\n{PAGER}"), **TREE},
    "no scheme": {"hugo.toml": config(PAGER, "//example.org/net/"), **TREE},
    "root base": {"hugo.toml": config(PAGER, "/"), **TREE},
    "no base": {"hugo.toml": config(PAGER, ""), **TREE},
    "base without slash": {"hugo.toml": config(PAGER, "https://example.org/abc"), **TREE},
    "names below a path": {**NAMES, "hugo.toml": config(PAGER, "https://example.org/한글 길/")},
    "go titles": {"hugo.toml": config(f"titleCaseStyle = 'go'\n{PAGER}"), **CONTENT, **posts("content/the art of war", 2)},
    "ap titles": {"hugo.toml": config(PAGER), **posts("content/the art of war and-peace", 2), **posts("content/video", 1), **posts("content/노트", 1)},
    "singular titles": {"hugo.toml": config(f"pluralizeListTitles = false\n{PAGER}"), **posts("content/the art of war", 2), **posts("content/video", 1)},
    "small titles": {"hugo.toml": config(f"capitalizeListTitles = false\n{PAGER}"), **posts("content/the art of war", 2), **posts("content/video", 1, "tags: [small one]\n")},
    "uglier": {
        "hugo.toml": config(f"{PAGER}[uglyURLs]\npost = true\ndocs = false\n[permalinks]\npost = '/p/:slug/'\n"),
        **TREE,
    },
    "mounts": MOUNTED,
}  # fmt: skip

BODY: Site = {**TREE, "static/s.txt": "s"}
YAML = "baseURL: https://example.org/\ntitle: Yaml Site\npagination: {pagerSize: 2}\n"
FILES: dict[str, Site] = {
    "hugo.yaml": {"hugo.yaml": YAML, **BODY},
    "hugo.yml": {"hugo.yml": YAML, **BODY},
    "hugo.json": {"hugo.json": '{"baseURL": "https://example.org/", "title": "Json", "pagination": {"pagerSize": 2}}', **BODY},
    "config.toml": {"config.toml": config(PAGER), **BODY},
    "config.yaml": {"config.yaml": YAML, **BODY},
    "two files": {"hugo.toml": config(PAGER), "config.toml": 'title = "Unused"\n', **BODY},
    "folder alone": {
        "config/_default/hugo.toml": config(),
        "config/_default/pagination.toml": "pagerSize = 2\n",
        "config/_default/taxonomies.toml": 'tag = "tags"\nseries = "series"\n',
        "config/_default/permalinks.yaml": "post: /y/:slug/\n",
        "config/_default/languages.en.toml": "",
        **BODY,
    },
    "folder and environment": {
        "hugo.toml": config(),
        "config/_default/params.toml": 'mainSections = ["docs"]\n',
        "config/_default/menus.toml": "",
        "config/production/hugo.toml": 'title = "Production"\n[pagination]\npagerSize = 2\n',
        "config/development/hugo.toml": 'title = "Development"\n',
        **BODY,
    },
    "languages in files": {
        "config/_default/config.yaml": "baseURL: https://example.org/\ndefaultContentLanguage: ko\npaginate: 3\n".replace("paginate: 3\n", ""),
        "config/_default/languages.toml": '[ko]\nweight = 1\ntitle = "가"\n[en]\nweight = 2\ntitle = "A"\n',
        "config/_default/params.ko.toml": 'mainSections = ["post"]\n',
        "config/_default/menus.en.toml": '[[main]]\nname = "A"\nurl = "/a/"\n',
        **BILINGUAL,
    },
    "no configuration to speak of": {"hugo.toml": "", "content/a.md": page("A"), "content/post/b.md": page("B")},
}  # fmt: skip

ODD_SETTINGS: dict[str, Site] = {**PERMALINKS, **LANGUAGES, **KINDS, **FILES}
