"""Radicale, a calendar server, on a high port of loopback."""

import http.client
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path

from interop.postoffice import PASSWORD
from interop.processes import Programs, free_port, listens

SETTINGS = """\
[server]
hosts = 127.0.0.1:{port}
[auth]
type = none
[rights]
type = owner_only
[storage]
filesystem_folder = {folder}/collections
"""
LONE = b64encode(f"lone:{PASSWORD}".encode()).decode()
MAKE = """<?xml version="1.0" encoding="utf-8"?>
<mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop><resourcetype><collection/><C:calendar/>
</resourcetype><displayname>{name}</displayname></prop></set></mkcol>"""


@dataclass
class Radicale:
    """The server, and what a client says to it."""

    folder: Path
    port: int = field(default_factory=free_port)

    def start(self, programs: Programs) -> None:
        """Start it. Raises TooSlow."""
        self.folder.mkdir()
        (self.folder / "config").write_text(SETTINGS.format(port=self.port, folder=self.folder))
        programs.start(
            "radicale", ["radicale", "--config", self.folder / "config"], ready=lambda: listens(self.port)
        )

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "text/xml") -> tuple[int, bytes]:
        """Ask for something and return the status and what came."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(
                method,
                path,
                body,
                {"Content-Type": f"{kind}; charset=utf-8", "Authorization": f"Basic {LONE}"},
            )
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    def make_calendar(self, path: str, name: str) -> None:
        """Make an empty calendar."""
        self.ask("MKCOL", path.rsplit("/", 2)[0] + "/")
        status, said = self.ask("MKCOL", path, MAKE.format(name=name).encode())
        if status != 201:
            raise OSError(f"Radicale would make no calendar: {status} {said[:200]!r}")

    def events(self, path: str) -> str:
        """Return a calendar as Radicale publishes it, its folded lines joined."""
        return self.ask("GET", path)[1].decode().replace("\r\n ", "").replace("\n ", "")
