"""The models: Source, Post, Edition, Revision and what hangs on them."""

from .edition import Edition, EditionAlias
from .history import Move, Revision, Why
from .notes import Note
from .people import Author, PostAuthor, author_key
from .post import INDEX_COLUMNS, Post
from .resources import Blob, EditionFile, PostFile, SiteFile
from .site import Site
from .source import Source, sha256
from .terms import Category, EditionTerm, PostCategory, PostTag, Tag

__all__ = [
    "INDEX_COLUMNS",
    "Author",
    "Blob",
    "Category",
    "Edition",
    "EditionAlias",
    "EditionFile",
    "EditionTerm",
    "Move",
    "Note",
    "Post",
    "PostAuthor",
    "PostCategory",
    "PostFile",
    "PostTag",
    "Revision",
    "Site",
    "SiteFile",
    "Source",
    "Tag",
    "Why",
    "author_key",
    "sha256",
]
