"""The small Mayan of the other tests answers as the real one does (FORMGEN_MAYAN_RECORD=1 records it anew)."""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path
from typing import Any

import httpx

from formgen.handover.receivers.http import Http, token_header
from formgen.handover.receivers.mayan import obtained_token

RECORDED = Path(__file__).parents[1] / "handover" / "mayan_answers.json"
LISTED = "id,label,uuid,file_latest__id,file_latest__checksum"
SEARCH = "/search/advanced/documents."
# Small, and a PDF.
CONTENT = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n%recorded\n"
)
KEY = hashlib.sha256(CONTENT).hexdigest()
NONE = "0" * 64


class Recorder:
    def __init__(self, server) -> None:
        self.answers: dict[str, dict[str, Any]] = {}
        with Http(server.url) as http:
            token = obtained_token(http, server.user, server.password)
        self.url = server.url
        headers = {"Accept": "application/json", "Authorization": token_header(token)}
        self.client = httpx.Client(base_url=server.url + "/api/v4", headers=headers, trust_env=False, timeout=30)

    def ask(self, name: str, method: str, path: str, **more: Any) -> Any:
        # Twenty requests a second, and no more.
        time.sleep(0.1)
        answer = self.client.request(method, path, **more)
        text = answer.text.replace(self.url, "http://mayan.example")
        body = json.loads(text) if text else None
        kept = {"retry-after": answer.headers["retry-after"]} if "retry-after" in answer.headers else {}
        self.answers[name] = {"method": method, "path": path, "status": answer.status_code, **kept, "body": body}
        return body


def recorded_from(server) -> dict[str, dict[str, Any]]:
    re = Recorder(server)
    kind = re.ask("type-made", "POST", "/document_types/", json={"label": "記録"})["id"]
    re.ask("type-again", "POST", "/document_types/", json={"label": "記録"})
    re.ask("types", "GET", "/document_types/", params={"page_size": 100, "page": 1})
    meta = re.ask("metadata-type-made", "POST", "/metadata_types/", json={"name": "記録_欄", "label": "記録（欄）"})[
        "id"
    ]
    re.ask("metadata-type-again", "POST", "/metadata_types/", json={"name": "記録_欄", "label": "記録（欄）"})
    re.ask("tied", "POST", f"/document_types/{kind}/metadata_types/", json={"metadata_type_id": meta})
    re.ask("tied-again", "POST", f"/document_types/{kind}/metadata_types/", json={"metadata_type_id": meta})
    re.ask("ties", "GET", f"/document_types/{kind}/metadata_types/")
    tag = re.ask("tag-made", "POST", "/tags/", json={"label": "記録", "color": "#336699"})["id"]
    re.ask("tag-again", "POST", "/tags/", json={"label": "記録", "color": "#336699"})
    cabinet = re.ask("cabinet-made", "POST", "/cabinets/", json={"label": "記録", "parent": None})["id"]
    told = {"document_type_id": kind, "label": f"記録_{KEY[:8]}.pdf", "description": "", "language": "jpn"}
    made = re.ask("document-made", "POST", "/documents/", json=told)
    path = f"/documents/{made['id']}"
    re.ask("no-such-type", "POST", "/documents/", json={**told, "document_type_id": 999_999})
    query = {"_ordering": "-datetime_created", "_fields_only": LISTED, "page_size": 100, "page": 1}
    re.ask("listed-empty", "GET", f"/document_types/{kind}/documents/", params=query)
    re.ask("empty", "GET", f"{path}/")
    re.ask("not-found", "GET", f"{SEARCH}documentfilesearchresult/", params={"checksum": f"={NONE}"})
    form = {"action_name": "replace", "filename": "記録.pdf"}
    re.ask("taken", "POST", f"{path}/files/", data=form, files={"file_new": ("a.pdf", CONTENT, "application/pdf")})
    time.sleep(4)
    re.ask("listed", "GET", f"/document_types/{kind}/documents/", params=query)
    re.ask("filed", "GET", f"{path}/")
    re.ask("files", "GET", f"{path}/files/", params={"_fields_only": "id,checksum"})
    asked = {"checksum": f"={KEY}", "_fields_only": "id,document_id,checksum"}
    re.ask("found", "GET", f"{SEARCH}documentfilesearchresult/", params=asked)
    re.ask("known", "GET", f"{SEARCH}documentsearchresult/", params={"uuid": f"={made['uuid']}", "_fields_only": "id"})
    asked = {"label": KEY[:8], "_fields_only": f"{LISTED},document_type__id"}
    re.ask("labelled", "GET", f"{SEARCH}documentsearchresult/", params=asked)
    re.ask("metadata-made", "POST", f"{path}/metadata/", json={"metadata_type_id": meta, "value": "値"})
    re.ask("metadata-again", "POST", f"{path}/metadata/", json={"metadata_type_id": meta, "value": "値"})
    re.ask("metadata", "GET", f"{path}/metadata/", params={"_fields_only": "id,metadata_type__id"})
    re.ask("tag-attached", "POST", f"{path}/tags/attach/", json={"tag": tag})
    re.ask("tags", "GET", f"{path}/tags/")
    re.ask("cabinet-added", "POST", f"/cabinets/{cabinet}/documents/add/", json={"document": made["id"]})
    re.ask("cabinets", "GET", f"{path}/cabinets/")
    re.ask("described", "PATCH", f"{path}/", json={"description": "説明"})
    other = re.ask("", "POST", "/documents/", json={**told, "label": "x"})
    re.ask("trashed", "DELETE", f"/documents/{other['id']}/")
    re.ask("no-document", "GET", "/documents/999999/")
    del re.answers[""]
    re.ask(
        "token", "POST", "/auth/token/obtain/?format=json", data={"username": server.user, "password": server.password}
    )
    re.answers["token"]["body"]["token"] = "0123"
    re.ask("token-refused", "POST", "/auth/token/obtain/?format=json", data={"username": "nobody", "password": "no"})
    while re.client.get("/tags/").status_code != 429:
        pass
    answer = re.client.get("/tags/")
    re.answers["throttled"] = {"method": "GET", "path": "/tags/", "status": answer.status_code, "body": answer.json()}
    re.answers["throttled"]["retry-after"] = answer.headers["retry-after"]
    time.sleep(1.1)
    return re.answers


def shape(found: Any) -> Any:
    """The keys of it, all the way down."""
    if isinstance(found, dict):
        return {key: shape(value) for key, value in found.items()}
    return [shape(one) for one in found[:1]] if isinstance(found, list) else None


def test_the_small_one_answers_as_the_real_one_does(server) -> None:
    answers = recorded_from(server)
    if os.environ.get("FORMGEN_MAYAN_RECORD"):
        RECORDED.write_text(json.dumps(answers, ensure_ascii=False, indent=1) + "\n", "utf-8")
    kept = json.loads(RECORDED.read_text("utf-8"))
    assert {name: one["status"] for name, one in answers.items()} == {n: one["status"] for n, one in kept.items()}
    for name, one in answers.items():
        assert shape(one["body"]) == shape(kept[name]["body"]), name
