"""All settings. This file is the only reader of the environment; docs/operations.md lists the variables.

Without DATABASE_URL the program runs embedded: its own PostgreSQL and Redis, data in var/, on loopback. With
DATABASE_URL it runs against servers and takes nothing for granted: secret key and allowed hosts must be given.
"""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from arclose.embedded.places import Places
from arclose.embedded.secret_key import own_secret_key
from arclose.server_addresses import database_from_url, redis_over_socket


def _flag(name: str, *, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0").strip().lower() in {"1", "true", "yes", "on"}


def _words(name: str, *, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def _number(name: str, *, default: int) -> int:
    text = os.environ.get(name, "").strip() or str(default)
    if not (text.isascii() and text.isdecimal()):
        raise ImproperlyConfigured(f"{name} is {text}: it must be a whole number.")
    return int(text)


def _one_of(*words: str, name: str) -> str:
    """Give the word that a variable has; the first where it has none."""
    word = os.environ.get(name, "").strip().lower() or words[0]
    if word not in words:
        raise ImproperlyConfigured(f"{name} is {word}: it must be one of {', '.join(words)}.")
    return word


BASE_DIR = Path(__file__).resolve().parent.parent

# --- run mode ---------------------------------------------------------------------------------------------------------

VAR_DIR = Path(os.environ.get("ARCLOSE_VAR", "") or BASE_DIR / "var").resolve()
EMBEDDED = Places(VAR_DIR)
EMBEDDED_DATABASE = not os.environ.get("DATABASE_URL")
EMBEDDED_REDIS = not os.environ.get("REDIS_URL")
CPU_COUNT = os.cpu_count() or 1

WEB_HOST = os.environ.get("ARCLOSE_HOST", "127.0.0.1")
WEB_PORT = _number("ARCLOSE_PORT", default=8000)
WEB_PROCESSES = _number("ARCLOSE_WEB_PROCESSES", default=CPU_COUNT)
WEB_THREADS = _number("ARCLOSE_WEB_THREADS", default=4)
WORKER_PROCESSES = _number("ARCLOSE_WORKERS", default=CPU_COUNT)
WORKER_MEMORY_MEGABYTES = _number("ARCLOSE_WORKER_MEMORY_MB", default=300)

# --- security ---------------------------------------------------------------------------------------------------------

DEBUG = _flag("ARCLOSE_DEBUG", default=False)
DEFAULT_SECRET_KEY = "insecure-default-key-for-development-only-never-for-real-books"  # noqa: S105 (refused when live)


def _secret_key() -> str:
    given = os.environ.get("SECRET_KEY", "")
    if given or not EMBEDDED_DATABASE:
        return given or DEFAULT_SECRET_KEY
    return own_secret_key(EMBEDDED)


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = _words("ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]" if EMBEDDED_DATABASE else "")
CSRF_TRUSTED_ORIGINS = _words("CSRF_TRUSTED_ORIGINS")
# A form has a field per line of an order and one per row of a preview; the bytes of a request stay limited.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Embedded, the program is reached on loopback without a certificate; before servers it stands behind HTTPS.
HTTPS = _flag("ARCLOSE_HTTPS", default=not EMBEDDED_DATABASE and not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = _flag("ARCLOSE_BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
X_FRAME_OPTIONS = "DENY"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # after the last use: see arclose/access/signing_in_again.py
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_USE_SESSIONS = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- apps -------------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "arclose.operations",
    "arclose.demo",
    "arclose.checklist",
    "journals",
    "revaluation",
    "ecsales",
    "customers",
    "arclose.imports",
    "arclose.batch",
    "arclose.ledger",
    "arclose.access",
    "arclose.web",
    "arclose.access.setup_site.SetupConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "template_partials",
    "pgtrigger",
    "pghistory",
    "import_export",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "arclose.web.nul.WithoutNul",
    "arclose.web.errors.DatabaseGoneMiddleware",
    "arclose.access.middleware.AccessMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it answers a locked-out login
]

ROOT_URLCONF = "arclose.urls"
WSGI_APPLICATION = "arclose.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "arclose.web.frame.frame",
                "arclose.access.frame.frame",
                "arclose.checklist.walk.frame",
            ],
        },
    },
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "arclose.access.people.PersonBackend",
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
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
CSRF_FAILURE_VIEW = "arclose.web.errors.csrf_failed"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_TEMPLATE = "registration/locked_out.html"
AXES_CLIENT_IP_CALLABLE = "arclose.server_addresses.client_address"

# --- database ---------------------------------------------------------------------------------------------------------

# The program logs in as a role that owns nothing and cannot change what is posted; the owner migrates and restores.
APPLICATION_ROLE = "arclose_app"
OWNER_ROLE = "arclose_owner"


def _databases() -> dict[str, dict[str, Any]]:
    if EMBEDDED_DATABASE:
        place = {"NAME": "arclose", "HOST": str(EMBEDDED.sockets), "PORT": "5432", "PASSWORD": ""}
        application = {**place, "USER": APPLICATION_ROLE}
        owner = {**place, "USER": OWNER_ROLE}
    else:
        application = database_from_url(os.environ["DATABASE_URL"])
        owner = database_from_url(os.environ.get("OWNER_DATABASE_URL") or os.environ["DATABASE_URL"])
    common = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }
    return {"default": {**application, **common}, "owner": {**owner, **common, "CONN_MAX_AGE": 0}}


DATABASES = _databases()

# The start, `manage.py verify` and the close prove that an acknowledged commit lasts. Tests commit to no disk.
DURABILITY_IS_PROVED = _flag("ARCLOSE_PROVE_DURABILITY", default=True)

# --- queue ------------------------------------------------------------------------------------------------------------

# The broker may be slow or gone at any moment: one second, one try, and the poller finds the work anyway.
CELERY_BROKER_URL = os.environ.get("REDIS_URL") or redis_over_socket(EMBEDDED.redis_socket)
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
    "retry_on_timeout": False,
    "max_retries": 0,
    "visibility_timeout": 3600,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_STORE_ERRORS_EVEN_IF_IGNORED = False
CELERY_RESULT_BACKEND = None
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = WORKER_PROCESSES
CELERY_WORKER_MAX_MEMORY_PER_CHILD = WORKER_MEMORY_MEGABYTES * 1000 * 9 // 10  # kilobytes, looked at after each task
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_ENABLE_UTC = True
CELERY_TIMEZONE = "UTC"

# --- batch jobs -------------------------------------------------------------------------------------------------------

BATCH_CHUNK_SIZE = _number("ARCLOSE_CHUNK_SIZE", default=2_500)  # documents a worker posts in one transaction, at most
# What a chunk may take before its worker counts as lost: a fixed part and one per document.
BATCH_CHUNK_LIMIT_SECONDS = _number("ARCLOSE_CHUNK_LIMIT_SECONDS", default=30)
BATCH_DOCUMENT_LIMIT_MILLISECONDS = _number("ARCLOSE_DOCUMENT_LIMIT_MS", default=100)
# The server ends a statement at the limit; the process ends itself so much later.
BATCH_LIMIT_GRACE_SECONDS = _number("ARCLOSE_LIMIT_GRACE_SECONDS", default=5)
BATCH_POLL_SECONDS = _number("ARCLOSE_POLL_SECONDS", default=3)
# Workers of this process take jobs of this priority and more urgent ones, so that such jobs never wait behind others.
BATCH_LEAST_PRIORITY = _one_of("low", "normal", "high", "critical", "reserved", name="ARCLOSE_LEAST_PRIORITY")

# --- close ------------------------------------------------------------------------------------------------------------

# A close page whose counts took longer the last time comes without them, and asks for them once it stands.
CLOSE_COUNTED_WITHIN_SECONDS = _number("ARCLOSE_CLOSE_COUNTED_WITHIN_MS", default=200) / 1000

# --- e-mail -----------------------------------------------------------------------------------------------------------

# Alerts of jobs, and documents. Without a server alerts are written to the log of the poller, and documents wait.
EMAIL_HOST = os.environ.get("ARCLOSE_EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_TO_LOG = _flag("ARCLOSE_EMAIL_TO_LOG", default=False)  # then the log of a worker stands for the server
EMAIL_PORT = _number("ARCLOSE_EMAIL_PORT", default=25)
EMAIL_HOST_USER = os.environ.get("ARCLOSE_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ARCLOSE_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = _flag("ARCLOSE_EMAIL_TLS", default=False)
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("ARCLOSE_EMAIL_FROM", "") or "arclose@localhost"
PUBLIC_URL = os.environ.get("ARCLOSE_PUBLIC_URL", "").rstrip("/")

# --- EC sales lists ---------------------------------------------------------------------------------------------------

# A folder with the authorities' schemas, one folder per state: with it, no file is offered that its schema refuses.
EC_SALES_SCHEMAS = Path(folder) if (folder := os.environ.get("ARCLOSE_EC_SALES_SCHEMAS", "")) else None
# Where VIES answers about VAT numbers (https://ec.europa.eu/taxation_customs/vies/rest-api); empty: nobody is asked.
VIES_URL = os.environ.get("ARCLOSE_VIES_URL", "").rstrip("/")

# --- languages, files, logs -------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("nl", _("Dutch"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "arclose.web.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = VAR_DIR / "uploads"
FILE_UPLOAD_HANDLERS = [
    "arclose.imports.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

FORM_RENDERER = "arclose.web.widgets.WidgetRenderer"
IMPORT_EXPORT_USE_TRANSACTIONS = True
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(process)d %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("ARCLOSE_LOG_LEVEL", "WARNING")},
    "loggers": {
        name: {"level": os.environ.get("ARCLOSE_LOG_LEVEL", "INFO")}
        for name in ("arclose", "customers", "journals", "celery.worker")
    },
}
