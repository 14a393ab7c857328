"""A form of 100 fields read from YAML, each time another one: `python spec.py ROUNDS`, answer as JSON, CPU seconds."""

import gc
import json
import statistics
import tempfile
import time
from pathlib import Path
from sys import argv

FIELDS = 100
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


def timed(work):
    gc.collect()
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


def main():
    """Read and check a form file, lay out and draw what is printed on it."""
    from formgen.library import open_library
    from formgen.library.forms import read_form
    from formgen.sheet.make import as_pdf, blank_sheet

    library = open_library()
    found = {"read": [], "drawn": []}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench@2020-01-01.yaml"
        for edition in range(int(argv[1]) + 1):
            path.write_text(spec_text(edition), encoding="utf-8")
            read, form = timed(lambda: read_form(path, library.rules, library.parts))
            assert len(form.blanks) == FIELDS
            drawn, _ = timed(lambda form=form: as_pdf([blank_sheet(form)]))
            found["read"].append(read)
            found["drawn"].append(drawn)
    print(json.dumps({name: statistics.median(times[1:]) for name, times in found.items()}))


if __name__ == "__main__":
    main()
