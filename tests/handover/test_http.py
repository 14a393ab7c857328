"""The one client: where it connects, what it believes, what each answer means, what it keeps to itself."""

from __future__ import annotations

import hashlib
import json
import logging
import socket
import ssl
import threading
import time
from contextlib import suppress

import pytest
from answering import Answering, Asked
from faulty import Fault, Faulty

from formgen.files.holding import held_of
from formgen.ground.problems import Refused
from formgen.handover.receivers import Later, NotTaken
from formgen.handover.receivers.answers import MOST_ANSWERED, File
from formgen.handover.receivers.http import Http, basic_header, token_header
from formgen.handover.receivers.tls import trusted
from formgen.handover.receivers.urls import checked_url

NAME = "髙橋 花子_誓約書.pdf"


def giving(status: int, body: bytes = b"{}", **headers: str):
    return lambda _: (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


@pytest.mark.parametrize(
    "status, key",
    [
        (401, "E-SEND.credentials"),
        (403, "E-SEND.credentials"),
        (404, "E-SEND.no-such-place"),
        (410, "E-SEND.no-such-place"),
        (413, "E-SEND.too-large"),
        (400, "E-SEND.refused"),
        (409, "E-SEND.refused"),
        (501, "E-SEND.refused"),
        (301, "E-SEND.redirected"),
        (307, "E-SEND.redirected"),
    ],
)
def test_what_means_no(status: int, key: str) -> None:
    with Answering(giving(status, NAME.encode(), Location="http://127.0.0.1:1/")) as server, Http(server.url) as http:
        with pytest.raises(NotTaken) as caught:
            http.ask("POST", "/x", json={})
        assert len(server.asked) == 1
    assert caught.value.problem.key == key
    assert str(status) in caught.value.problem.message("ja") + caught.value.problem.message("en")
    assert "髙橋" not in caught.value.problem.message("ja") + caught.value.problem.fix("ja")


@pytest.mark.parametrize(
    "status, sent", [(500, True), (502, True), (503, True), (408, True), (425, False), (429, False)]
)
def test_what_means_not_now(status: int, sent: bool) -> None:
    with Answering(giving(status)) as server, Http(server.url) as http, pytest.raises(Later) as caught:
        http.ask("POST", "/x", json={})
    assert (caught.value.why, caught.value.sent) == ("busy", sent)


def test_nothing_was_sent_where_nobody_listens() -> None:
    with Answering(giving(200)) as server:
        url = server.url
    with Http(url) as http, pytest.raises(Later) as caught:
        http.ask("POST", "/x", json={})
    assert (caught.value.why, caught.value.sent) == ("no-connection", False)


@pytest.mark.parametrize(
    "fault, why",
    [
        (Fault("cut", amount=400), "cut"),
        (Fault("mute"), "cut"),
        (Fault("half", amount=30), "cut"),
        (Fault("half", amount=150), "cut"),
        (Fault("late", amount=1.0), "no-answer"),
        (Fault("down"), "cut"),
    ],
    ids=lambda value: value.way if isinstance(value, Fault) else value,
)
def test_what_breaks_on_the_way_is_in_doubt(fault: Fault, why: str) -> None:
    body = b"x" * 300_000
    with (
        Answering(giving(200, b'{"id": 1}' + b" " * 90)) as server,
        Faulty(server.port, fault) as proxy,
        Http(f"http://127.0.0.1:{proxy.port}", seconds=0.4) as http,
    ):
        with pytest.raises(Later) as caught:
            http.ask("POST", "/x", content=body)
        assert (caught.value.why, caught.value.sent) == (why, True)
        # The next one passes: the fault was for one.
        assert http.ask("POST", "/x", content=body).json() == {"id": 1}
    assert fault.met == 1


def test_a_document_that_is_cut_is_no_shorter_document() -> None:
    with (
        Answering(giving(200, b"y" * 5000)) as server,
        Faulty(server.port, Fault("half", "GET", amount=1000)) as proxy,
        Http(f"http://127.0.0.1:{proxy.port}") as http,
    ):
        with pytest.raises(Later):
            list(http.pieces("/x"))
        assert b"".join(http.pieces("/x")) == b"y" * 5000


def test_a_large_file_goes_as_a_stream_with_its_length_and_name() -> None:
    content = held_of(b"%PDF" + bytes(3 << 20))
    with Answering(giving(201)) as server:
        gone: list[tuple[int, int]] = []
        with Http(server.url, authorization=token_header("s3cret"), told=lambda a, b: gone.append((a, b))) as http:
            form = {"title": "誓約書", "tags": ["4", "5"]}
            http.ask("POST", "/up", form=form, file=File("document", content, NAME, "application/pdf"))
            http.ask("PUT", "/raw", content=content)
        posted, put = server.asked
    assert posted.headers["authorization"] == "Token s3cret"
    assert posted.body.count(b'name="tags"') == 2
    assert f'filename="{NAME}"'.encode() in posted.body
    assert content.read() in posted.body
    assert hashlib.sha256(put.body).hexdigest() == content.sha256
    assert int(put.headers["content-length"]) == content.size
    assert gone[-1] == (content.size, content.size)
    assert len(gone) > 20


def test_no_proxy_and_no_password_file_of_the_environment(monkeypatch, tmp_path) -> None:
    with Answering(giving(200)) as server, Answering(giving(200)) as other:
        (tmp_path / "netrc").write_text("machine 127.0.0.1 login a password b\n")
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, other.url)
        with Http(server.url) as http:
            http.ask("GET", "/x")
        assert not other.asked
        assert "authorization" not in server.asked[0].headers


def test_an_answer_has_a_limit_and_is_what_it_should_be() -> None:
    with Answering(giving(200, b"[" + b" " * MOST_ANSWERED + b"]")) as server, Http(server.url) as http:
        with pytest.raises(NotTaken) as caught:
            http.json("/x")
        assert caught.value.problem.key == "E-SEND.answer"
    with Answering(giving(200, b"<html>log in</html>")) as server, Http(server.url) as http:
        with pytest.raises(NotTaken):
            http.json("/x")
        # Something was done by it, and nobody knows what.
        with pytest.raises(Later):
            http.ask("POST", "/x", json={}).json()


def test_an_answer_that_drips_is_not_waited_for_to_its_end() -> None:
    """Each piece comes soon enough; the whole would take for ever."""

    def drip(door: socket.socket) -> None:
        client, _ = door.accept()
        with client, suppress(OSError):
            client.recv(1 << 16)
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n")
            for _ in range(40):
                time.sleep(0.05)
                client.sendall(b" ")

    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=drip, args=(door,), daemon=True).start()
        with Http(f"http://127.0.0.1:{door.getsockname()[1]}", seconds=0.4) as http, pytest.raises(Later) as caught:
            http.ask("GET", "/x")
    assert (caught.value.why, caught.value.sent) == ("no-answer", True)


def test_nothing_is_asked_for_in_another_coding() -> None:
    """What is read back is held against what was stored: nothing on the way may pack it."""
    with Answering(giving(200)) as server, Http(server.url) as http:
        http.ask("GET", "/x")
        assert list(http.pieces("/x"))
    assert {asked.headers["accept-encoding"] for asked in server.asked} == {"identity"}


def test_queries_and_json_arrive_as_they_are() -> None:
    def answers(asked: Asked):
        return 200, {}, json.dumps({"path": asked.path}).encode()

    with Answering(answers) as server, Http(server.url + "/dms") as http:
        assert http.json("/api/", name="誓約書 1.pdf", id=7)["path"] == (
            "/dms/api/?name=%E8%AA%93%E7%B4%84%E6%9B%B8+1.pdf&id=7"
        )


def test_what_would_lead_to_another_host_is_not_asked() -> None:
    with Answering(giving(200)) as server, Http(server.url) as http, pytest.raises(NotTaken):
        http.ask("GET", "@example.com/")


def test_a_log_holds_neither_names_nor_credentials(caplog) -> None:
    caplog.set_level(logging.DEBUG)
    answer = giving(200, Content_Disposition="attachment; filename*=utf-8''%E9%AB%99.pdf")
    with Answering(answer) as server, Http(server.url, authorization=basic_header("u", "pw1")) as http:
        http.ask("GET", "/%E9%AB%99", query={"name": NAME})
        assert list(http.pieces("/download"))
        assert server.asked[0].headers["authorization"] == "Basic dTpwdzE="
        assert "dTpw" not in repr(http) + str(vars(http).keys())
    assert "%E9%AB%99" not in caplog.text
    assert "dTpwdzE" not in caplog.text
    # The log itself is as it was.
    assert "httpcore" in caplog.text
    assert not logging.getLogger("httpcore.http11").filters


@pytest.mark.parametrize(
    "given, written",
    [
        ("HTTPS://Paper.Example:443/dms/", "https://paper.example/dms"),
        ("https://paper.example", "https://paper.example"),
        ("https://paper.example:8443/入管/", "https://paper.example:8443/%E5%85%A5%E7%AE%A1"),
        ("https://paper.example/%e5%85%a5", "https://paper.example/%E5%85%A5"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://localhost", "http://localhost"),
    ],
)
def test_an_address_is_known_in_one_way(given: str, written: str) -> None:
    assert checked_url("dav", given) == written


@pytest.mark.parametrize(
    "given, key",
    [
        ("https://u:p4ss@paper.example/", "E-SEND.url-credentials"),
        ("https://u:p4/ss@paper.example/", "E-SEND.url"),
        ("https://u:p4@ss@paper.example/", "E-SEND.url-credentials"),
        ("https://u@paper.example/", "E-SEND.url-credentials"),
        ("http://paper.example/", "E-SEND.url-http"),
        ("http://127.0.0.1.example/", "E-SEND.url-http"),
        ("ftp://paper.example/", "E-SEND.url"),
        ("paper.example", "E-SEND.url"),
        ("https://paper.example/?token=p4ss", "E-SEND.url"),
        ("https://paper.example:99999/", "E-SEND.url"),
        ("https://[::1/", "E-SEND.url"),
        ("https:///x", "E-SEND.url"),
        ("https://paper.example/\n", "E-SEND.url"),
        ("", "E-SEND.url"),
    ],
)
def test_an_address_that_is_not_used_is_not_repeated(given: str, key: str) -> None:
    with pytest.raises(Refused) as caught:
        checked_url("dav", given)
    (found,) = caught.value.problems
    assert found.key == key
    assert "p4" not in found.message("ja") + found.fix("ja") + found.message("en") + str(caught.value)
    if key == "E-SEND.url-http":
        assert checked_url("dav", given, allow_http=True).startswith("http://")


@pytest.mark.parametrize("base", ["https://paper.example", "https://localhost:8000", "https://10.0.0.1/dav"])
def test_whoever_is_asked_by_https_has_to_prove_who_it_is(base: str) -> None:
    found = trusted(base, None)
    assert isinstance(found, ssl.SSLContext)
    assert found.verify_mode == ssl.CERT_REQUIRED
    assert found.check_hostname
