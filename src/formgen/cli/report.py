"""The lines of an answer for people: headings, entries, indented paragraphs, within the screen."""

from __future__ import annotations

from dataclasses import dataclass, field

from formgen.cli.terminal import columns, pad, paint, plain, wrap


@dataclass
class Report:
    """Collects lines. `width` is the screen; `colour` says whether to paint."""

    width: int = 80
    colour: bool = False
    lines: list[str] = field(default_factory=list)

    def heading(self, text: str) -> None:
        """A heading, with an empty line before it."""
        if self.lines:
            self.lines.append("")
        self.text(text, colour="bold")

    def text(self, text: str, *, indent: int = 0, colour: str = "", hang: str = "", mark: str = "") -> None:
        """A paragraph; `hang`, in the colour `mark`, stands before its first line; the others are indented as far."""
        hang, text = plain(hang), plain(text)
        room = max(20, self.width - indent - columns(hang))
        for number, line in enumerate(wrap(text, room)):
            lead = self._painted(hang, mark) if number == 0 else " " * columns(hang)
            self.lines.append((" " * indent + lead + self._painted(line, colour)).rstrip())

    def row(self, *cells: tuple[str, int], indent: int = 0, colour: str = "", mark: str = "") -> None:
        """Cells in columns of the given widths; the last one is wrapped."""
        *front, (last, _) = cells
        lead = "".join(pad(plain(text), width) for text, width in front)
        self.text(last, indent=indent, hang=lead, colour=colour, mark=mark)

    def _painted(self, text: str, colour: str) -> str:
        return paint(text, colour) if self.colour and colour else text

    def __str__(self) -> str:
        return "\n".join(self.lines) + "\n" if self.lines else ""
