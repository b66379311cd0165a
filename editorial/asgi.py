"""The ASGI application: for servers that speak it."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "editorial.settings")
application = get_asgi_application()
_ = settings.SECRET_KEY  # a server without a key stops here, not at the first log-in
