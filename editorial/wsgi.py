"""The WSGI application: `gunicorn editorial.wsgi`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "editorial.settings")
application = get_wsgi_application()
_ = settings.SECRET_KEY  # a server without a key stops here, not at the first log-in
