"""The web server: gunicorn in this process, without a configuration file."""

import logging
import os
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

SETTINGS: dict[str, object] = {
    "workers": 2,
    "worker_class": "gthread",
    "threads": 4,
    "preload_app": True,
    "timeout": 30,
    "graceful_timeout": 10,
    "loglevel": "warning",
    "accesslog": None,  # a path may hold a token
    "control_socket_disable": True,
    # The heartbeat file must not wait for a slow disk.
    "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108
}


class Pages(BaseApplication):
    """Gunicorn, told everything here."""

    def __init__(self, listen: str) -> None:
        self.listen = listen
        super().__init__()

    def load_config(self) -> None:
        for name, value in {**SETTINGS, "bind": self.listen}.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from faelled.site.wsgi import application

        return application


def serve_pages(listen: str) -> None:
    """Serve the pages on *listen*, HOST:PORT, until SIGTERM."""
    # It remarks on every HEAD that Django answers with a body (which it drops), and link scanners send many.
    logging.getLogger("gunicorn.http.wsgi").setLevel(logging.ERROR)
    os.environ.pop("GUNICORN_CMD_ARGS", None)  # what we promise must not be changed from outside unseen
    Pages(listen).run()
