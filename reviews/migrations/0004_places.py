"""Where published pages are found besides their addresses; the next import fills it for pages published before."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def read_again(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("reviews", "Site").objects.update(read_digest="")


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0003_edition_texts"),
    ]

    operations = [
        migrations.RunPython(read_again, migrations.RunPython.noop),
        migrations.AddField(
            model_name="edition",
            name="keyword_keys",
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name="EditionAuthor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=32)),
                ("language", models.CharField(max_length=20)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="author_rows", to="reviews.edition"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["key", "edition"], name="edition_author_key"),
                    models.Index(fields=["language", "name"], name="edition_author_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionKeyword",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("index", models.CharField(max_length=100)),
                ("key", models.CharField(max_length=32)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="keyword_rows", to="reviews.edition"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["key", "edition"], name="edition_keyword")],
            },
        ),
        migrations.CreateModel(
            name="EditionMenu",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=20)),
                ("menu", models.CharField(max_length=100)),
                ("entry", models.JSONField(default=dict)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="menu_rows", to="reviews.edition"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["language"], name="edition_menu_language")],
            },
        ),
    ]
