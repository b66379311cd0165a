"""Names of terms and parts of addresses, with the answers that Hugo 0.168 gave."""

import pytest

from reviews.hugo.page_address import term_url
from reviews.hugo.site import SiteConfig
from reviews.hugo.terms import escape_path, lower, path_key, sanitise, term_key, urlize

PLAIN = SiteConfig.from_json({})

# name, Hugo's path of the term below /tags, Hugo's address below /tags
TERMS = [
    ("Paper Review", "paper-review", "paper-review/"),
    ("paper  review", "paper--review", "paper--review/"),
    ("C", "c", "c/"),
    ("C++", "c++", "c++/"),
    ("C#", "c#", "c%23/"),
    (".NET", ".net", ".net/"),
    ("Node.js", "node.js", "node.js/"),
    ("1.0", "1.0", "1.0/"),
    ("a/b", "a/b", "a/b/"),
    ("100%", "100%", "100/"),
    ("Q&A", "q&a", "qa/"),
    ("🙂", "🙂", ""),
    ("①", "①", ""),
    ("한국어", "한국어", "%ED%95%9C%EA%B5%AD%EC%96%B4/"),
    ("Café", "café", "caf%C3%A9/"),
    (" lead", "-lead", "-lead/"),
    ("trail ", "trail-", "trail-/"),
    ("it's", "it's", "its/"),
    ("/ab", "/ab", "/ab/"),
    ("..", "..", "../"),
    ("a\\b", "a\\b", "a%5Cb/"),
    ("%41", "%41", "%41/"),
    ("%zz", "%zz", "zz/"),
    ("İx", "ix", "ix/"),
    ("Σας", "σας", "%CF%83%CE%B1%CF%82/"),
    ("a\tb", "a\tb", "a-b/"),
    ("a\u00a0b", "a\u00a0b", "a-b/"),
    ("Ａ", "ａ", "%EF%BD%81/"),
    ("@a", "@a", "@a/"),
    ("$1", "$1", "1/"),
    ("²", "²", ""),
    ("-x-", "-x-", "-x-/"),
    ("~t", "~t", "~t/"),
]


@pytest.mark.parametrize(("name", "key", "address"), TERMS)
def test_a_term_has_hugos_identity_and_address(name: str, key: str, address: str) -> None:
    assert term_key(name) == key
    assert term_url(PLAIN, "en", "tags", name) == "/tags/" + address


@pytest.mark.parametrize(
    ("one", "other"), [("Paper Review", "paper-review"), ("C", "c"), ("e\u0301", "é"), ("한글", "한글")]
)
def test_two_spellings_are_one_term(one: str, other: str) -> None:
    assert term_key(one) == term_key(other)


@pytest.mark.parametrize(("one", "other"), [("C", "C++"), ("C++", "C#"), ("a b", "a  b"), ("Q&A", "QA")])
def test_two_names_are_two_terms(one: str, other: str) -> None:
    assert term_key(one) != term_key(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  sp  ", "sp"),
        ("A  B", "a-b"),
        ("a - b", "a-b"),
        ("a -b", "a-b"),
        ("-x-", "-x-"),
        ("100% sure", "100-sure"),
        ("a%20b", "a%20b"),
        ("Ünï", "ünï"),
        ("x_y~z.w+v@u#t", "x_y~z.w+v@u#t"),
        ("e\u0301", "e\u0301"),
        ("{x}|^`<>", "x"),
        ("", ""),
    ],
)
def test_hugo_keeps_these_characters_of_a_text(text: str, expected: str) -> None:
    assert sanitise(text) == expected


def test_capitals_and_accents_stay_or_go_as_configured() -> None:
    assert sanitise("Ñandú Øx 한글", lower_case=False) == "Ñandú-Øx-한글"
    assert sanitise("Ñandú Øx 한글", without_accents=True) == "nandu-øx-한글"


def test_urlize_escapes_what_is_left() -> None:
    assert urlize("C# 한") == "c%23-%ED%95%9C"
    assert escape_path("/a b/%41") == "/a%20b/%41"


def test_lower_case_is_that_of_go() -> None:
    assert (lower("ΣΑΣ"), lower("İ"), path_key("A B/Ç")) == ("σασ", "i", "a-b/ç")
