"""Settings of trial, tests and production: one file, told apart by the environment only.

`INSPECTORATE_MODE` is `trial` (one process, Celery over memory), `test` or `production`; production refuses
to start on unsafe values (see `inspectorate.lib.checks`).
"""
import sys
from pathlib import Path

import environ
import structlog
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from inspectorate.lib import tracing
from inspectorate.lib.database import database_url

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

MODE = env("INSPECTORATE_MODE", default="test" if "pytest" in sys.modules else "trial")
IS_PRODUCTION = MODE == "production"
DEBUG = env.bool("DEBUG", default=False)
TRIAL_KEY = "trial-only-key-never-for-production-use-0123456789abcdef"
SECRET_KEY = env("SECRET_KEY", default=TRIAL_KEY)
FIELD_KEYS = env.list("FIELD_KEYS", default=[])  # Fernet keys of encrypted fields, newest first; else from SECRET_KEY
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
INTERNAL_PROXIES = env.int("PROXY_COUNT", default=1 if IS_PRODUCTION else 0)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "guardian",
    "import_export",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_htmx",
    "django_filters",
    "csp",
    "inspectorate.trail",
    "inspectorate.register",
    "inspectorate.rulebook",
    "inspectorate.duties",
    "inspectorate.documents",
    "inspectorate.publication",
    "committees",
    "inspectors",
    "supervision",
    "accountability",
    "monitoring",
    "inspectorate.desk",
]

MIDDLEWARE = [
    "inspectorate.lib.tracing.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "inspectorate.lib.security.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "inspectorate.publication.middleware.PublicPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "inspectorate.register.middleware.PostMiddleware",
    "inspectorate.register.views.gate.GateMiddleware",
    "inspectorate.register.middleware.ContextMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "inspectorate.urls"
WSGI_APPLICATION = "inspectorate.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "inspectorate.desk.context.navigation",
            ],
        },
    },
]
FORM_RENDERER = "inspectorate.lib.forms.Renderer"

# Database: PostgreSQL only; persistent connections (a fast page is 5 to 9 times slower without them).
DATABASES = {"default": env.db_url_config(env("DATABASE_URL", default="") or database_url())}
DATABASES["default"].update(
    ENGINE="django.db.backends.postgresql",
    CONN_MAX_AGE=env.int("CONN_MAX_AGE", default=600),
    CONN_HEALTH_CHECKS=True,
    ATOMIC_REQUESTS=False,
)
# Compiling a statement takes longer than running any of ours: a tenth of a second on one of ten milliseconds.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People
AUTH_USER_MODEL = "register.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None  # guardian would otherwise create an active account
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "inspectorate.lib.security.ComplexityValidator"},
    {"NAME": "inspectorate.lib.security.LocalWordsValidator"},
]
if MODE == "test":  # a fast hash keeps the suite quick; production keeps Django's default
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
OTP_TOTP_ISSUER = "教育督导"
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "inspectorate.register.views.signin.locked_out"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_CLIENT_IP_CALLABLE = "inspectorate.lib.security.client_ip"
AXES_ENABLE_ADMIN = False
SESSION_ENGINE = "inspectorate.register.models.sessions"
SESSION_COOKIE_AGE = env.int("SESSION_ABSOLUTE_SECONDS", default=12 * 3600)
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=30 * 60)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
PASSWORD_ROTATION_DAYS = env.int("PASSWORD_ROTATION_DAYS", default=90)

# Browser
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}
if IS_PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked from inside, without the proxy
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

# Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Files
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(BASE_DIR / ".run" / "static")))
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(BASE_DIR / ".run" / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
WHITENOISE_AUTOREFRESH = MODE == "test"  # look for a file when it is asked for: every test client would list them all
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
UPLOAD_MAX_BYTES = 50 * 1024 * 1024
DOCUMENT_FONTS: dict[str, list[str]] = {}  # an office with licensed fonts names them here, see docs/fonts.md

# Exchange of sheets: import-export leaves both doors open to every account unless these are set.
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_SKIP_ADMIN_LOG = True

# Cache and queue: Redis in production; the trial and the tests need nothing but PostgreSQL.
REDIS_URL = env("REDIS_URL", default="")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default=REDIS_URL or "memory://localhost/")
CELERY_TASK_ALWAYS_EAGER = MODE == "test"
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300} if CELERY_BROKER_URL.startswith("redis") else {}
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "clock": {"task": "look_at_the_clock", "schedule": 60.0},
}

# The clock. How often a job runs here, where its default does not fit: {"inspectorate.trail.jobs.seal": {"every": 60}};
# daily jobs take {"at": "02:30"} too. A moment of the future is for rehearsals: everybody would be told of tomorrow.
CLOCK_SCHEDULE: dict[str, dict] = env.json("CLOCK_SCHEDULE", default={})
# More than this and the clock is in doubt: an alarm, and nothing goes by dates. A trial's machine may sleep for hours.
CLOCK_JUMP_SECONDS = env.int("CLOCK_JUMP_SECONDS", default=86400 if MODE == "trial" else 300)
CLOCK_MAY_RUN_AHEAD = env.bool("CLOCK_MAY_RUN_AHEAD", default=False)

RENDER_LOST_SECONDS = env.int("RENDER_LOST_SECONDS", default=30)  # a paper not there by then is asked for again

# Health. The deep look answers this machine, the addresses named here, and whoever shows the token.
HEALTH_ALLOWED = env.list("HEALTH_ALLOWED", default=["127.0.0.0/8", "::1/128"])
HEALTH_TOKEN = env("HEALTH_TOKEN", default="")
HEALTH_PATIENCE = 1  # seconds for the database and the queue to answer
HEALTH_LIMITS = {  # seconds; a backup that is never recorded is not asked for
    "reminder": 3600, "rendering": 1800, "seal": 3 * 3600, "worker": 300, "beat": 300, "backup": 26 * 3600,
}

# Notices: always in the system; by e-mail and to a chat robot (`wecom`, `dingtalk` or `plain`) where switched on.
EMAIL_HOST = env("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", default=False)
EMAIL_TIMEOUT = 5  # seconds for each answer of the mail server: a whole letter stays far below the lease
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="inspectorate@localhost")
NOTICE_EMAIL = env.bool("NOTICE_EMAIL", default=False)
NOTICE_WEBHOOK_URL = env("NOTICE_WEBHOOK_URL", default="")
NOTICE_WEBHOOK_FORMAT = env("NOTICE_WEBHOOK_FORMAT", default="plain")
NOTICE_WEBHOOK_HOSTS = env.list("NOTICE_WEBHOOK_HOSTS", default=[])  # hosts of the inner network spoken to without TLS
NOTICE_LEASE_SECONDS = 60
NOTICE_ATTEMPTS = 8
NOTICE_BACKOFF_SECONDS = 60  # doubled with each attempt
NOTICE_LINES = 100  # duties that one letter names; the rest it counts
NOTICE_LOOK_MOST = 500  # deliveries of one look at the clock, and the seconds it may take
NOTICE_LOOK_SECONDS = 20

# Logs: one JSON line an event in production, readable lines in the trial; a request id on each; no personal data.
# A rich traceback would print local variables, and even a plain one quotes values: production names places only.
FOREIGN_LINES = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    tracing.without_address,
]
TRIAL_LINES = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
]
PRODUCTION_LINES = [
    tracing.without_values,
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    structlog.processors.JSONRenderer(ensure_ascii=False),
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": FOREIGN_LINES,
            "processors": PRODUCTION_LINES if IS_PRODUCTION else TRIAL_LINES,
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "inspectorate.lib.tracing": {"level": "INFO" if IS_PRODUCTION else "WARNING"},
        "inspectorate.duties.workflow.sending": {"level": "INFO" if IS_PRODUCTION else "WARNING"},
        "axes": {"level": "ERROR"},  # it names who failed to sign in; that stands in its table
    },
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

# What the footer of the public site must name (政府网站发展指引); empty values are warned of at start.
SITE_OFFICE = env("SITE_OFFICE", default="牡丹江市人民政府教育督导委员会办公室")
SITE_FOOTER = {
    "sponsor": env("SITE_SPONSOR", default=SITE_OFFICE),
    "contact": env("SITE_CONTACT", default=""),
    "site_code": env("SITE_CODE", default=""),
    "icp": env("SITE_ICP", default=""),
    "police": env("SITE_POLICE", default=""),
}

# Demonstration accounts exist only where this is set (by `make demo`), never in production.
DEMONSTRATION = env.bool("INSPECTORATE_DEMONSTRATION", default=False)
GUARDIAN_MONKEY_PATCH_USER = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
