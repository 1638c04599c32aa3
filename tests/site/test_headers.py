"""What every answer carries: no page runs what is written in it, no file opens as a page, no other site is asked."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from faelled.site.middleware import NothingInline
from tests.effort import share
from tests.pages.browser import session_cookie
from tests.pages.reading import sign_in
from tests.partnerships.private_urls import every_path

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.once
# The pages that need a script, or are better with one; each runs files of ours alone.
WITH_SCRIPTS = {
    "mfa_add_webauthn", "mfa_authenticate", "mfa_reauthenticate_webauthn",
    "experience_new", "experience_draft", "experience_marks", "experience",
}  # fmt: skip


def test_no_page_lets_anything_run_but_our_own_files(world, bodil):
    client = sign_in(bodil)
    parts = {
        "partnership_id": world.partnership.pk,
        "seat_id": bodil.seat.pk,
        "pk": bodil.person.organisation_id,
    }
    for path in every_path():
        for browser in share((client, Client()), of=2):
            answer = browser.get(path.filled(**parts))
            policy = answer["Content-Security-Policy"]
            assert "default-src 'none'" in policy, path.name
            sources = re.findall(r"(?:^|; )[a-z-]+-src ([^;]+)", policy)
            assert {word for said in sources for word in said.split()} <= {"'none'", "'self'"}, path.name
            assert "script-src" not in policy or path.name in WITH_SCRIPTS, path.name
            if "sandbox" not in policy:
                assert "frame-ancestors 'none'" in policy and "form-action 'self'" in policy, path.name
            assert answer["X-Content-Type-Options"] == "nosniff", path.name
            assert answer["Referrer-Policy"] == "no-referrer", path.name
            assert (
                re.search(
                    r"\b(on\w+|style)=\"|<style|<script(?! src=| id=\"[\w-]+\" type=\"application/json\")",
                    (
                        answer.content.decode()
                        if "html" in answer["Content-Type"] and not answer.streaming
                        else ""
                    ),
                )
                is None
            ), path.name


@pytest.mark.parametrize(
    ("kind", "said", "kept"),
    [
        ("image/jpeg", "", "attachment"),
        ("image/svg+xml", "inline", "attachment"),
        (
            "text/calendar; charset=utf-8",
            'inline; filename="faelled.ics"',
            'attachment; filename="faelled.ics"',
        ),
        ("application/json", 'attachment; filename="x.json"', 'attachment; filename="x.json"'),
        ("TEXT/HTML; charset=utf-8", "", ""),
    ],
)
def test_what_is_no_page_is_saved_and_never_opened(rf, kind, said, kept):
    def view(request):
        return HttpResponse(
            b"<script>", headers={"Content-Type": kind, **({"Content-Disposition": said} if said else {})}
        )

    answer = NothingInline(view)(rf.get("/"))
    assert answer.get("Content-Disposition", "") == kept
    assert ("sandbox" in answer.get("Content-Security-Policy", "")) == bool(kept)


@pytest.mark.browser
@pytest.mark.long
def test_a_walk_through_the_house_asks_nobody_but_the_house(
    browser, live_server, transactional_db, world, bodil
):
    cookies, hosts = [session_cookie(sign_in(bodil), live_server)], set()
    house = live_server.url.split("//")[1]
    for path in (
        "/",
        "/hjem/",
        f"/p/{world.partnership.pk}/erfaringer/ny/",
        "/sikkerhed/noegle/",
        "/sikkerhed/app/",
    ):
        with browser.open_page(f"{live_server.url}/hjaelp/", cookies=cookies, scripts=True) as (page, noise):
            page.on("request", lambda asked: hosts.add(asked.url.split("/")[2]))
            page.goto(live_server.url + path)
            page.wait_for_load_state("networkidle")
            assert noise == [], path
    assert hosts == {house}


SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bxox[abp]-\w{10,}"
    r"|^(?:hash:)?[A-Za-z0-9_-]{43}=$|(?i:password|secret|token)\s*=\s*[\"'][A-Za-z0-9+/_-]{24,}[\"']",
    re.MULTILINE,
)


def test_no_secret_lies_in_the_repository():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("no git here")
    names = [n for n in listed.stdout.decode().split("\0") if n and not n.startswith("tests/mails/")]
    keys = [n for n in names if re.search(r"(^|/)(keys|id_rsa|\.env)$|\.(sqlite3|pem|key|p12|pfx)$", n)]
    assert keys == []
    found = []
    for name in names:
        file = ROOT / name
        if (
            file.suffix in {".py", ".toml", ".in", ".txt", ".md", ".sh", ".yml", ".html", ".js", ""}
            and file.is_file()
        ):
            found += [name for _ in SECRET.finditer(file.read_text(encoding="utf-8", errors="ignore"))]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN " + "PRIVATE KEY-----",
        "dGVz" * 10 + "abc=",
        "password = '" + "a1B2" * 7 + "'",
        "AKIA" + "A" * 16,
    ],
)
def test_a_secret_would_be_seen(text):
    assert SECRET.search(text)


@pytest.mark.long
def test_the_settings_of_an_installation_give_no_warning():
    done = subprocess.run(
        [sys.executable, "-m", "faelled", "check", "--deploy"], cwd=ROOT, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0 and "0 warnings" in done.stdout, done.stderr
