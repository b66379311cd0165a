"""Texts by date, and an author's texts in the order of lists, are found in an index."""

from django.db import migrations, models

import reviews.hugo.ordering

RANKS = """UPDATE reviews_editionauthor SET rank =
(SELECT rank FROM reviews_edition WHERE reviews_edition.id = reviews_editionauthor.edition_id)"""


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0014_search_tokens"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="editionauthor", name="edition_author_key"),
        migrations.AddField(
            model_name="editionauthor",
            name="rank",
            field=models.CharField(blank=True, default="", max_length=reviews.hugo.ordering.LONGEST_RANK),
            preserve_default=False,
        ),
        migrations.RunSQL(RANKS, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="editionauthor",
            index=models.Index(fields=["key", "rank", "edition"], name="edition_author_rank"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=[
                    "kind", "language", "sort_date", "id", "section", "is_listed", "publish_date", "expiry_date",
                    "url_key",
                ],
                name="edition_date",
            ),
        ),
    ]  # fmt: skip
