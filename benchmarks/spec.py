"""A form of 100 fields read from YAML, each time another one: `python spec.py ROUNDS`, answer as JSON, CPU seconds."""

import gc
import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from sys import argv

import pages

FIELDS = 100
HEAD = """
form: bench-{edition}
from: "2020-01-01"
until: null
system: free
title: 試験用紙
title_en: Test sheet
layout: free
per: person
source: house-practice
status: inferred
defaults: {{status: inferred, source: house-style}}
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
    return HEAD.format(edition=edition) + "".join(lines)


def timed(work):
    gc.collect()
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


def folder_of(editions, folder):
    """What comes with formgen, and sheets of our own."""
    given = pages.ROOT / "form_specs"
    (folder / "sheets").mkdir()
    for entry in (*given.iterdir(), *(given / "sheets").iterdir()):
        target = folder / entry.relative_to(given)
        if not target.exists():
            target.symlink_to(entry)
    for edition in editions:
        path = folder / "sheets" / f"bench-{edition}@2020-01-01.yaml"
        path.write_text(spec_text(edition), encoding="utf-8")
    return folder


def measured(rounds):
    """Read and check a form file, lay out and draw what is printed on it. The first one also reads the rules."""
    from formgen import Library
    from formgen.sheet.make import as_pdf, blank_sheet

    found = {"read": [], "drawn": []}
    editions = range(rounds + 1)
    with tempfile.TemporaryDirectory() as folder:
        library = Library(folder_of(editions, Path(folder)))
        for edition in editions:
            read, (form,) = timed(lambda edition=edition: library.editions(f"bench-{edition}"))
            assert len(form.blanks) == FIELDS
            drawn, _ = timed(lambda form=form: as_pdf([blank_sheet(form)]))
            found["read"].append(read)
            found["drawn"].append(drawn)
    return {name: statistics.median(times[1:]) for name, times in found.items()}


if __name__ == "__main__":
    os.environ["FORMGEN_CACHE"] = "off"
    print(json.dumps(measured(int(argv[1]))))
