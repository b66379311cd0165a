"""The project's settings: one file, read from the environment by typed readers, safe by default."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env

from editorial.services import blob_storage, cache, committer, database, desk_address, mail, page_cache, publish_hook

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# Where all state lives: SQLite file, blobs, caches, collected static files, the demo's secret key.
DATA_DIR = (BASE_DIR / env.path("DATA_DIR", default=Path("var"))).resolve()


def secret_key() -> str:
    """The key from SECRET_KEY, else the one that `make demo` keeps in the data folder; else none: Django refuses."""
    kept = DATA_DIR / "secret_key"
    return env.str("SECRET_KEY", default="") or (kept.read_text().strip() if kept.is_file() else "")


SECRET_KEY = secret_key()
DEBUG = env.bool("DEBUG", default=False)
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname or "127.0.0.1"
IS_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[SITE_HOST, "127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "taggit",  # before ours, which takes its page out of the admin
    "reviews.apps.ReviewsConfig",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "markdownx",
    "axes",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "reviews.desk.only.Sessions",
    "reviews.desk.language.DeskLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "reviews.desk.only.Csrf",
    "reviews.desk.only.Authentication",
    "reviews.desk.only.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "reviews.desk.only.Htmx",
    "reviews.desk.site_time.SiteTimeMiddleware",
    "axes.middleware.AxesMiddleware",
    "reviews.desk.again.Again",  # the last: it calls the view
]
ROOT_URLCONF = "editorial.urls"
WSGI_APPLICATION = "editorial.wsgi.application"
APPEND_SLASH = False  # addresses are Hugo's; the public side answers them, with and without the slash, itself

# A folder whose `public/post.html`, `public/base.html` ... take the place of ours.
SITE_TEMPLATES: list[str] = env.list("SITE_TEMPLATES", default=[])
# Templates of the site's own shortcodes besides shortcodes/NAME.html in these folders: "note=blocks/note.html,..."
SHORTCODE_TEMPLATES: dict[str, str] = env.dict("SHORTCODE_TEMPLATES", default={})
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [*SITE_TEMPLATES, BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
    {
        "NAME": "readers",  # `public/` of these folders
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [*SITE_TEMPLATES, BASE_DIR / "templates"],
        "OPTIONS": {"environment": "reviews.public.templating.environment"},
    },
]

DATABASES = {"default": database(env, "DATABASE_URL", DATA_DIR)}
CACHES = {"default": cache(env, "REDIS_URL", DATA_DIR), "pages": page_cache(env, "REDIS_URL")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "_static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "media"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "blobs": blob_storage(env, "BLOB_STORAGE_URL", DATA_DIR),
}

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the preview is a sandboxed frame of the same origin
if env.bool("TRUST_PROXY_HEADERS", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # a code to scan stands in its page
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

# Pages that Hugo does not have, below each language's front page; "" turns one off, and a site's own page wins.
OWN_ADDRESSES = {
    "archive": env.str("ARCHIVE_ADDRESS", default="archive/"),
    "authors": env.str("AUTHORS_ADDRESS", default="authors/"),
    "search": env.str("SEARCH_ADDRESS", default="search/"),
}
DESK_ADDRESS = desk_address(env, "DESK_ADDRESS")
WITHDRAWN_IS_GONE = env.bool("WITHDRAWN_IS_GONE", default=False)  # 410 where readers had a page, else 404
FULL_TEXT_FEEDS = env.bool("FULL_TEXT_FEEDS", default=True)  # Atom and JSON Feed; RSS is Hugo's own
INDEXNOW_KEY = env.str("INDEXNOW_KEY", default="")  # 8 to 128 letters, digits, hyphens: https://www.indexnow.org/

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ko", _("Korean"))]
LOCALE_PATHS = [BASE_DIR / "reviews" / "locale"]
FORMAT_MODULE_PATH = ["reviews.formats"]
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_TZ = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # a long post with room to spare
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
IMAGE_UPLOAD_MAX_BYTES = env.int("IMAGE_UPLOAD_MAX_BYTES", default=20 * 1024 * 1024)
MARKDOWNX_EDITOR_RESIZABLE = False
TAGGIT_CASE_INSENSITIVE = False

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"desk@{SITE_HOST}")
PUBLISH_HOOK = publish_hook(env, "PUBLISH_HOOK")
GIT_COMMITTER = committer(env, "GIT_COMMITTER", DEFAULT_FROM_EMAIL)
GIT_TIMEOUT = env.float("GIT_TIMEOUT", default=600)  # seconds that a commit, with the repository's hooks, may take
globals().update(mail(env, "EMAIL_URL"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
