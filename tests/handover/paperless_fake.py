"""A server that answers like Paperless-ngx 3, on 127.0.0.1 and in memory.

Measured against Paperless-ngx 3.0.5: an upload is answered with the id of a task before anything is taken in; the
checksum is the SHA-256 of the original; `checksum__iexact` finds by it at once; a parameter nobody knows is ignored,
so that it matches everything; `tasks/?name=` and `tasks/?task_id=` find tasks; the same bytes are taken again; JSON
and ZIP are 400; `tags=4,5,6` is 400; a name of more than 255 bytes is answered 200 and fails in the task; lists are
paged; `download/?original=true` gives what was uploaded.

From its documentation, its issues (a script that changes files on intake) and what other clients report of 3.1: the
shape of tasks (`input_data`, `result_data`, `related_document_ids`, states in lower case), `name` matching parts of
names, `versions` with checksums in place of one checksum, `fields`, spaces around names taken away, 406 for a version
of the API that is not there, the refusal of duplicates where it is switched on, 400 for a name that exists, titles cut
to 127 characters, a PATCH of custom fields replacing all of them.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

KINDS = ("tags", "document_types", "correspondents", "custom_fields")
TODAY = "2026-11-24"


@dataclass
class Upload:
    name: str
    data: bytes
    form: dict[str, list[str]]


@dataclass
class Refusal(Exception):
    status: int
    body: Any


@dataclass
class PaperlessFake:
    """What it keeps, and in which ways it behaves badly. A context: it runs while that lasts."""

    token: str = "t0ken"
    consume_seconds: float = 0.01
    page_size: int = 25
    script: Callable[[bytes], bytes] | None = None
    """Changes a file on intake."""
    fails_with: dict[str, Any] | None = None
    """What is wrong with every task."""
    refuses_duplicates: bool = False
    looks_at_checksums: bool = True
    tells_checksums: bool = True
    api_versions: tuple[str, ...] = ("9", "10")
    forbidden: str | None = None
    """A regular expression of `METHOD path` that gives 403."""
    after: Callable[[str, str], str | None] | None = None
    """Called with method and path when a request was done: what it returns is done with the answer (lose, 503)."""
    before: Callable[[str, str], None] | None = None
    documents: dict[int, dict[str, Any]] = field(default_factory=dict)
    files: dict[int, bytes] = field(default_factory=dict)
    trash: dict[int, dict[str, Any]] = field(default_factory=dict)
    things: dict[str, dict[int, dict[str, Any]]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    tasks: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lock = threading.RLock()
        self.worker = threading.Event()
        self.worker.set()
        self._next = 0

    def __enter__(self) -> PaperlessFake:
        fake = self

        class Handler(_Handler):
            server_of = fake

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.worker.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def copies(self, key: str) -> int:
        """How many documents have this SHA-256."""
        with self.lock:
            return sum(hashlib.sha256(data).hexdigest() == key for i, data in self.files.items() if i in self.documents)

    def names(self, kind: str, numbers: Any) -> list[str]:
        many = numbers if isinstance(numbers, list) else [numbers]
        return sorted(self.things[kind][number]["name"] for number in many if number)

    def add(self, kind: str, name: str, **more: Any) -> int:
        with self.lock:
            number = self.number()
            self.things[kind][number] = {"id": number, "name": name, **more}
            return number

    def number(self) -> int:
        self._next += 1
        return self._next

    # Intake

    def begin(self, upload: Upload) -> str:
        if not upload.data.startswith(b"%PDF"):
            raise Refusal(400, {"document": [f"File type of {upload.name} is not supported"]})
        for tag in upload.form.get("tags", ()):
            if not tag.isdecimal():
                raise Refusal(400, {"tags": ["Incorrect type. Expected pk value, received str."]})
            if int(tag) not in self.things["tags"]:
                raise Refusal(400, {"tags": ["Invalid pk - object does not exist."]})
        ticket = str(uuid.uuid4())
        about = {"task_id": ticket, "task_type": "consume_file", "status": "pending", "result_data": None}
        with self.lock:
            self.uploads.append(upload)
            self.tasks[ticket] = {**about, "input_data": {"filename": upload.name}, "related_document_ids": []}
        threading.Thread(target=self._consume, args=(ticket, upload), daemon=True).start()
        return ticket

    def _consume(self, ticket: str, upload: Upload) -> None:
        self.worker.wait()
        task = self.tasks[ticket]
        task["status"] = "started"
        time.sleep(self.consume_seconds)
        with self.lock:
            done = self._failure(upload)
            if done is None:
                number = self.store(upload.name, upload.data, upload.form)
                done = {"document_id": number}
                task["related_document_ids"] = [number]
            task["result_data"] = done
            task["status"] = "success" if "document_id" in done or "reason" in done else "failure"

    def _failure(self, upload: Upload) -> dict[str, Any] | None:
        if self.fails_with is not None:
            return self.fails_with
        if len(upload.name.encode()) > 255:
            return {"error_type": "OSError", "error_message": f"[Errno 36] File name too long: '{upload.name}'"}
        if self.refuses_duplicates:
            for where, trashed in ((self.documents, False), (self.trash, True)):
                for number in where:
                    if self.files[number] == upload.data:
                        return {"duplicate_of": number, "duplicate_in_trash": trashed}
        return None

    def store(self, name: str, data: bytes, form: dict[str, list[str]] | None = None) -> int:
        """A document, as if it had been taken in."""
        form = form or {}
        data = self.script(data) if self.script else data
        with self.lock:
            number = self.number()
            one = {key: values[0] for key, values in form.items()}
            fields = json.loads(one.get("custom_fields", "{}"))
            self.files[number] = data
            self.documents[number] = {
                "id": number,
                "title": one.get("title", name.rpartition(".")[0])[:127],
                "created": one.get("created", TODAY),
                "added": TODAY + "T09:00:00+09:00",
                "correspondent": int(one["correspondent"]) if "correspondent" in one else None,
                "document_type": int(one["document_type"]) if "document_type" in one else None,
                "tags": [int(tag) for tag in form.get("tags", ())],
                "custom_fields": [{"field": int(key), "value": value} for key, value in fields.items()],
                "original_file_name": name,
                "content": "…",
                "versions": [{"id": number, "checksum": hashlib.sha256(data).hexdigest(), "is_root": True}],
            }
            return number

    def delete(self, number: int) -> None:
        self.trash[number] = self.documents.pop(number)

    # What is asked

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> tuple[int, Any]:
        if path == "/api/documents/post_document/" and method == "POST":
            return 200, self.begin(body)
        if path == "/api/documents/":
            return 200, self.listed(path, query, self._documents(query))
        if path == "/api/tasks/":
            return 200, self.listed(path, query, self._tasks(query))
        if found := re.fullmatch(r"/api/documents/(\d+)/(download|metadata)?/?", path):
            return self._document(method, int(found[1]), found[2], query, body)
        if (kind := path.removeprefix("/api/").rstrip("/")) in KINDS:
            return self._thing(method, path, kind, query, body)
        raise Refusal(404, {"detail": "Not found."})

    def listed(self, path: str, query: dict[str, list[str]], rows: list[Any]) -> dict[str, Any]:
        page = int(query.get("page", ["1"])[0])
        size = min(self.page_size, int(query.get("page_size", ["25"])[0]))
        more = len(rows) > page * size
        asked = "&".join(f"{key}={quote(value)}" for key, values in query.items() if key != "page" for value in values)
        # As behind a proxy that does not say which host it was called by.
        following = f"http://paperless.invalid{path}?{asked}&page={page + 1}" if more else None
        return {"count": len(rows), "next": following, "results": rows[(page - 1) * size : page * size]}

    def _documents(self, query: dict[str, list[str]]) -> list[Any]:
        rows = [self.documents[number] for number in sorted(self.documents, reverse=True)]
        if self.looks_at_checksums and (asked := query.get("checksum__iexact")):
            rows = [row for row in rows if row["versions"][-1]["checksum"] == asked[0].lower()]
        told = query["fields"][0].split(",") if "fields" in query else None
        hidden = () if self.tells_checksums else ("versions",)
        return [{k: v for k, v in row.items() if (told is None or k in told) and k not in hidden} for row in rows]

    def _tasks(self, query: dict[str, list[str]]) -> list[Any]:
        rows = list(self.tasks.values())
        if "task_id" in query:
            rows = [row for row in rows if row["task_id"] == query["task_id"][0]]
        if "name" in query:
            rows = [row for row in rows if query["name"][0].casefold() in row["input_data"]["filename"].casefold()]
        return rows

    def _document(
        self, method: str, number: int, part: str | None, query: dict[str, list[str]], body: Any
    ) -> tuple[int, Any]:
        if number not in self.documents:
            raise Refusal(404, {"detail": "No Document matches the given query."})
        document = self.documents[number]
        if part == "download":
            version = int(query.get("version", [document["versions"][0]["id"]])[0])
            data = self.files[version]
            return 200, data if query.get("original") == ["true"] else b"%PDF-archive" + data
        if part == "metadata":
            return 200, {"original_checksum": document["versions"][0]["checksum"]}
        if method == "PATCH":
            if len(body.get("title", "")) > 128:
                raise Refusal(400, {"title": ["Ensure this field has no more than 128 characters."]})
            document.update(body)
        wanted = query["fields"][0].split(",") if "fields" in query else document
        told = {key: value for key, value in document.items() if key in wanted}
        if not self.tells_checksums:
            del told["versions"]
        return 200, told

    def _thing(self, method: str, path: str, kind: str, query: dict[str, list[str]], body: Any) -> tuple[int, Any]:
        things = self.things[kind]
        if method == "POST":
            body["name"] = body["name"].strip()
            if len(body["name"]) > 128:
                raise Refusal(400, {"name": ["Ensure this field has no more than 128 characters."]})
            if any(one["name"] == body["name"] for one in things.values()):
                raise Refusal(400, {"error": "Object violates owner / name unique constraint"})
            return 201, things[self.add(kind, **body)]
        rows = list(things.values())
        if "name__iexact" in query:
            rows = [row for row in rows if row["name"].casefold() == query["name__iexact"][0].casefold()]
        return 200, self.listed(path, query, [row for row in rows if not row.get("hidden")])


class _Handler(BaseHTTPRequestHandler):
    server_of: PaperlessFake
    protocol_version = "HTTP/1.1"
    # The head and the body of an answer in one packet, or each waits for the other's receipt.
    wbufsize = -1

    def do_GET(self) -> None:
        self._done("GET")

    def do_POST(self) -> None:
        self._done("POST")

    def do_PATCH(self) -> None:
        self._done("PATCH")

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def _done(self, method: str) -> None:
        fake, url = self.server_of, urlsplit(self.path)
        length = int(self.headers.get("Content-Length", 0))
        data = self.rfile.read(length)
        if len(data) < length:
            # Cut on the way: nothing was done.
            self.close_connection = True
            return
        fake.asked.append(f"{method} {self.path}")
        if fake.before:
            fake.before(method, url.path)
        try:
            status, answer = self._checked(method, url.path, parse_qs(url.query), data)
        except Refusal as no:
            status, answer = no.status, no.body
        ending = fake.after(method, url.path) if fake.after else None
        if ending == "lose":
            self.close_connection = True
            return
        self._say(503 if ending == "503" else status, answer)

    def _checked(self, method: str, path: str, query: dict[str, list[str]], data: bytes) -> tuple[int, Any]:
        fake = self.server_of
        if self.headers.get("Authorization") != f"Token {fake.token}":
            raise Refusal(401, {"detail": "Invalid token."})
        accepted = self.headers.get("Accept", "")
        if (asked := re.search(r"version=(\d+)", accepted)) and asked[1] not in fake.api_versions:
            raise Refusal(406, {"detail": 'Invalid version in "Accept" header.'})
        if fake.forbidden and re.match(fake.forbidden, f"{method} {path}"):
            raise Refusal(403, {"detail": "You do not have permission to perform this action."})
        body = self._body(data)
        if isinstance(body, Upload):
            return fake.answer(method, path, query, body)
        with fake.lock:
            status, answer = fake.answer(method, path, query, body)
            return status, answer if isinstance(answer, bytes) else json.loads(json.dumps(answer))

    def _body(self, data: bytes) -> Any:
        kind = self.headers.get("Content-Type", "")
        if not kind.startswith("multipart/"):
            return json.loads(data) if data else None
        # Names come as UTF-8, which the parser of mail keeps as it is.
        whole = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + data)
        form: dict[str, list[str]] = {}
        file: tuple[str, bytes] | None = None
        for part in whole.iter_parts():
            said = part.get_param("name", header="content-disposition")
            value = part.get_payload(decode=True)
            if name := part.get_filename():
                file = (name.encode("utf-8", "surrogateescape").decode(), value)
            else:
                form.setdefault(str(said), []).append(value.decode())
        if file is None:
            raise Refusal(400, {"document": ["No file was submitted."]})
        return Upload(*file, form)

    def _say(self, status: int, answer: Any) -> None:
        data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/pdf" if isinstance(answer, bytes) else "application/json")
        self.send_header("Content-Length", str(len(data)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)
