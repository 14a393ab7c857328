"""What stands on the command line as a place to hand over to: `dav=https://…`. Opened, it is a receiver."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, get_args

from formgen.files.extras import extra
from formgen.ground.problems import Refused, problem
from formgen.ground.suggestions import did_you_mean
from formgen.handover.credentials import Credentials
from formgen.handover.receivers import Receiver
from formgen.handover.receivers.dav import Dav
from formgen.handover.receivers.folder import Folder
from formgen.handover.receivers.http import Http, Told, basic_header, token_header
from formgen.handover.receivers.mayan import Api, Mayan, obtained_token
from formgen.handover.receivers.paperless import ACCEPT, Paperless
from formgen.handover.receivers.tls import trusted
from formgen.handover.receivers.urls import checked_url
from formgen.handover.settings import Kind, Settings

KINDS: tuple[Kind, ...] = get_args(Kind)
# Who answers nobody without a credential; a WebDAV server may.
_KNOWN_ONLY = frozenset({"paperless", "mayan"})


@dataclass(frozen=True)
class Target:
    """A kind of receiver and where it is: as it was typed, which may be an address with a password by mistake."""

    kind: Kind
    place: str = field(repr=False)

    def checked(self, settings: Settings, credentials: Credentials | None) -> str:
        """The place in the one way it is known by, where nothing speaks against asking there.

        Raises `Refused` (E-SEND.url, E-SEND.no-credentials, E-SEND.ca, E-EXTRA).
        """
        if self.kind == "folder":
            return self.place
        place = checked_url(self.kind, self.place, allow_http=settings.allow_http)
        if credentials is None and self.kind in _KNOWN_ONLY:
            raise Refused([problem("E-SEND.no-credentials", kind=self.kind, variable=self.kind.upper())])
        extra("httpx", "bundle")
        if settings.ca:
            trusted(place, settings.ca)
        return place


def target_of(text: str) -> Target:
    """A target as it is typed. Raises `Refused` (E-SEND.target)."""
    kind, sign, place = text.partition("=")
    if kind in KINDS and place:
        return Target(kind, place)
    # Only what can be a kind is repeated: an address may hold a password.
    said = kind if sign and kind.isalpha() and kind.isascii() else ""
    ja, en = did_you_mean(said, KINDS) if said and kind not in KINDS else ("", "")
    if said in KINDS:
        ja, en = "「=」のあとが空です。", 'Nothing stands after "=".'
    raise Refused([problem("E-SEND.target", said=said or "…", meant=ja, meant_en=en)])


@contextmanager
def opened(
    target: Target, settings: Settings, credentials: Credentials | None, seconds: float, told: Told | None = None
) -> Iterator[Receiver]:
    """The receiver, with its connections, which are given back at the end. `seconds`: how long an answer may take.

    Raises what `checked` does; where a token has to be asked for also `Later`, `NotTaken`.
    """
    if target.kind == "folder":
        yield Folder(Path(target.place), int(settings.rights, 8) if settings.rights else None)
        return
    base = target.checked(settings, credentials)
    with ExitStack() as ends:

        def client(authorization: str | None, accept: str = "application/json") -> Http:
            made = Http(base, authorization=authorization, accept=accept, ca=settings.ca, seconds=seconds, told=told)
            return ends.enter_context(made)

        if target.kind == "dav":
            yield Dav(client(_basic(credentials)), settings.part, settings.watched)
        else:
            yield _RECEIVERS[target.kind](client, credentials or Credentials())


class _Client(Protocol):
    def __call__(self, authorization: str | None, accept: str = "application/json") -> Http:
        """A client with a credential."""


def _basic(credentials: Credentials | None) -> str | None:
    return basic_header(credentials.user or "", credentials.password or "") if credentials else None


def _paperless(client: _Client, credentials: Credentials) -> Receiver:
    return Paperless(client(token_header(credentials.token or ""), ACCEPT))


def _mayan(client: _Client, credentials: Credentials) -> Receiver:
    token = credentials.token
    if token is None:
        token = obtained_token(client(None), credentials.user or "", credentials.password or "")
    return Mayan(Api(client(token_header(token))))


_RECEIVERS: Mapping[str, Callable[[_Client, Credentials], Receiver]] = {"paperless": _paperless, "mayan": _mayan}
