"""When the bytes of a file were last put in or asked for."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0017_deleted"),
    ]

    operations = [
        migrations.AddField(
            model_name="blob",
            name="kept_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
    ]
