"""What search looks up: a row for each published text, and each database's own index over its tokens."""

import datetime
from string import punctuation

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import reviews.models.search

# Tokens stand between blanks; every other printable character is part of one. https://www.sqlite.org/fts5.html
_CHARACTERS = punctuation.replace("'", "''").replace('"', '""')
SQLITE = (
    f"""
    CREATE VIRTUAL TABLE reviews_search USING fts5(
        tokens, content='reviews_searchrow', content_rowid='id', detail=none, columnsize=0, prefix='3 4',
        tokenize="ascii tokenchars '{_CHARACTERS}'"
    )
    """,
    """
    CREATE TRIGGER reviews_search_insert AFTER INSERT ON reviews_searchrow BEGIN
        INSERT INTO reviews_search(rowid, tokens) VALUES (new.id, new.tokens);
    END
    """,
    """
    CREATE TRIGGER reviews_search_delete AFTER DELETE ON reviews_searchrow BEGIN
        INSERT INTO reviews_search(reviews_search, rowid, tokens) VALUES ('delete', old.id, old.tokens);
    END
    """,
    """
    CREATE TRIGGER reviews_search_update AFTER UPDATE OF id, tokens ON reviews_searchrow BEGIN
        INSERT INTO reviews_search(reviews_search, rowid, tokens) VALUES ('delete', old.id, old.tokens);
        INSERT INTO reviews_search(rowid, tokens) VALUES (new.id, new.tokens);
    END
    """,
)
POSTGRESQL = (
    "CREATE INDEX reviews_search ON reviews_searchrow USING gin (tokens) WITH (gin_pending_list_limit = 1024)",
)


def make_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def drop_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor != "postgresql":
        schema_editor.execute("DROP TABLE reviews_search", params=None)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0005_uncommitted")]
    operations = [
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_row",
                        to="reviews.edition",
                    ),
                ),
                ("text_key", models.CharField(max_length=32)),
                (
                    "sort_date",
                    models.DateTimeField(default=datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                ),
                ("is_cut", models.BooleanField(default=False)),
                ("is_displaced", models.BooleanField(default=False)),
                ("body", models.TextField(blank=True)),
                ("tokens", reviews.models.search.TokensField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sort_date", "id"], name="search_row_date"),
                    models.Index(condition=models.Q(("is_cut", True)), fields=["id"], name="search_row_cut"),
                    models.Index(
                        condition=models.Q(("is_displaced", True)), fields=["id"], name="search_row_displaced"
                    ),
                ],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
