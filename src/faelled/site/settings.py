"""Django's settings. Every value that a municipality may want to change is an environment variable (docs/drift)."""

import hashlib
import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from faelled.site import env

SITE = Path(__file__).resolve().parent
TESTING = "pytest" in sys.modules
VAR = env.folder("FAELLED_VAR", Path.cwd() / "var")  # the database, the key file, the collected static files

ORIGIN = env.text("FAELLED_ORIGIN", "http://127.0.0.1:8000").rstrip("/")
MAIL_DOMAIN = env.text("FAELLED_MAIL_DOMAIN", "faelled.example").lower()
MAIL_FROM = f"faelled@{MAIL_DOMAIN}"  # always the same readable address; answers go to Reply-To
OPEN_SIGN_UP = env.flag("FAELLED_OPEN_SIGN_UP", default=False)
DEMO = env.flag("FAELLED_DEMO", default=False)

_origin = urlsplit(ORIGIN)
LOOPBACK = _origin.hostname in {"127.0.0.1", "localhost", "::1"}
if _origin.scheme not in {"http", "https"} or not _origin.hostname:
    raise ImproperlyConfigured(
        f"FAELLED_ORIGIN must be an address such as https://faelled.kommune.dk, but is {ORIGIN!r}."
    )
if _origin.scheme == "http" and not LOOPBACK:
    raise ImproperlyConfigured(
        f"FAELLED_ORIGIN is {ORIGIN!r}: links with a token may only be sent over https. "
        "Put a TLS proxy in front and name it here."
    )
if DEMO and not LOOPBACK:
    raise ImproperlyConfigured("FAELLED_DEMO shows everybody's mailbox, so it only runs on 127.0.0.1.")

# Mail. Intake binds to loopback unless told otherwise; sending goes to one relay.
LMTP_LISTEN = env.text("FAELLED_LMTP_LISTEN", "127.0.0.1:8024")
SMTP_LISTEN = env.text("FAELLED_SMTP_LISTEN", "127.0.0.1:8025")
SMTP_RELAY = env.text("FAELLED_SMTP_RELAY", "127.0.0.1:25")
SMTP_USER = env.text("FAELLED_SMTP_USER", "")
SMTP_PASSWORD = env.text("FAELLED_SMTP_PASSWORD", "")
SMTP_TLS = env.text("FAELLED_SMTP_TLS", "none" if LOOPBACK else "starttls")  # none, starttls or tls
if SMTP_TLS not in {"none", "starttls", "tls"}:
    raise ImproperlyConfigured(f"FAELLED_SMTP_TLS must be none, starttls or tls, but is {SMTP_TLS!r}.")
MAIL_SIZE_LIMIT = env.whole_number("FAELLED_MAIL_SIZE_LIMIT", default=26_214_400, least=100_000)
# Our own mail server's name in Authentication-Results; believed on top of mails that it handed over itself.
AUTHSERV_ID = env.text("FAELLED_AUTHSERV_ID", "")
CHECK_SENDERS = env.flag("FAELLED_CHECK_SENDERS", default=not LOOPBACK)  # the worker asks DNS
# A mailbox that mail is fetched from, where nobody can hand it on to us; without a host there is none.
IMAP_HOST = env.text("FAELLED_IMAP_HOST", "")
IMAP_PORT = env.whole_number("FAELLED_IMAP_PORT", default=993, least=1, most=65_535)
IMAP_USER = env.text("FAELLED_IMAP_USER", "")
IMAP_PASSWORD = env.text("FAELLED_IMAP_PASSWORD", "")
IMAP_FOLDER = env.text("FAELLED_IMAP_FOLDER", "INBOX")
IMAP_TLS = env.text("FAELLED_IMAP_TLS", "tls")  # tls, starttls, or none on this machine
IMAP_AFTER = env.text("FAELLED_IMAP_AFTER", "delete")  # delete, seen, or the name of a folder
if IMAP_TLS not in {"tls", "starttls"} and (
    IMAP_TLS != "none" or IMAP_HOST not in {"", "127.0.0.1", "localhost", "::1"}
):
    raise ImproperlyConfigured(
        f"FAELLED_IMAP_TLS must be tls or starttls, or none for a server on this machine, but is {IMAP_TLS!r}."
    )
ASIDE_KEPT = env.days("FAELLED_ASIDE_KEPT", default=14)
# Calendars that people let us read: how often, when what was read is too old, and whether private networks are asked.
CALENDAR_EVERY = timedelta(hours=env.whole_number("FAELLED_CALENDAR_EVERY", default=4, least=1, most=168))
CALENDAR_STALE = env.days("FAELLED_CALENDAR_STALE", default=3)
CALENDAR_PRIVATE_NETWORKS = env.flag("FAELLED_CALENDAR_PRIVATE_NETWORKS", default=False)
LINK_VALID_AFTER_CLOSING = timedelta(days=14)
POST_ROUTES = "faelled.site.postroutes"
DUTIES = "faelled.site.duties"

# Keys: made by the first `serve`, outside the database. SECRET_KEY is drawn from the same file (faelled.post.sealing).
KEY_FILE = env.folder("FAELLED_KEY_FILE", VAR / "keys")
if TESTING:
    SECRET_KEY = "only-for-tests-" + "x" * 40
else:
    from faelled.site.keys import read_or_make

    # Made from the keys that seal, and longer: who learns one of Django's opens nothing that is sealed.
    SECRET_KEY, *SECRET_KEY_FALLBACKS = (
        hashlib.sha256(f"django {key}".encode()).hexdigest() for key in read_or_make(KEY_FILE).sealing
    )

DEBUG = False
ALLOWED_HOSTS = [_origin.hostname, *env.words("FAELLED_ALSO_HOSTS")] + (
    ["127.0.0.1", "localhost", "testserver"] if LOOPBACK or TESTING else []
)
CSRF_TRUSTED_ORIGINS = [ORIGIN]
ROOT_URLCONF = "faelled.site.urls"
WSGI_APPLICATION = "faelled.site.wsgi.application"

INSTALLED_APPS = [
    "faelled.site",
    "faelled.home",
    "faelled.experiences",
    "faelled.meetings",
    "faelled.partnerships",
    "faelled.post",
    "faelled.work",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",  # its copy of htmx alone
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # with random padding; tokens of forms are masked anew each time
    "csp.middleware.CSPMiddleware",
    "faelled.site.middleware.NothingInline",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "faelled.site.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "faelled.site.origin.OriginOfOwnForms",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "faelled.site.middleware.PrivatePages",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "faelled.site.context.everywhere",
            ],
            "builtins": ["faelled.site.templatetags.faelled"],
        },
    }
]

DATABASES = {"default": env.database("DATABASE_URL", default=VAR / "faelled.sqlite3")}
if TESTING and DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: several connections at once must meet each other as they do in real life.
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    DATABASES["default"]["TEST"] = {
        "NAME": str(Path(tempfile.gettempdir()) / f"faelled-test-{os.getpid()}.sqlite3")
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in by a mailed code only: 15 minutes, because greylisting delays mail; three tries.
AUTH_USER_MODEL = "partnerships.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "faelled.partnerships.signin.MailedCodes"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = False  # ours are counted in the database, for all web processes (partnerships.limits)
MFA_RATE_LIMITS = False
# Coordinators and operators sign in with a second factor, from so many days after they first could have set one up.
SECOND_FACTOR_GRACE = env.days("FAELLED_SECOND_FACTOR_GRACE", default=14)
MFA_ADAPTER = "faelled.partnerships.signin.SealedFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
LOGIN_URL = "/log-ind/"
LOGIN_REDIRECT_URL = "/hjem/"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "dansk"), ("en", "English")]
LOCALE_PATHS = [SITE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if TESTING
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
# A test has browsers by the dozen, and each would go through all static files before its first page.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
if not LOOPBACK:
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    if env.flag("FAELLED_BEHIND_TLS_PROXY", default=True):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        SECURE_SSL_REDIRECT = True  # what reaches us by another way than the proxy is sent there
FILE_UPLOAD_HANDLERS = ["faelled.site.uploads.InMemory"]  # an uploaded calendar never touches the disk
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain"},
        # Not an empty list: without any handler Python itself would print the line.
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Django would log the path of every refused page, and a path may hold a token.
    "loggers": {
        "django.request": {"handlers": ["nowhere"], "propagate": False},
        "django.security": {"handlers": ["nowhere"], "propagate": False},
        "mail.log": {"handlers": ["nowhere"], "propagate": False},  # aiosmtpd logs addresses
    },
}
