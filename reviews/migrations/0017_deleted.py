"""Posts that were deleted at the desk, and the permission that editors need for it."""

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from reviews.roles import make_groups


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    make_groups()


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0016_gone_addresses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="deleted_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="deleted at the desk"),
        ),
        migrations.AlterField(
            model_name="move",
            name="step",
            field=models.CharField(
                blank=True,
                choices=[
                    ("submit", "Submit for review"),
                    ("recall", "Recall"),
                    ("approve", "Approve"),
                    ("request_changes", "Request changes"),
                    ("publish", "Publish"),
                    ("schedule", "Schedule"),
                    ("unschedule", "Unschedule"),
                    ("unpublish", "Unpublish"),
                    ("reopen", "Reopen"),
                    ("delete", "Delete"),
                    ("restore", "Restore"),
                ],
                max_length=20,
                verbose_name="step",
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)), fields=["deleted_at"], name="post_deleted"
            ),
        ),
        migrations.RunPython(make, migrations.RunPython.noop),
    ]
