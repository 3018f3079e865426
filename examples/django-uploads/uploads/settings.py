import os
import secrets
from pathlib import Path

DATA = Path(os.environ.get("DATA_DIR", Path(__file__).parent.parent / "data")).resolve()
DATA.mkdir(parents=True, exist_ok=True)

# Signs nothing that outlives the process here: there are no sessions, and tokens lie in the database.
SECRET_KEY = os.environ.get("DJANGO_SECRET_KEY") or secrets.token_urlsafe(50)
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "uploads.urls"
WSGI_APPLICATION = "uploads.wsgi.application"
TIME_ZONE = "UTC"
USE_TZ = True

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "rest_framework.authtoken",
    "uploads",
]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "db.sqlite3",
        # One connection a thread, kept; a connection for each request costs more than the query.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            # A writer waits for its turn; without this, one that has read before is refused ("database is locked").
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # Readers and the writer do not wait for one another.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
MEDIA_ROOT = DATA / "files"
MOST_FILE_BYTES = 16 * 1024 * 1024

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.MultiPartParser", "rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "PAGE_SIZE": 100,
}

# Django alone would mail errors to nobody. On stderr they are in the log of whoever runs the service.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
