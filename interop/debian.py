"""The programs, from Debian: which are here, and installing those that are not."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from interop.processes import output


@dataclass(frozen=True)
class Program:
    """A program: its name in the report, a file that is there when it is installed, and where Debian keeps it."""

    name: str
    file: str
    packages: tuple[str, ...]
    version_of: str

    @property
    def here(self) -> bool:
        return Path(self.file).exists() or shutil.which(self.file) is not None

    @property
    def version(self) -> str:
        """Return Debian's version of it; "" when it is not here."""
        if not self.here:
            return ""
        said = output("dpkg-query", "-W", "-f", "${Version}", self.version_of)
        return said if said and "no packages" not in said else "installed"


PROGRAMS = (
    Program("Postfix", "/usr/sbin/postfix", ("postfix",), "postfix"),
    Program("Dovecot", "/usr/lib/dovecot/lmtp", ("dovecot-imapd", "dovecot-lmtpd"), "dovecot-core"),
    Program("Chromium", "/usr/bin/chromium", ("chromium",), "chromium"),
    Program("Xvfb", "Xvfb", ("xvfb", "xdotool", "openbox", "imagemagick"), "xvfb"),
    Program("Thunderbird", "thunderbird", ("thunderbird", "thunderbird-l10n-da"), "thunderbird"),
    Program("Radicale", "radicale", ("radicale",), "radicale"),
    Program("neomutt", "neomutt", ("neomutt", "tmux"), "neomutt"),
    Program(
        "Roundcube", "/usr/share/roundcube/index.php",
        ("roundcube-core", "roundcube-sqlite3", "php-cli", "php-sqlite3"), "roundcube-core",
    ),
)  # fmt: skip
NO_SERVICES = Path("/usr/sbin/policy-rc.d")  # Debian asks it before a package starts its service


def install(*, without: Sequence[str] = ()) -> None:
    """Install what is missing, if we may, and say what is done; none of it is started as a service."""
    missing = [p for p in PROGRAMS if not p.here and p.name not in without]
    if not missing:
        print("installed already: " + ", ".join(p.name for p in PROGRAMS if p.here))
        return
    packages = [package for program in missing for package in program.packages]
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print("not installed, since that takes Debian and root: apt-get install " + " ".join(packages))
        return
    print("installing from Debian: " + " ".join(packages), flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with _no_services():
        output("apt-get", "update", "-q", env=quiet, seconds=300)
        for program in missing:
            words = ("apt-get", "install", "-q", "-y", "--no-install-recommends", *program.packages)
            said = output(*words, env=quiet, seconds=900)
            print(
                f"{program.name}: {'installed' if program.here else 'not installed: ' + said[-300:]}",
                flush=True,
            )


@contextmanager
def _no_services() -> Iterator[None]:
    """Forbid packages to start their services while we install, unless somebody has ruled on that already."""
    ours = not NO_SERVICES.exists()
    if ours:
        NO_SERVICES.write_text("#!/bin/sh\nexit 101\n")
        NO_SERVICES.chmod(0o755)
    try:
        yield
    finally:
        if ours:
            NO_SERVICES.unlink()


def versions(*, without: Sequence[str] = ()) -> Mapping[str, str]:
    """Return the version of each program that is here and not left out."""
    return {p.name: p.version for p in PROGRAMS if p.here and p.name not in without}
