"""Build sites with real Hugo, import them, and ask the readers' side for every file that Hugo wrote.

    python -m tests.bench.public_compare [--show N] SITE [SITE ...]

Prints for each site how many answers of each kind are as Hugo's, and the misses with their reasons.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
if __name__ == "__main__":  # the processes that set texts come here too, and read this one's database
    STATE = tempfile.TemporaryDirectory(prefix="public-compare-")
    os.environ.update(DATA_DIR=STATE.name, SECRET_KEY="for comparing only", DJANGO_SETTINGS_MODULE="editorial.settings")  # noqa: S106
    os.environ.pop("DATABASE_URL", None)

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from tests.addresses.comparing import compare  # noqa: E402
from tests.addresses.hugo_build import build  # noqa: E402


def compare_site(site: Path, show: int) -> None:
    """One site, in an empty database."""
    call_command("flush", "--no-input", verbosity=0)
    with tempfile.TemporaryDirectory() as name:
        built = build(site, Path(name))
        try:
            call_command("hugo_import", str(built.root), "--json", stdout=open(os.devnull, "w"))  # noqa: SIM115, PTH123
        except SystemExit as error:
            print(f"  import: exit code {error.code}")
        compared = compare(Client(raise_request_exception=False), built)
    print(f"{site.name}: " + ", ".join(f"{kind} {count}" for kind, count in compared.counts.items()))
    for note in built.notes[:show]:
        print(f"  note: {note}")
    for each in compared.misses[:show]:
        print(f"  {each.kind}: {each.problem[:300]}")
    print(f"  {len(compared.misses)} misses", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--show", type=int, default=20)
    parser.add_argument("sites", nargs="+", type=Path)
    given = parser.parse_args()
    setup_test_environment()
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.LOGGING_CONFIG = None
    call_command("migrate", verbosity=0)
    for site in given.sites:
        try:
            compare_site(site, given.show)
        except RuntimeError as error:
            print(f"{site.name}: Hugo refuses it: {str(error)[:4000]}", flush=True)


if __name__ == "__main__":
    main()
