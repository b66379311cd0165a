"""Search looks up every token whole: no index of beginnings. What was indexed is indexed anew (`search_index`)."""

from importlib import import_module
from string import punctuation

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Tokens stand between blanks; every other printable character is part of one. https://www.sqlite.org/fts5.html
_CHARACTERS = punctuation.replace("'", "''").replace('"', '""')
# Much is held in memory before it is written, and lists are put together less often: rows come by hundreds.
SQLITE = (
    *(f"DROP TRIGGER reviews_search_{event}" for event in ("insert", "delete", "update")),
    "DROP TABLE reviews_search",
    "DELETE FROM reviews_searchrow",
    f"""
    CREATE VIRTUAL TABLE reviews_search USING fts5(
        tokens, content='reviews_searchrow', content_rowid='id', detail=none, columnsize=0,
        tokenize="ascii tokenchars '{_CHARACTERS}'"
    )
    """,
    "INSERT INTO reviews_search(reviews_search, rank) VALUES ('hashsize', 16777216)",
    "INSERT INTO reviews_search(reviews_search, rank) VALUES ('automerge', 8)",
    *import_module("reviews.migrations.0006_search").SQLITE[1:],  # the triggers
)
# LZ4, where the server has it, is unpacked several times as fast: texts are looked into, and weighed.
LZ4 = "SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)"
POSTGRESQL = (
    "TRUNCATE reviews_searchrow",
    "ALTER TABLE reviews_searchrow ALTER COLUMN body SET COMPRESSION lz4, ALTER COLUMN tokens SET COMPRESSION lz4",
)


def make_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor != "postgresql":
        statements = SQLITE
    else:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(LZ4)
            statements = POSTGRESQL if cursor.fetchone() else POSTGRESQL[:1]
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0013_keyword_dates")]
    operations = [migrations.RunPython(make_index, migrations.RunPython.noop)]
