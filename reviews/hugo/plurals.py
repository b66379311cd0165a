"""The English plurals that Hugo makes of the names of sections, as observed; tests/hugo/plurals.json has its answers.

They are not always English (`video` gives `videoes`), and a word in another script gets its `s` too.
"""

import re

# A word of its own, or the last of several; both are left as they are where they stand in the plural already.
_WORDS = {
    "aircraft": "aircraft", "alias": "aliases", "alumna": "alumnae", "alumnus": "alumni", "apex": "apices",
    "appendix": "appendices", "aquarium": "aquaria", "area": "area", "axis": "axes", "beta": "beta", "bus": "buses",
    "cactus": "cacti", "child": "children", "cobra": "cobra", "codex": "codices", "corpus": "corpora",
    "criterion": "criteria", "datum": "data", "deer": "deer", "die": "dice", "dwarf": "dwarfs",
    "equipment": "equipment", "fez": "fezzes", "fish": "fish", "focus": "foci", "foot": "feet", "genus": "genera",
    "goose": "geese", "half": "halves", "halo": "halos", "helix": "helices", "human": "humans", "idea": "idea",
    "index": "indices", "information": "information", "jeans": "jeans", "kilo": "kilos", "latex": "latices",
    "locus": "loci", "louse": "lice", "matrix": "matrices", "medium": "media", "money": "money", "moose": "moose",
    "mosquito": "mosquitos", "motto": "mottos", "mouse": "mice", "news": "news", "nova": "nova",
    "octopus": "octupuses", "ox": "oxen", "peninsula": "peninsula", "person": "people", "phenomenon": "phenomena",
    "photo": "photos", "piano": "pianos", "police": "police", "quiz": "quizzes", "radius": "radii", "rice": "rice",
    "scarf": "scarves", "serf": "serves", "series": "series", "sheep": "sheep", "silo": "silos", "species": "species",
    "stadium": "stadiums", "surf": "surves", "syllabus": "syllabi", "testis": "testes", "thief": "thieves",
    "tooth": "teeth", "turf": "turves", "vertex": "vertices", "veto": "vetos", "virus": "viruses", "vita": "vitae",
    "volcano": "volcanos", "vortex": "vortices", "wharf": "wharves",
}  # fmt: skip
_PLURALS = frozenset(_WORDS.values())
# (what a word ends with, what that becomes); the first that fits.
_ENDINGS = tuple(
    (re.compile(rf"(?i){ending}\Z"), becomes)
    for ending, becomes in (
        ("man", "men"), ("leus", "lei"), ("(people|children|men)", r"\1"), ("child", "children"),
        ("(tz|zz|x|ch|sh|ss|us)", r"\1es"),
        ("andum", "anda"), ("posium", "posia"), ("terium", "teria"), ("emium", "emia"), ("stratum", "strata"),
        ("larva", "larvae"), ("nebula", "nebulae"),
        ("(aly|the|ba|oa|cri|lip|op|no|eme|ene)sis", r"\1ses"),
        ("(ea|oa|al|el|ol|ul)f", r"\1ves"), ("fe", "ves"), ("(qu|[^aeiou]|\\A)y", r"\1ies"),
        ("(io|oo)", r"\1s"), ("o", "oes"),
    )
)  # fmt: skip


def plural(word: str) -> str:
    """The plural of the last word in `word`."""
    separator = re.search(r"[-_ /](?=[^-_ /]*\Z)", word)
    start = separator.end() if separator else 0
    last = word[start:].lower()
    if last in _PLURALS:
        return word
    if last in _WORDS:
        return word[:start] + _WORDS[last]
    for ending, becomes in _ENDINGS:
        if ending.search(word):
            return ending.sub(becomes, word)
    return word if word.lower().endswith("s") else word + "s"
