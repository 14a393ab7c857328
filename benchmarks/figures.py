"""What the tables are made with: medians of rounds, ratios, numbers as text."""

from statistics import median

from runner import OURS


def is_tagged(found, engine=OURS):
    return any(same["engines"][engine]["tagged"] for same in found["same"].values() if engine in same["engines"])


def ratio(ours, theirs):
    """The median of the ratios of the same rounds."""
    return median(a / b for a, b in zip(ours, theirs, strict=False))


def each(made, key):
    return [m[key] for m in made]


def costs(made):
    """CPU seconds of one document, for each round."""
    return [m["cpu"] / m.get("docs", 1) for m in made]


def mid(made, key):
    return median(each(made, key))


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows)])


def number(value):
    """Three figures that count."""
    if value < 1:
        return f"{value:.3g}"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def times(value):
    return f"{number(value)} ×"


def count(pages):
    return f"{pages:,} {'page' if pages == 1 else 'pages'}"
