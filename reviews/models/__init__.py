"""The models: Source, Post, Edition, Revision and what hangs on them."""

from .deliveries import Delivery
from .edition import Edition, EditionAlias, EditionText
from .gone import GoneAddress
from .history import Move, Revision, Why
from .notes import Note
from .people import Author, PostAuthor, author_key
from .pings import Ping
from .places import EditionAuthor, EditionKeyword, EditionMenu
from .post import INDEX_COLUMNS, Post
from .publication import Publication
from .resources import Blob, EditionFile, PostFile, SiteFile
from .search import SearchRow
from .site import Site
from .source import Source, sha256
from .terms import Category, EditionTerm, PostCategory, PostTag, Tag

__all__ = [
    "INDEX_COLUMNS",
    "Author",
    "Blob",
    "Category",
    "Delivery",
    "Edition",
    "EditionAlias",
    "EditionAuthor",
    "EditionFile",
    "EditionKeyword",
    "EditionMenu",
    "EditionTerm",
    "EditionText",
    "GoneAddress",
    "Move",
    "Note",
    "Ping",
    "Post",
    "PostAuthor",
    "PostCategory",
    "PostFile",
    "PostTag",
    "Publication",
    "Revision",
    "SearchRow",
    "Site",
    "SiteFile",
    "Source",
    "Tag",
    "Why",
    "author_key",
    "sha256",
]
