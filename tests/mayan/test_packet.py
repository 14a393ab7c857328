"""A packet by `formgen send`, and what Mayan then shows of it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import formgen
from formgen.handover.receivers.http import Http, token_header
from formgen.handover.receivers.mayan import Api, obtained_token

EXAMPLE = Path(__file__).parents[2] / "examples" / "usage-request-by-mail" / "profile.json"


def test_a_packet_is_stored_whole_and_described(server, tmp_path) -> None:
    made = formgen.make_packet(formgen.read_profile(EXAMPLE))
    made.write(tmp_path / "packet")
    manifest = json.loads((tmp_path / "packet" / "manifest.json").read_text("utf-8"))
    command = [sys.executable, "-m", "formgen", "send", tmp_path / "packet", f"mayan={server.url}", "--json"]
    secret = {"FORMGEN_MAYAN_USER": server.user, "FORMGEN_MAYAN_PASSWORD": server.password}
    surroundings = {**os.environ, **secret, "FORMGEN_JOURNAL": str(tmp_path / "journal")}
    for did in ("sent", "found"):
        done = subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        assert f'"{did}"' in done.stdout
        assert server.password not in done.stdout + done.stderr
    assert json.loads((tmp_path / "packet.receipt.json").read_text("utf-8"))

    whole = (tmp_path / "packet" / "packet.pdf").read_bytes()
    key = hashlib.sha256(whole).hexdigest()
    with Http(server.url) as http:
        token = obtained_token(http, server.user, server.password)
    with Http(server.url, authorization=token_header(token)) as http:
        api = Api(http)
        [found] = api.get("/search/advanced/documents.documentfilesearchresult/", checksum=key)["results"]
        number = found["document_id"]
        document = api.get(f"/documents/{number}/")
        assert document["document_type"]["label"] == "入管への提出書類"
        assert document["label"].endswith(f"{key[:8]}.pdf")
        assert manifest["title"] in document["label"]
        assert manifest["title"] in document["description"]
        assert [one["label"] for one in api.every(f"/documents/{number}/cabinets/")] == [manifest["organization"]]
        assert [one["label"] for one in api.every(f"/documents/{number}/tags/")] == [manifest["title"]]
        metadata = {one["metadata_type"]["label"]: one["value"] for one in api.every(f"/documents/{number}/metadata/")}
        assert metadata["日付"] == manifest["date"]
        assert metadata["機関"] == manifest["organization"]
        assert metadata["対象者"] == "、".join(manifest["people"])
        pages = api.get(f"/documents/{number}/files/{found['id']}/pages/")["count"]
        assert pages == next(entry["pages"] for entry in manifest["files"] if entry["path"] == "packet.pdf")
        assert b"".join(api.pieces(f"/documents/{number}/files/{found['id']}/download/")) == whole
