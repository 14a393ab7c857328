"""Whatever breaks, Mayan has a file once: one document, one file in it, the same bytes; and nothing without a file."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from faulty import Fault, Faulty
from handing import TYPE, item_of

import formgen
from formgen.handover.receivers.http import Http, token_header
from formgen.handover.receivers.mayan import Api, Mayan, obtained_token

HERE = Path(__file__).parent
ROUNDS = int(os.environ.get("FORMGEN_MAYAN_ROUNDS", "1"))
MAKING, FILE = r"/documents/$", r"/files/$"
PROFILE = HERE.parents[1] / "examples" / "usage-request-by-mail" / "profile.json"
PDF = formgen.render("usage-request", formgen.read_profile(PROFILE))


@dataclass
class Client:
    """One machine: its journal, and how it is cut off."""

    server: object
    token: str
    folder: Path
    content: bytes
    said: list[str] = field(default_factory=list)

    def start(self, *, port: int | None = None, seconds: float = 12, crash: str = "") -> subprocess.Popen[str]:
        file = self.folder / "file.pdf"
        file.write_bytes(self.content)
        url = f"http://127.0.0.1:{port or self.server.port}"
        command = [sys.executable, str(HERE / "handing.py"), url, self.folder / "journal", file, str(seconds), crash]
        surroundings = {**os.environ, "FORMGEN_MAYAN_TOKEN": self.token}
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=surroundings)

    def run(self, **how) -> int:
        return self.ended(self.start(**how))

    def ended(self, child: subprocess.Popen[str]) -> int:
        out, _ = child.communicate(timeout=60)
        did = json.loads(out) if out.strip() else ["ended", None, [], []]
        self.said.append(f"{child.returncode}:{' '.join([did[0], *did[3]])}")
        return child.returncode

    def until_done(self) -> None:
        for _ in range(6):
            if (code := self.run()) != 75:
                assert code == 0, self.said
                return
            time.sleep(1)
        raise AssertionError(self.said)


@pytest.fixture(scope="session")
def token(server) -> str:
    with Http(server.url) as http:
        return obtained_token(http, server.user, server.password)


@pytest.fixture
def api(server, token):
    with Http(server.url, authorization=token_header(token)) as http:
        yield Api(http)


@pytest.fixture
def client(server, token, tmp_path):
    return Client(server, token, tmp_path, PDF + f"\n% {time.time_ns()} {random.random()}\n".encode())


@pytest.fixture(autouse=True)
def _told(request, client):
    start = time.monotonic()
    yield
    with Path(os.environ.get("FORMGEN_MAYAN_LOG", os.devnull)).open("a") as log:
        print(f"{time.monotonic() - start:5.1f} s  {request.node.name}  {' '.join(client.said)}", file=log)


def there_once(api: Api, content: bytes) -> int:
    """The one document that holds it."""
    key = hashlib.sha256(content).hexdigest()
    kind = api.named("/document_types/", "label", TYPE)
    ours = [one for one in api.every(f"/document_types/{kind}/documents/") if key[:8] in one["label"]]
    assert [one["file_latest"] and one["file_latest"]["checksum"] for one in ours] == [key]
    number = ours[0]["id"]
    files = list(api.every(f"/documents/{number}/files/"))
    assert [one["checksum"] for one in files] == [key]
    back = b"".join(api.pieces(f"/documents/{number}/files/{files[0]['id']}/download/"))
    assert hashlib.sha256(back).hexdigest() == key
    return number


FAULTS = {
    "none": None,
    "empty-document-not-asked-for": Fault("down", path=MAKING),
    "empty-document-cut": Fault("cut", path=MAKING, amount=250),
    "empty-document-answer-lost": Fault("mute", path=MAKING),
    "empty-document-answer-late": Fault("late", path=MAKING, amount=4),
    "file-cut-early": Fault("cut", path=FILE, amount=900),
    "file-cut-in-the-middle": Fault("cut", path=FILE, amount=len(PDF) // 2),
    "file-cut-near-its-end": Fault("cut", path=FILE, amount=len(PDF) + 300),
    "file-answer-lost": Fault("mute", path=FILE),
    "file-answer-late": Fault("late", path=FILE, amount=4),
    "file-answer-half": Fault("half", path=FILE, amount=20),
    "file-busy": Fault("busy", path=FILE),
    "download-half": Fault("half", method="GET", path="/download/", amount=900),
    "tag-answer-lost": Fault("mute", path="/tags/attach/$"),
    "cabinet-cut": Fault("cut", path="/documents/add/$", amount=100),
}


@pytest.mark.parametrize("turn", range(ROUNDS))
@pytest.mark.parametrize("fault", FAULTS)
def test_a_connection_that_breaks(server, client, api, fault, turn) -> None:
    way = FAULTS[fault]
    with Faulty(server.port, Fault(way.way, way.method, way.path, way.amount)) if way else nullcontext() as proxy:
        first = client.run(port=proxy.port if proxy else None, seconds=3)
        if proxy:
            assert proxy.faults[0].met == 1
            assert first == 75
    client.until_done()
    complete(api, there_once(api, client.content))


@pytest.mark.parametrize("turn", range(ROUNDS))
@pytest.mark.parametrize("place", ["sending", "made", "sent"])
@pytest.mark.parametrize("journal", ["kept", "deleted"])
def test_the_sender_dies(client, api, place, journal, turn) -> None:
    assert client.run(crash=place) == 137
    if journal == "deleted":
        (client.folder / "journal").unlink()
    client.until_done()
    complete(api, there_once(api, client.content))


@pytest.mark.parametrize("turn", range(4 * ROUNDS))
def test_the_sender_is_killed_at_any_moment(client, api, turn) -> None:
    for _ in range(3):
        child = client.start()
        time.sleep(random.uniform(0.3, 2.0))
        child.kill()
        client.ended(child)
    client.until_done()
    complete(api, there_once(api, client.content))


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_two_machines_at_once(client, api, tmp_path, turn) -> None:
    other = Client(client.server, client.token, tmp_path / "other", client.content)
    other.folder.mkdir()
    for one, child in [(each, each.start()) for each in (client, other)]:
        one.ended(child)
    client.until_done()
    other.until_done()
    complete(api, there_once(api, client.content))


@pytest.mark.parametrize(
    "way, journal", [("whole", "kept"), ("answer-lost", "kept"), ("answer-lost", "deleted"), ("cut", "deleted")]
)
def test_the_workers_stand_still(server, client, api, way, journal) -> None:
    broken = {"answer-lost": Fault("mute", path=FILE), "cut": Fault("cut", path=FILE, amount=900)}.get(way)
    server.stop_worker()
    try:
        with Faulty(server.port, *[broken] if broken else []) as proxy:
            assert client.run(port=proxy.port, seconds=3) == 75
        if journal == "deleted":
            (client.folder / "journal").unlink()
        assert client.run(seconds=6) == 75
    finally:
        server.start_worker()
    client.until_done()
    complete(api, there_once(api, client.content))


def test_the_journal_is_deleted_at_the_end(client, api) -> None:
    client.until_done()
    (client.folder / "journal").unlink()
    assert client.run() == 0
    assert client.said[-1] == "0:found"
    complete(api, there_once(api, client.content))


def test_what_a_person_has_changed_stays_and_what_is_in_the_trash_is_not_there(client, api) -> None:
    client.until_done()
    path = f"/documents/{there_once(api, client.content)}"
    api.ask("PATCH", f"{path}/", json={"description": "直した", "label": "名前"})
    [tag] = api.every(f"{path}/tags/")
    api.post(f"{path}/tags/remove/", {"tag": tag["id"]})
    assert client.run() == 0
    document = api.get(f"{path}/")
    assert (document["description"], document["label"]) == ("直した", "名前")
    assert list(api.every(f"{path}/tags/")) == []
    receiver, item = Mayan(api), item_of(client.content)
    assert receiver.find(item) == f"{document['id']}/{document['file_latest']['id']}"
    api.ask("DELETE", f"{path}/")
    end = time.monotonic() + 20
    while receiver.find(item) is not None:
        assert time.monotonic() < end
        time.sleep(0.5)
    assert client.run() == 1
    assert client.said[-1] == "1:gone E-SEND.gone"


def complete(api: Api, number: int) -> None:
    """What Mayan was told, each once; the cabinet, the tag and the types of metadata once for all documents."""
    path, about = f"/documents/{number}", item_of(b"").about
    document = api.get(f"{path}/")
    assert (document["description"], document["language"]) == (about.title, "jpn")
    assert [one["label"] for one in api.every(f"{path}/tags/")] == list(about.tags)
    assert [one["label"] for one in api.every(f"{path}/cabinets/")] == [about.cabinet]
    metadata = [(one["metadata_type"]["label"], one["value"]) for one in api.every(f"{path}/metadata/")]
    assert sorted(metadata) == sorted(about.fields.items())
    for kind, label in (("cabinets", about.cabinet), ("tags", about.tags[0]), ("document_types", TYPE)):
        assert [one["label"] for one in api.every(f"/{kind}/")].count(label) == 1
