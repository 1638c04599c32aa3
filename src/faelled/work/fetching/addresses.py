"""Which addresses may be fetched, and which machines they may lead to."""

import ipaddress
import re
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

LONGEST = 2000
_WEBCAL = {"webcal": "https", "webcals": "https"}  # what Outlook and Apple write; it has always meant http(s)
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?|[0-9a-f:.]{2,45}")

# Global by IANA's register, and still no place of a published calendar.
_ALSO_REFUSED = tuple(
    ipaddress.ip_network(net)
    for net in (
        "168.63.129.16/32",  # Azure's own machine, seen from every machine there
        "192.0.0.0/24",  # special uses; one cloud tells its machines their keys there
        "192.88.99.0/24",  # relays of 6to4
        "2001::/23",  # special uses, Teredo among them, which holds an IPv4 address of anybody's choice
        "2002::/16",  # 6to4, the same
        "3fff::/20",  # documentation (RFC 9637)
    )
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")


class Refused(ValueError):
    """An address that is not fetched. code: bad_address, not_https, private or no_such_host."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Place:
    """An address taken apart: what to connect to, and what to ask there for."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def whole(self) -> str:
        """The address, written in the one way that compares."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"https": 443, "http": 80}[self.scheme] == self.port
        return f"{self.scheme}://{host}{'' if usual else f':{self.port}'}{self.target}"


def safe_address(text: str, *, private: bool = False) -> Place:
    """Return *text* taken apart. Raises Refused unless it is a plain https address (with *private*, http too)."""
    text = text.strip()
    if len(text) > LONGEST or any(ord(c) <= 0x20 or 0x7F <= ord(c) < 0xA0 or c == "\\" for c in text):
        raise Refused("bad_address")
    try:
        parts = urlsplit(text)
        scheme = _WEBCAL.get(parts.scheme.lower(), parts.scheme.lower())
        host, port = parts.hostname or "", parts.port
        named = host.rstrip(".").encode("idna").decode().lower() if ":" not in host else host
    except (ValueError, UnicodeError):
        raise Refused("bad_address") from None
    if scheme not in {"https", "http"}:
        raise Refused("not_https" if scheme else "bad_address")
    if scheme == "http" and not private:
        raise Refused("not_https")
    # Whoever writes user@host means to fool the eye, or puts a password where it is logged.
    if "@" in parts.netloc or not _HOST.fullmatch(named):
        raise Refused("bad_address")
    port = port or {"https": 443, "http": 80}[scheme]
    if not private and port != 443 and port < 1024:
        raise Refused("bad_address")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]")
    return Place(scheme, named, port, f"{path}?{query}" if query else path)


def is_public(ip: Ip) -> bool:
    """Whether *ip* is a machine of the open internet: not ours, not the provider's, not a way round to one of them."""
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id is not None:
            return False
        if ip.ipv4_mapped is not None:
            return is_public(ip.ipv4_mapped)
        if ip in _NAT64:
            return is_public(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if ip not in _GLOBAL_IPV6:
            return False
    if any(ip.version == net.version and ip in net for net in _ALSO_REFUSED):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """Return the IP addresses of *host*. Raises Refused when there are none, or none in time."""
    # The system's resolver takes no time limit, so it is asked from a thread that may be left behind.
    pool = ThreadPoolExecutor(1, thread_name_prefix="resolve")
    try:
        found = pool.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM).result(seconds)
    except (OSError, TooLate, UnicodeError):
        raise Refused("no_such_host") from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def allowed(found: Sequence[str], *, private: bool = False) -> list[str]:
    """Return *found* when every one of them may be connected to. Raises Refused otherwise.

    One refused address among good ones refuses them all: nobody honest publishes a calendar on such a name.
    """
    if not found:
        raise Refused("no_such_host")
    try:
        ips = [ipaddress.ip_address(text) for text in found]
    except ValueError:
        raise Refused("private") from None
    if not private and not all(is_public(ip) for ip in ips):
        raise Refused("private")
    return list(found)
