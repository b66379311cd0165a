"""Editions' texts in a table of their own."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def read_again(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The summary is the front matter's own from now on; the next import reads it out of every file."""
    apps.get_model("reviews", "Edition").objects.exclude(summary="").update(summary="")
    apps.get_model("reviews", "Site").objects.update(read_digest="")


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0002_roles"),
    ]

    operations = [
        migrations.RunPython(read_again, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="edition",
            name="html",
        ),
        migrations.RemoveField(
            model_name="edition",
            name="plain",
        ),
        migrations.RemoveField(
            model_name="edition",
            name="reading_time",
        ),
        migrations.RemoveField(
            model_name="edition",
            name="toc",
        ),
        migrations.RemoveField(
            model_name="edition",
            name="word_count",
        ),
        migrations.AddField(
            model_name="edition",
            name="text_key",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.CreateModel(
            name="EditionText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text_key", models.CharField(max_length=32)),
                ("renderer_key", models.CharField(max_length=32)),
                ("has_references", models.BooleanField(default=False)),
                ("html", models.TextField(blank=True)),
                ("toc", models.TextField(blank=True)),
                ("summary", models.TextField(blank=True)),
                ("is_truncated", models.BooleanField(default=False)),
                ("plain", models.TextField(blank=True)),
                ("word_count", models.PositiveIntegerField(default=0)),
                ("reading_time", models.PositiveIntegerField(default=0)),
                ("problems", models.JSONField(default=list)),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="text", to="reviews.edition"
                    ),
                ),
            ],
            options={
                "verbose_name": "edition's text",
                "verbose_name_plural": "editions' texts",
                "indexes": [
                    models.Index(
                        condition=models.Q(("has_references", True)), fields=["edition"], name="text_with_references"
                    ),
                    models.Index(fields=["renderer_key"], name="text_renderer"),
                ],
            },
        ),
    ]
