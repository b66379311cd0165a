import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0008_stamps"),
    ]

    operations = [
        migrations.AddField(
            model_name="postfile",
            name="conflict",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.blob"
            ),
        ),
    ]
