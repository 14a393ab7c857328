"""Reads a finished PDF back and compares it with what was to be printed, code point by code point.

Every value is looked for at its place, with its spaces; and the characters of each page as a whole, printed ink
included, are counted, so that nothing stands on it twice or from elsewhere. White space is compared as such: how
many spaces stand between two words no reader tells reliably.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

import pypdfium2 as pdfium
from pypdfium2 import raw

from formgen.ground.marks import MM, Mark, Page, Picture, Text
from formgen.ground.problems import Problem, problem
from formgen.pdf.images import matrix_of
from formgen.typeface import Run, advances

Character = tuple[float, str]
Rows = dict[int, list[Character]]

#: What pdfium makes of these on its own account: it spells ligatures out, and calls a hyphen at a line end 2.
_SPELLED_OUT = dict(zip(map(ord, "ﬀﬁﬂﬃﬄﬅﬆ"), ("ff", "fi", "fl", "ffi", "ffl", "ſt", "st"), strict=True))
_HYPHEN = 2


def differences(pdf: bytes, pages: Sequence[Page], form: str) -> tuple[Problem, ...]:
    """E-VERIFY for each value that does not read back from its place, and for each page that has other characters.

    `pages` are the marks that were drawn. Encrypted files are not read.
    """
    document = pdfium.PdfDocument(pdf)
    try:
        if len(document) != len(pages):
            return (_differs(form, f"{len(document)}枚"),)
        return tuple(
            found for number, page in enumerate(pages) for found in _page(document[number], page, form, number)
        )
    finally:
        document.close()


def _page(opened: pdfium.PdfPage, page: Page, form: str, number: int) -> Iterator[Problem]:
    written = _characters(opened.get_textpage())
    values = _lines(_texts(page.values))
    # One finding for each blank, however many of its lines differ.
    wrong = dict.fromkeys(m[0].field for m in values if read_at(written, m, page.height) != _expected(_joined(m)))
    for field in (*wrong, *_wrong_pictures(opened, page)):
        yield _differs(form, field)
    everything = _joined((*_texts(page.ink), *_texts(page.values)))
    # With a value that differs the count differs, too: told once.
    if not wrong and _counted(_spaced(_all(written))) != _counted(_expected(everything)):
        yield _differs(form, f"{number + 1}枚目")


def _wrong_pictures(opened: pdfium.PdfPage, page: Page) -> Iterator[str | None]:
    """The blanks whose pictures are not on the page as they are, where they should be."""
    marks = [m for m in page.values if isinstance(m, Picture)]
    # Most pages have none, and to go through every object of a page takes time.
    found = opened.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,)) if marks else ()
    differ = (mark for mark, image in zip_longest(marks, found) if not _is(mark, image, page.height))
    yield from dict.fromkeys(mark.field if mark else None for mark in differ)


def _is(mark: Picture | None, image: pdfium.PdfImage | None, height: float) -> bool:
    if mark is None or image is None:
        return False
    places = zip(image.get_matrix().get(), matrix_of(mark, height), strict=True)
    # In hundredths of a point: numbers are rounded on their way.
    return all(abs(a - b) < 0.01 for a, b in places) and bytes(image.get_data()) == mark.image.data


def _differs(form: str, where: str | None) -> Problem:
    return problem("E-VERIFY.differs", form=form, field=where, label=where)


def _texts(marks: Iterable[Mark]) -> Iterator[Text]:
    return (m for m in marks if isinstance(m, Text))


def _joined(marks: Iterable[Text]) -> str:
    return "".join(mark.text for mark in marks)


def _lines(marks: Iterable[Text]) -> list[list[Text]]:
    """Marks that go on where the one before ends, together: a line of several fonts. pdfium drops spaces alone."""
    lines: list[list[Text]] = []
    end = (0.0, 0.0)
    for mark in marks:
        if mark.text.isspace():
            continue
        if lines and abs(end[0] - mark.x) < _TOUCH and end[1] == mark.y:
            lines[-1].append(mark)
        else:
            lines.append([mark])
        end = mark.x + sum(_advances(mark)) / MM, mark.y
    return lines


# In mm: where a mark ends and where the next begins differ by no more than rounding.
_TOUCH = 0.05


def _advances(mark: Text) -> list[float]:
    """How far each character of a mark moves the pen, in points."""
    return [step * mark.size + mark.spacing for step in advances(Run(mark.face, mark.text))]


def _characters(text: pdfium.PdfTextPage) -> Rows:
    """Every character of a page by the height of its baseline in tenths of a point: where it begins, what it is."""
    rows: Rows = {}
    page = text.raw
    x, y = raw.c_double(), raw.c_double()
    code_at, place_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetCharOrigin
    for index in range(raw.FPDFText_CountChars(page)):
        code = code_at(page, index)
        # pdfium puts spaces and line ends of its own between what it takes for words and lines.
        if code in _SPACES and raw.FPDFText_IsGenerated(page, index) == 1:
            continue
        place_of(page, index, x, y)
        # In tenths of a point, and its neighbours are looked at: a baseline is rounded on its way.
        row = round(y.value * 10)
        if row not in rows:
            rows[row] = []
        rows[row].append((x.value, "-" if code == _HYPHEN else chr(code)))
    return rows


_SPACES = frozenset((0x20, 0x0D, 0x0A))


def _all(written: Rows) -> str:
    return _whole("".join(char for row in written.values() for _, char in row))


def read_at(written: Rows, marks: Sequence[Text], height: float) -> str:
    """The characters that begin on the baseline of a line of marks, from its first character to its last."""
    first, last = marks[0], marks[-1]
    row = round((height - first.y) * MM * 10)
    start = first.x * MM - 0.2
    end = last.x * MM + sum(_advances(last)[:-1]) + 0.1
    # Two tenths of a point up and down, for the same reason.
    near = (c for here in range(row - 2, row + 3) for c in written.get(here, ()))
    return _spaced(_whole("".join(char for x, char in near if start <= x <= end)))


def _whole(text: str) -> str:
    """Characters beyond U+FFFF come as two halves; here they are joined."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _expected(text: str) -> str:
    return _spaced(text.translate(_SPELLED_OUT))


def _spaced(text: str) -> str:
    """The text with one space for every white space inside, and none at its ends."""
    return " ".join(text.split())


def _counted(text: str) -> Counter[str]:
    """How often each character occurs, white space left out."""
    count = Counter(text)
    count.pop(" ", None)
    return count
