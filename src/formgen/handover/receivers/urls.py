"""The address of a receiver, as it is typed, checked and written in one way."""

from __future__ import annotations

from ipaddress import ip_address
from typing import NoReturn
from urllib.parse import SplitResult, quote, unquote, urlsplit

from formgen.ground.problems import Refused, problem

_PORTS = {"http": 80, "https": 443}
# What a path may hold as it is (RFC 3986): everything else is written as %XX, and always in the same way.
_SAFE = "/!$&'()*+,;=:@-._~"


def checked_url(kind: str, given: str, *, allow_http: bool = False) -> str:
    """The address in the one way the journal knows it. Raises `Refused` (E-SEND.url, never with the address itself).

    The host in lower case, without a port that goes without saying or a slash at its end. A user or a password in it is
    refused and not repeated; so is http to another machine, which would show credentials to everybody on the way.
    """
    try:
        parts = urlsplit(given.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        _refuse("E-SEND.url", kind)
    if "@" in parts.netloc or "@" in given.partition("?")[0].partition("//")[2].partition("/")[0]:
        _refuse("E-SEND.url-credentials", kind)
    if parts.scheme not in _PORTS or not host or parts.query or parts.fragment or not given.isprintable():
        _refuse("E-SEND.url", kind)
    if parts.scheme == "http" and not allow_http and not _loopback(host):
        _refuse("E-SEND.url-http", kind)
    return _written(parts, host, port)


def _written(parts: SplitResult, host: str, port: int | None) -> str:
    name = f"[{host}]" if ":" in host else host
    end = "" if port in (None, _PORTS[parts.scheme]) else f":{port}"
    path = quote(unquote(parts.path, "utf-8", "surrogateescape"), _SAFE, "utf-8", "surrogateescape")
    return f"{parts.scheme}://{name}{end}{path.rstrip('/')}"


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse(key: str, kind: str) -> NoReturn:
    raise Refused([problem(key, kind=kind)])
