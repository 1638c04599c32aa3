"""`faelled demo`: the whole product with invented people on this machine alone, and their mailboxes on a page.

Only the standard library is imported here: the environment is made before Django reads it.
"""

import argparse
import os
import shutil
import socket
import sys
from contextlib import ExitStack
from pathlib import Path

HOST = "127.0.0.1"
SEEDED = "seeded"  # a file that says that the beginning was written to its end


class CannotBegin(Exception):
    """The demo cannot start; the text says what to do."""


def main(args: argparse.Namespace) -> int:
    """Run the demo until it is stopped; what happened in it is kept for the next time unless *args.fresh*."""
    folder = Path(os.environ.get("FAELLED_VAR") or Path.cwd() / "var").resolve() / "demo"
    try:
        _look_for_free_ports(args)
        if args.fresh or not (folder / SEEDED).exists():
            shutil.rmtree(folder, ignore_errors=True)
    except CannotBegin as trouble:
        print(f"faelled demo: {trouble}", file=sys.stderr)
        return 2
    with socket.create_server((HOST, 0)) as door:
        _make_environment(args, folder, mail_to=door.getsockname()[1])
        return _run(args, folder, door)


def _look_for_free_ports(args: argparse.Namespace) -> None:
    """Take all three at once and let go again. Raises CannotBegin."""
    with ExitStack() as held:
        for option, port in (
            ("--port", args.port), ("--lmtp-port", args.lmtp_port), ("--smtp-port", args.smtp_port)
        ):  # fmt: skip
            try:
                held.enter_context(socket.create_server((HOST, port)))
            except (OSError, OverflowError) as trouble:
                raise CannotBegin(
                    f"port {port} cannot be used on {HOST}; name another with {option} NUMBER"
                    f" / porten {port} er optaget; vælg en anden med {option} TAL."
                ) from trouble


def _make_environment(args: argparse.Namespace, folder: Path, *, mail_to: int) -> None:
    """Let nothing of an installation that is set up here leak into the demo, or the demo into it."""
    for name in [name for name in os.environ if name.startswith("FAELLED_") or name == "DATABASE_URL"]:
        del os.environ[name]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "faelled.site.demo.settings",
        "FAELLED_DEMO": "1",
        "FAELLED_VAR": str(folder),
        "FAELLED_ORIGIN": f"http://{HOST}:{args.port}",
        "FAELLED_LMTP_LISTEN": f"{HOST}:{args.lmtp_port}",
        "FAELLED_SMTP_LISTEN": f"{HOST}:{args.smtp_port}",
        "FAELLED_SMTP_RELAY": f"{HOST}:{mail_to}",
        "FAELLED_MAIL_DOMAIN": "faelled.example",
    }


def _run(args: argparse.Namespace, folder: Path, door: socket.socket) -> int:
    from faelled.site.command import serving, start_django

    print("Fælled: prøven gøres klar / getting the demo ready ...", flush=True)
    start_django()
    if not serving.prepare(migrate_too=True) or not _begin(folder):
        print("faelled demo: the beginning could not be written; try again with --fresh.", file=sys.stderr)
        return 1
    from faelled.site.demo import postman

    print(_words(args), flush=True)
    parts = [serving.web(f"{HOST}:{args.port}"), serving.worker(), serving.mail(), postman.part(door)]
    return serving.run(parts)


def _begin(folder: Path) -> bool:
    """Write the beginning, once; in a child, since the parent must hold no open database when it forks."""
    if (folder / SEEDED).exists():
        return True
    import multiprocessing

    child = multiprocessing.get_context("fork").Process(target=_seed)
    child.start()
    child.join()
    if child.exitcode == 0:
        (folder / SEEDED).touch()
    return child.exitcode == 0


def _seed() -> None:
    from faelled.site.demo.seeding import seed

    seed()


def _words(args: argparse.Namespace) -> str:
    at = f"http://{HOST}:{args.port}"
    return f"""
  Postkasser / mailboxes: {at}/postkasser/
  Forsiden / front page:  {at}/

  Prøv: 1. Svar som Nanna, Lone, Mette og vagten på mailen "Mødetider ...". 2. Bodil får et forslag: svar "ja".
        3. Efter 20 sekunder ligger invitationen i alle postkasser. Ingen mails forlader denne maskine.
        4. Log ind som Lone: hendes kladde under Erfaringer har mærker. Ret dem, og del den.
  Try:  1. Answer "Mødetider ..." as Nanna, Lone, Mette and vagten. 2. Bodil is sent the best time: answer "ja" (yes).
        3. After 20 seconds the invitation is in every mailbox. No mail leaves this machine.
        4. Sign in as Lone: her draft under Erfaringer has marks. Mend them, and share it.

  Stop: Ctrl-C. Alt gemmes til næste gang / all is kept; --fresh begynder forfra / begins anew.
"""
