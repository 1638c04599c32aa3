"""Eyes inside Thunderbird: its own Marionette tells what is shown and where. The hands are xdotool's."""

import json
import socket
from typing import Any, Self


class NotUnderstood(Exception):
    """The program refused a question; the text is its own."""


class Marionette:
    """One conversation. Messages are "length:[0, number, command, words]". Source: Mozilla's Marionette protocol."""

    def __init__(self, port: int) -> None:
        self._line = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._kept = b""
        self._number = 0
        self._read()  # it greets first
        self._ask(
            "WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"unhandledPromptBehavior": "ignore"}}}
        )
        self._ask("Marionette:SetContext", {"value": "chrome"})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        self._line.close()

    def see(self, script: str, *words: object) -> Any:
        """Return what *script*, the body of a function, returns inside the program. Raises NotUnderstood."""
        said = {"script": script, "args": list(words), "newSandbox": True, "sandbox": "system"}
        return self._ask("WebDriver:ExecuteScript", said)["value"]

    def _ask(self, command: str, words: object) -> Any:
        self._number += 1
        body = json.dumps([0, self._number, command, words]).encode()
        self._line.sendall(str(len(body)).encode() + b":" + body)
        _, _, trouble, answer = json.loads(self._read())
        if trouble:
            raise NotUnderstood(f"{trouble['error']}: {trouble['message']}")
        return answer

    def _read(self) -> bytes:
        while b":" not in self._kept:
            self._more()
        length, _, self._kept = self._kept.partition(b":")
        while len(self._kept) < int(length):
            self._more()
        found, self._kept = self._kept[: int(length)], self._kept[int(length) :]
        return found

    def _more(self) -> None:
        piece = self._line.recv(65536)
        if not piece:
            raise NotUnderstood("the program hung up")
        self._kept += piece
