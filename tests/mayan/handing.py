"""Hands one file to Mayan, as a process of its own that can be killed.

usage: handing.py URL JOURNAL FILE SECONDS [CRASH]

The token is in FORMGEN_MAYAN_TOKEN. CRASH: sending, made, sent: ends as by kill -9 right after that.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

from formgen.handover.deliver import deliver
from formgen.handover.items import About, Item
from formgen.handover.journal import Journal
from formgen.handover.receivers.http import Http, token_header
from formgen.handover.receivers.mayan import Api, Mayan

TYPE = "入管への提出書類"
# Shorter than a user's: here the server is beside us.
SETTLED = 3.0


def item_of(content: bytes) -> Item:
    key = hashlib.sha256(content).hexdigest()
    about = About(
        title="誓約書（髙橋 花子）",
        document_type=TYPE,
        cabinet="株式会社サンプル",
        tags=("利用申出",),
        fields={"日付": "2026-11-20", "手数料（円）": "33000", "対象者": "髙橋 花子、𠮷田 﨑"},
    )
    return Item(content, f"2026-11-20_誓約書_髙橋 花子_{key[:8]}.pdf", "application/pdf", about)


class Crashing(Journal):
    """A journal after whose line of that state nothing comes any more."""

    def write(self, key, receiver, state, *more, **others):  # type: ignore[no-untyped-def]
        super().write(key, receiver, state, *more, **others)
        if crash == state:
            os._exit(137)


class Dying(Mayan):
    def _upload(self, document, item):  # type: ignore[no-untyped-def]
        if crash == "made":
            os._exit(137)
        super()._upload(document, item)


if __name__ == "__main__":
    url, journal, file, seconds, *rest = sys.argv[1:]
    crash = rest[0] if rest else ""
    with Http(url, authorization=token_header(os.environ["FORMGEN_MAYAN_TOKEN"]), seconds=float(seconds)) as http:
        api = Api(http)
        api.base = "http://mayan.example"
        done = deliver(
            item_of(Path(file).read_bytes()), Dying(api, SETTLED), Crashing(Path(journal)), seconds=float(seconds)
        )
    sys.stdout.write(json.dumps([done.did, done.remote, done.completed, [problem.key for problem in done.problems]]))
    sys.exit(0 if done.done else 75 if done.did == "later" or done.there else 1)
