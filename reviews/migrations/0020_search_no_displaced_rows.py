"""Rows make room for others: none is displaced any more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reviews", "0019_search_blanks")]
    operations = [
        migrations.RemoveIndex(model_name="searchrow", name="search_row_displaced"),
        migrations.RemoveField(model_name="searchrow", name="is_displaced"),
    ]
