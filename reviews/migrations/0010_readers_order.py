"""Hugo's order of lists and the sections of pages, in columns; what is published is counted."""

import django.utils.timezone
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def read_again(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The next import reads order and section out of every file."""
    apps.get_model("reviews", "Site").objects.update(read_digest="")


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0009_file_conflicts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.BigIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="edition",
            name="edition_list",
        ),
        migrations.RemoveIndex(
            model_name="edition",
            name="edition_beside",
        ),
        migrations.RemoveIndex(
            model_name="edition",
            name="edition_section",
        ),
        migrations.RemoveIndex(
            model_name="editionterm",
            name="edition_term_url",
        ),
        migrations.RemoveIndex(
            model_name="editionterm",
            name="edition_term_key",
        ),
        migrations.RemoveField(
            model_name="edition",
            name="section_key",
        ),
        migrations.RemoveField(
            model_name="editionterm",
            name="url_key",
        ),
        migrations.AddField(
            model_name="edition",
            name="files_url",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="edition",
            name="is_listed_beside",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="edition",
            name="is_mapped",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="edition",
            name="logical_path",
            field=models.CharField(blank=True, max_length=640),
        ),
        migrations.AddField(
            model_name="edition",
            name="parent",
            field=models.CharField(blank=True, max_length=640),
        ),
        migrations.AddField(
            model_name="edition",
            name="rank",
            field=models.CharField(blank=True, max_length=136),
        ),
        migrations.AddField(
            model_name="editionterm",
            name="rank",
            field=models.CharField(blank=True, max_length=144),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=["kind", "language", "rank", "id", "is_listed", "publish_date", "expiry_date", "url_key"],
                name="edition_list",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=[
                    "kind",
                    "language",
                    "section",
                    "rank",
                    "id",
                    "is_listed",
                    "publish_date",
                    "expiry_date",
                    "url_key",
                ],
                name="edition_beside",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=[
                    "kind",
                    "language",
                    "parent",
                    "rank",
                    "id",
                    "is_listed_beside",
                    "publish_date",
                    "expiry_date",
                    "url_key",
                ],
                name="edition_parent",
            ),
        ),
        migrations.AddIndex(
            model_name="editionterm",
            index=models.Index(fields=["taxonomy", "language", "key", "rank", "edition"], name="edition_term_key"),
        ),
        migrations.RunPython(read_again, migrations.RunPython.noop),
    ]
