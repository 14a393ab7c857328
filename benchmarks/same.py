"""Do the engines draw the same? `python same.py PAGES.json PERSON PICTURE.png NAME=FILE.pdf ...`, answer as JSON.

The document of one person of each engine is compared with the marks it was made from (every character can be read
back, every font is embedded) and with the first file named (difference of the pictures, mean over all pixels, in per
cent). PICTURE shows the pages side by side; `-`: no picture.
"""

import json
import sys
from collections import Counter
from statistics import mean

import pages
import pikepdf
import pypdfium2
from PIL import Image, ImageChops, ImageStat

SCALE = 1.25


def pictures(file):
    return [page.render(scale=SCALE).to_pil().convert("L") for page in pypdfium2.PdfDocument(file)]


def characters(texts):
    return Counter(c for text in texts for c in text if not c.isspace())


def lost(file, wanted):
    """How many characters of the document cannot be read back."""
    texts = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file))
    return (wanted - characters(texts)).total()


def inside(file):
    """How many fonts there are, how many of them are embedded, and whether the document has a structure."""
    with pikepdf.open(file) as pdf:
        found = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
        embedded = [o for o in found if "/FontFile2" in o or "/FontFile3" in o]
        return {"fonts": (len(found), len(embedded)), "tagged": "/StructTreeRoot" in pdf.Root}


def difference(ours, first):
    pairs = zip(ours, first, strict=True)
    return mean(ImageStat.Stat(ImageChops.difference(a.resize(b.size), b)).mean[0] for a, b in pairs) / 2.55


def side_by_side(drawn, target):
    width, height = drawn[0][0].size
    sheet = Image.new("L", (width * len(drawn), height * len(drawn[0])), 255)
    for column, document in enumerate(drawn):
        for row, page in enumerate(document):
            sheet.paste(page, (column * width, row * height))
    sheet.save(target)


def main():
    source, person, target, *given = sys.argv[1:]
    data = pages.read(source)
    filled = zip(data["order"], data["people"][int(person)], strict=True)
    marks = [mark for ink, values in filled for mark in (*data["inks"][ink], *values)]
    wanted = characters(m[3] for m in marks if m[0] == "text")
    files = dict(one.split("=", 1) for one in given)
    drawn = {name: pictures(file) for name, file in files.items()}
    first = next(iter(drawn.values()))
    answer = {
        name: {"lost": lost(file, wanted), **inside(file), "difference": difference(drawn[name], first)}
        for name, file in files.items()
    }
    if target != "-":
        side_by_side(list(drawn.values()), target)
    print(json.dumps({"characters": wanted.total(), "engines": answer}))


if __name__ == "__main__":
    main()
