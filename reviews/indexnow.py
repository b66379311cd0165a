"""Search engines are told of pages that came, changed or went. https://www.indexnow.org/documentation

Never within a request: `publish_due` calls it.
"""

import json
import logging
from urllib.error import URLError
from urllib.parse import urljoin
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils import timezone

from reviews.models import Ping

logger = logging.getLogger(__name__)
ENDPOINT = "https://api.indexnow.org/indexnow"
MOST = 10_000  # addresses of one call
TIMEOUT = 20  # seconds


def tell_search_engines() -> int:
    """Tell what is due; how many addresses were told. What fails waits for the next time."""
    due = Ping.objects.filter(not_before__lte=timezone.now()).order_by("pk")[:MOST] if settings.INDEXNOW_KEY else []
    rows = list(due)
    if not rows:
        return 0
    try:
        _send(sorted({urljoin(f"{settings.SITE_URL}/", row.url) for row in rows}))
    except (URLError, TimeoutError, ConnectionError) as error:
        logger.warning("IndexNow was not reached: %s", error)
        return 0
    Ping.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _send(urls: list[str]) -> None:
    """Raises URLError (HTTPError among them) where it is refused."""
    key = settings.INDEXNOW_KEY
    said = {
        "host": settings.SITE_HOST,
        "key": key,
        "keyLocation": f"{settings.SITE_URL}/{key}.txt",
        "urlList": urls,
    }
    headers = {"Content-Type": "application/json; charset=utf-8"}
    with urlopen(Request(ENDPOINT, json.dumps(said).encode(), headers), timeout=TIMEOUT):  # noqa: S310 # a constant
        pass
