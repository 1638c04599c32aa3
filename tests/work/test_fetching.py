"""R26: an address somebody gave us never leads into our own network, never keeps us waiting, never fills our memory."""

import contextlib
import gzip
import ipaddress
import socket
import threading
import time

import pytest

from faelled.work.fetching import Failed, Fetched, Limits, Refused, Unchanged, fetch, safe_address
from faelled.work.fetching.addresses import allowed, is_public, resolve

PUBLIC = "93.184.216.34"
ICS = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


class Connector:
    """Counts the connections that were asked for, and makes none."""

    def __init__(self):
        self.to = []

    def __call__(self, ip, port, seconds):
        self.to.append(ip)
        raise ConnectionRefusedError


def numbers_only(host, port, seconds):
    """The system's own reading of a host that is a number in any disguise; names are unknown."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except OSError:
        raise Refused("no_such_host") from None
    return [entry[4][0] for entry in found]


WRITTEN_OUT = [
    *("https://127.0.0.1/", "https://127.1/", "https://127.255.255.254/", "https://0.0.0.0/", "https://0/"),
    *("https://2130706433/", "https://0x7f000001/", "https://0x7f.1/", "https://017700000001/", "https://0177.0.0.1/"),
    *("https://10.0.0.1/", "https://10.255.255.255/", "https://172.16.0.1/", "https://172.31.255.255/"),
    *("https://192.168.0.1/", "https://3232235777/", "https://0xc0a80101/", "https://192.168.257/"),
    *("https://169.254.169.254/latest/meta-data/", "https://2852039166/", "https://0xa9fea9fe/", "https://169.254.1/"),
    *("https://100.64.0.1/", "https://100.100.100.200/", "https://198.18.0.1/", "https://192.0.0.192/"),
    *("https://224.0.0.1/", "https://239.255.255.250/", "https://240.0.0.1/", "https://255.255.255.255/"),
    *("https://192.0.2.1/", "https://198.51.100.7/", "https://203.0.113.9/", "https://192.88.99.1/"),
    *("https://168.63.129.16/", "https://[::1]/", "https://[::]/", "https://[::ffff:127.0.0.1]/"),
    *("https://[::ffff:7f00:1]/", "https://[::127.0.0.1]/", "https://[::ffff:10.0.0.1]/", "https://[fe80::1]/"),
    *("https://[fe80::1%25eth0]/", "https://[fc00::1]/", "https://[fd12:3456::1]/", "https://[fec0::1]/"),
    *("https://[ff02::1]/", "https://[2002:7f00:1::]/", "https://[2002:c0a8:101::1]/", "https://[2001:0:7f00:1::]/"),
    *("https://[64:ff9b::7f00:1]/", "https://[64:ff9b::a00:1]/", "https://[64:ff9b:1::a00:1]/"),
    *("https://[2001:db8::1]/", "https://[100::1]/", "https://[3fff::1]/", "https://[5f00::1]/"),
    *("https://user@127.0.0.1/", "https://kalender.example@127.0.0.1/", "https://kalender.example:x@10.0.0.1/"),
    *("https://127.0.0.1\\@kalender.example/", "https://127.0.0.1#@kalender.example/", "https://①②⑦.0.0.1/"),
    *("https://127。0。0。1/", "http://kalender.example/a.ics", "file:///etc/passwd", "gopher://127.0.0.1:25/_x"),
    *("ftp://127.0.0.1/a.ics", "//127.0.0.1/a.ics", "https:///a.ics", "https://kalender.example:22/", "webcal://127.0.0.1/"),
    *("https://127.0.0.1:8000/", "https://kalender.example/\r\nHost: x", "https://[::1]:25/", ""),
]  # fmt: skip


@pytest.mark.parametrize("address", WRITTEN_OUT)
def test_no_connection_is_made_to_what_is_not_the_open_internet(address):
    connect = Connector()
    answer = fetch(address, resolve=numbers_only, connect=connect)
    assert isinstance(answer, Failed)
    assert connect.to == []


def test_there_are_sixty_of_them_and_a_good_one_would_be_asked():
    assert len(set(WRITTEN_OUT)) >= 60
    connect = Connector()
    assert fetch(f"https://{PUBLIC}/", resolve=numbers_only, connect=connect) == Failed("no_answer")
    assert connect.to == [PUBLIC]


@pytest.mark.parametrize(
    "found",
    [["127.0.0.1"], [PUBLIC, "10.0.0.1"], ["10.0.0.1", PUBLIC], ["fe80::1%eth0"], ["::ffff:192.168.1.1"], ["x"], []],
)  # fmt: skip
def test_a_name_that_leads_inside_is_refused_whatever_else_it_leads_to(found):
    connect = Connector()
    assert isinstance(fetch("https://kalender.example/", resolve=lambda *_: found, connect=connect), Failed)
    assert connect.to == []


def test_a_name_that_changes_its_answer_is_connected_to_as_it_was_allowed():
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    connect = Connector()
    fetch("https://kalender.example/", resolve=lambda *_: next(answers), connect=connect)
    assert connect.to == [PUBLIC]
    assert next(answers) == ["127.0.0.1"], "it was asked once"


@pytest.mark.parametrize("ip", ["1.1.1.1", PUBLIC, "2606:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"])
def test_the_open_internet_is_open(ip):
    assert is_public(ipaddress.ip_address(ip))


def test_private_networks_are_asked_where_the_setting_allows():
    assert allowed(["10.0.0.1"], private=True) == ["10.0.0.1"]
    with pytest.raises(Refused):
        safe_address("http://10.0.0.1/")
    assert safe_address("http://10.0.0.1:5232/a.ics", private=True).port == 5232


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("webcal://Kalender.Example/lone.ics", "https://kalender.example/lone.ics"),
        (" https://kalender.example ", "https://kalender.example/"),
        ("https://kalender.example:443/a?b=c&d=%20", "https://kalender.example/a?b=c&d=%20"),
        ("https://blåbær.example/æ.ics", "https://xn--blbr-toa0h.example/%C3%A6.ics"),
        ("https://kalender.example:8443/a", "https://kalender.example:8443/a"),
        ("https://kalender.example/a#b", "https://kalender.example/a"),
    ],
)
def test_one_calendar_has_one_address(typed, whole):
    if "xn--" in whole:
        assert safe_address(typed).whole.startswith("https://xn--")
        assert safe_address(typed).whole.endswith("/%C3%A6.ics")
    else:
        assert safe_address(typed).whole == whole


def test_a_name_that_does_not_exist_is_no_mystery():
    with pytest.raises(Refused) as trouble:
        resolve("findes-ikke.invalid", 443, 5)
    assert trouble.value.code == "no_such_host"


# A machine on loopback, of the kind one meets


@contextlib.contextmanager
def machine(*scripts):
    """Serve one script a connection: it is called with the socket. Yields an address, and what was asked for."""
    asked = []
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.2)
    over = threading.Event()

    def serve():
        for script in scripts:
            while not over.is_set():
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                except OSError:
                    return
                with connection:
                    connection.settimeout(2)
                    with contextlib.suppress(OSError):
                        asked.append(connection.recv(4096).decode())
                        script(connection, over)
                break

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/a.ics", asked
    finally:
        over.set()
        listener.close()
        thread.join(3)


def says(*head, body=b""):
    lines = "".join(f"{line}\r\n" for line in head)
    return lambda connection, over: connection.sendall(f"HTTP/1.1 {lines}\r\n".encode() + body)


def get(address, **more):
    limits = Limits(seconds=1.0, size=100_000)
    return fetch(address, private=True, limits=limits, **more)


def test_a_calendar_comes_with_what_to_say_next_time():
    when = "Mon, 16 Nov 2026 08:00:00 GMT"
    length = f"Content-Length: {len(ICS)}"
    good = says("200 OK", 'ETag: "a1"', f"Last-Modified: {when}", length, body=ICS)
    with machine(good, says("304 Not Modified")) as (address, asked):
        got = get(address)
        assert got == Fetched(ICS, '"a1"', when)
        assert get(address, etag=got.etag, last_modified=got.last_modified) == Unchanged()
    assert 'If-None-Match: "a1"' in asked[1]
    assert "If-Modified-Since: Mon, 16 Nov 2026 08:00:00 GMT" in asked[1]
    assert "Cookie" not in asked[0]


def test_what_is_packed_is_unpacked_as_far_as_the_limit():
    small, bomb = gzip.compress(ICS), gzip.compress(b"\0" * 50_000_000)
    answers = [says("200 OK", "Content-Encoding: gzip", body=body) for body in (small, bomb)]
    with machine(*answers) as (address, _):
        assert get(address) == Fetched(ICS)
        assert get(address) == Failed("too_large")


def never_ends(connection, over):
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while not over.is_set():
        connection.sendall(b"X" * 10_000)


def drips(start):
    def script(connection, over):
        connection.sendall(start)
        while not over.is_set():
            connection.sendall(b"X")
            over.wait(0.05)

    return script


def silent(connection, over):
    over.wait(3)


@pytest.mark.parametrize(
    ("script", "code"),
    [
        (never_ends, "too_large"),
        (drips(b"HTTP/1.1 200 OK\r\n\r\n"), "too_slow"),
        (drips(b"HTTP/1.1 200 OK\r\nX-Head: "), "too_slow"),
        (silent, "too_slow"),
        (lambda connection, over: None, "no_answer"),
        (says("200 OK", "Content-Encoding: gzip", body=b"not packed at all"), "no_answer"),
        (lambda connection, over: connection.sendall(b"220 mail.example ESMTP\r\n"), "no_answer"),
        *((says(f"{status} No"), f"http_{status}") for status in (401, 403, 404, 410, 500)),
        (says("302 Found", "Location: http://user@127.0.0.1/"), "bad_address"),
        (says("302 Found", "Location: file:///etc/passwd"), "not_https"),
        (says("302 Found"), "http_302"),
    ],
)
def test_every_other_machine_has_its_own_outcome(script, code):
    begun = time.monotonic()
    with machine(script) as (address, _):
        assert get(address) == Failed(code)
    assert time.monotonic() - begun < 30, "it ends at all"


def test_three_redirects_are_followed_and_no_more():
    on = says("302 Found", "Location: /b.ics")
    with machine(on, on, on, says("200 OK", body=ICS)) as (address, asked):
        assert get(address) == Fetched(ICS)
    assert [line.split()[1] for line in asked] == ["/a.ics", "/b.ics", "/b.ics", "/b.ics"]
    with machine(on, on, on, on) as (address, asked):
        assert get(address) == Failed("too_many_redirects")


def test_a_redirect_to_our_own_machine_is_not_followed():
    """The first machine is taken for a public one; where it sends us on to is judged by itself."""
    inside = says("200 OK", body=b"the secrets of the house")
    with (
        machine(inside) as (secret, asked),
        machine(says("302 Found", f"Location: {secret}")) as (address, first),
    ):
        port = int(address.split(":")[2].split("/")[0])
        answer = _public_first(address, port)
    assert answer == Failed("private")
    assert len(first) == 1
    assert asked == []


def _public_first(address, port):
    """Fetch by the strict rules of machines, over plain http, which only tests speak."""
    from faelled.work.fetching import addresses as rules

    judged = rules.allowed

    def strict(found, *, private=False):
        return judged(found, private=False)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "allowed", strict)
        return fetch(
            address,
            private=True,
            limits=Limits(seconds=2),
            resolve=lambda host, p, _: [PUBLIC] if p == port else ["127.0.0.1"],
            connect=lambda ip, p, s: socket.create_connection(("127.0.0.1", p), s),
        )


def test_nothing_of_an_address_is_logged(caplog):
    caplog.set_level(0)
    with machine(says("404 No")) as (address, _):
        get(address + "?hemmelig=1")
    assert "hemmelig" not in caplog.text
