"""The packet of a usage request for two people with six scans, and a form of 100 fields read from YAML.

`python packet.py ROUNDS`, answer as JSON: CPU seconds, child processes included.
"""

import gc
import json
import os
import resource
import statistics
import sys
import tempfile
from copy import deepcopy
from pathlib import Path

import pages
from one import without_isal

EXAMPLE = pages.ROOT / "examples" / "usage-request-by-mail"
FIELDS = 100


def cpu():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def timed(work):
    gc.collect()
    begin = cpu()
    work()
    return cpu() - begin


def medians(works, rounds):
    """The median of every piece of work, run in turns."""
    for work in works.values():
        work()
    found = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            found[name].append(timed(work))
    return {name: statistics.median(times) for name, times in found.items()}


def packet(rounds):
    from formgen import make_packet

    os.chdir(EXAMPLE)
    with_scans = json.loads((EXAMPLE / "profile.json").read_text(encoding="utf-8"))
    by_hand = deepcopy(with_scans)
    for one in by_hand["attachments"]:
        del one["file"]
        one["enclosed"] = True
    number = iter(range(10**9))

    def somebody(profile):
        one = deepcopy(profile)
        one["users"][0]["name"] = "𠮷" + pages.name(2 * next(number))
        return one

    works = {
        "whole": lambda: make_packet(somebody(with_scans)),
        "unread": lambda: make_packet(somebody(with_scans), verify=False),
        "bare": lambda: make_packet(somebody(by_hand), verify=False),
    }
    made = make_packet(somebody(with_scans))
    sheets = sum(entry.role == "sheet" for entry in made.entries) + 1  # and the page of next steps
    return {**medians(works, rounds), "sheets": sheets, "scans": len(with_scans["attachments"])}


HEAD = """
form: bench
from: "2020-01-01"
until: null
system: free
title: 試験用紙
title_en: Test sheet
layout: free
per: person
source: house-practice
status: inferred
defaults: {status: inferred, source: house-style}
content:
"""
FIELD = """
  - {{blank: field-{n}, label: 項目{edition}の{n}, label_box: [{x}, {y}, 20, 8], text: organization.name,
     box: [{right}, {y}, 24, 8], size: 9, item: "{n}"}}
"""


def spec_text(edition):
    """A form file of 100 fields, each with a printed label and a box."""
    places = [(12 + 47 * (n % 4), 15 + 10 * (n // 4)) for n in range(FIELDS)]
    lines = (FIELD.format(n=n, edition=edition, x=x, y=y, right=x + 21) for n, (x, y) in enumerate(places, 1))
    return HEAD + "".join(lines)


def spec(rounds):
    """Read and check a form file, lay out and draw what is printed on it: each time another edition."""
    from formgen.library import open_library
    from formgen.library.forms import read_form
    from formgen.sheet.make import as_pdf, blank_sheet

    library = open_library()
    rules, parts = library.rules, library.parts
    found = {"read": [], "drawn": []}
    with tempfile.TemporaryDirectory() as folder:
        for edition in range(rounds + 1):
            path = Path(folder) / "bench@2020-01-01.yaml"
            path.write_text(spec_text(edition), encoding="utf-8")
            forms = []
            found["read"].append(timed(lambda path=path, forms=forms: forms.append(read_form(path, rules, parts))))
            assert len(forms[0].blanks) == FIELDS
            found["drawn"].append(timed(lambda forms=forms: as_pdf([blank_sheet(forms[0])])))
    return {name: statistics.median(times[1:]) for name, times in found.items()}


def main():
    without_isal()
    rounds = int(sys.argv[1])
    print(json.dumps({"packet": packet(rounds), "spec": spec(rounds)}))


if __name__ == "__main__":
    main()
