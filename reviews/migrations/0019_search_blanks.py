"""Search looks up what stands around blanks. What was indexed is indexed anew (`search_index`)."""

from importlib import import_module

from django.db import migrations

make_index = import_module("reviews.migrations.0014_search_tokens").make_index


class Migration(migrations.Migration):
    dependencies = [("reviews", "0018_kept_blobs")]
    operations = [migrations.RunPython(make_index, migrations.RunPython.noop)]
