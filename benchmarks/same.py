"""Do the engines draw the same page? `python same.py PAGES.json PICTURE.png NAME=FILE.pdf ...`, answer as JSON.

The second page of each file is compared with the marks it was made from (every character can be read back, every
font is embedded) and with the first file named (difference of the pictures, mean over all pixels, in per cent).
"""

import json
import sys
from collections import Counter

import pages
import pikepdf
import pypdfium2
from PIL import Image, ImageChops, ImageStat

SCALE = 1.25


def picture(file):
    return pypdfium2.PdfDocument(file)[1].render(scale=SCALE).to_pil().convert("L")


def characters(text):
    return Counter(c for c in text if not c.isspace())


def lost(file, wanted):
    """How many characters of the page cannot be read back."""
    return (wanted - characters(pypdfium2.PdfDocument(file)[1].get_textpage().get_text_range())).total()


def fonts(file):
    """How many fonts there are, and how many of them are embedded."""
    with pikepdf.open(file) as pdf:
        found = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
        embedded = [o for o in found if "/FontFile2" in o or "/FontFile3" in o]
        return len(found), len(embedded)


def main():
    source, target, *given = sys.argv[1:]
    data = pages.read(source)
    marks = [*data["ink"], *data["values"][1]]
    wanted = characters("".join(m[3] for m in marks if m[0] == "text"))
    files = dict(one.split("=", 1) for one in given)
    pictures = {name: picture(file) for name, file in files.items()}
    first = next(iter(pictures.values()))
    answer = {}
    for name, file in files.items():
        difference = ImageStat.Stat(ImageChops.difference(first, pictures[name].resize(first.size))).mean[0] / 2.55
        answer[name] = {"lost": lost(file, wanted), "fonts": fonts(file), "difference": difference}
    sheet = Image.new("L", (first.width * len(pictures), first.height), 255)
    for place, one in enumerate(pictures.values()):
        sheet.paste(one, (place * first.width, 0))
    sheet.save(target)
    print(json.dumps({"characters": wanted.total(), "engines": answer}))


if __name__ == "__main__":
    main()
