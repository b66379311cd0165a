"""Keywords are found with their pages' dates, so that a common one costs no more than a rare one."""

import datetime

from django.db import migrations, models

DATES = """UPDATE reviews_editionkeyword SET sort_date =
(SELECT sort_date FROM reviews_edition WHERE reviews_edition.id = reviews_editionkeyword.edition_id)"""


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0012_pings"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="editionkeyword", name="edition_keyword"),
        migrations.AddField(
            model_name="editionkeyword",
            name="sort_date",
            field=models.DateTimeField(default=datetime.datetime(1000, 1, 1, tzinfo=datetime.UTC)),
        ),
        migrations.RunSQL(DATES, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="editionkeyword",
            index=models.Index(fields=["key", "sort_date", "edition"], name="edition_keyword_date"),
        ),
    ]
