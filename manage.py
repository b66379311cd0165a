#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from environs import EnvError


def main() -> None:
    """Run the command; an environment that cannot be used is one line, and nothing is done (exit code 2)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "editorial.settings")
    try:
        settings.INSTALLED_APPS  # noqa: B018 - reads the environment
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, EnvError) as error:
        sys.stderr.write(f"CommandError: the environment cannot be used: {' '.join(str(error).split())}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
