"""`faelled check --deploy`: are the settings fit for the open internet? Django's checks, and our own promises."""

import os
import sys
import tempfile

from faelled.site.command import start_django

EXAMPLE = "https://faelled.example"


def run() -> int:
    """Look at the settings as they are; without FAELLED_ORIGIN, at those that an installation would begin with."""
    if os.environ.get("FAELLED_ORIGIN"):
        return _look()
    with tempfile.TemporaryDirectory(prefix="faelled-check-") as folder:
        os.environ.update(FAELLED_ORIGIN=EXAMPLE, FAELLED_VAR=folder)
        print(f"FAELLED_ORIGIN is not set, so this is about the settings that {EXAMPLE} would begin with.")
        return _look()


def _look() -> int:
    start_django()
    from django.conf import settings
    from django.core import checks

    found = [
        f"{one.id}: {one.msg}"
        for one in checks.run_checks(include_deployment_checks=True)
        if one.level >= checks.WARNING
    ]
    found += [f"silenced: {name}" for name in settings.SILENCED_SYSTEM_CHECKS]
    found += promised()
    for line in found:
        print(line, file=sys.stderr)
    print(f"check --deploy: {len(found)} warnings")
    return int(bool(found))


def promised() -> list[str]:
    """Return what the settings lack of our own promises (docs/drift/headers.md)."""
    from django.conf import settings

    allowed = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    words = {word for sources in allowed.values() for word in sources}
    wanted = {
        "scripts run on every page": "script-src" not in allowed,
        "the policy lets in more than ourselves": words <= {"'self'", "'none'"},
        "other sites may frame us": allowed.get("frame-ancestors") == ["'none'"],
        "addresses reach other sites": settings.SECURE_REFERRER_POLICY == "no-referrer",
        "cookies without __Host-": settings.SESSION_COOKIE_NAME.startswith("__Host-")
        and settings.CSRF_COOKIE_NAME.startswith("__Host-"),
        "HSTS for less than a year": settings.SECURE_HSTS_SECONDS >= 365 * 24 * 3600,
        "the demo is on": not settings.DEMO,
        "the second factor comes after more than 31 days": settings.SECOND_FACTOR_GRACE.days <= 31,
    }
    return [what for what, fine in wanted.items() if not fine]
