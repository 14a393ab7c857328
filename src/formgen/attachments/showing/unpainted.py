"""Page contents without what some of their marked parts paint; everything that others rely on goes on as it was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pikepdf import ContentStreamInstruction, Operator

from formgen.attachments.pdf.names import as_text

_PATH = frozenset(["m", "l", "c", "v", "y", "h", "re"])
_CLIP = frozenset(["W", "W*"])
_PAINT = frozenset(["S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"])
_SHOW = frozenset(["Tj", "TJ"])
# These set the place of the next text, whatever was shown before.
_MOVE = frozenset(["BT", "ET", "Td", "TD", "T*", "Tm"])
# With these the same text would be longer or shorter.
_SPACING = frozenset(["Tf", "Tc", "Tw", "Tz"])
# An inline image comes as one instruction.
_DROPPED = frozenset(["Do", "sh", "INLINE IMAGE", "MP", "DP"])


def unpainted(instructions: Iterable[Any], off: set[str]) -> tuple[set[str], list[Any]]:
    """Without what is painted in parts marked `/OC` with one of these names; and which of the names there were."""
    writer = _Writer(off)
    for instruction in instructions:
        writer.take(instruction)
    return writer.used, writer.written


def _made(operator: str, *operands: Any) -> Any:
    return ContentStreamInstruction([*operands], Operator(operator))


class _Writer:
    def __init__(self, off: set[str]) -> None:
        self._off = off
        self.used: set[str] = set()
        self.written: list[Any] = []
        # For each marked part that is open, whether it is one of those that are off.
        self._open: list[bool] = []
        self._path: list[Any] = []
        # Text that is not to be seen, but after which other text may follow on the same line.
        self._text: list[Any] = []
        # Within a text object that is hidden as a whole nothing is seen that could follow.
        self._alone = False
        self._mode: list[Any] = [0]

    def take(self, instruction: Any) -> None:
        operator = as_text(instruction.operator)
        self._follow(operator, instruction.operands)
        if operator in ("BMC", "BDC"):
            self._begin(operator, instruction)
        elif operator == "EMC" and self._open:
            hidden = any(self._open)
            self._open.pop()
            if not hidden:
                self.written.append(instruction)
        elif any(self._open):
            self._hide(operator, instruction)
        else:
            self._pass(operator, instruction)

    def _follow(self, operator: str, operands: Any) -> None:
        """How text is drawn now (Tr), as it must be set back after text that is not drawn."""
        if operator == "q":
            self._mode.append(self._mode[-1])
        elif operator == "Q" and len(self._mode) > 1:
            self._mode.pop()
        elif operator == "Tr" and len(operands):
            self._mode[-1] = operands[0]

    def _begin(self, operator: str, instruction: Any) -> None:
        operands = [as_text(operand) for operand in instruction.operands]
        off = operator == "BDC" and len(operands) == 2 and operands[0] == "/OC" and operands[1] in self._off
        if off:
            self.used.add(operands[1])
        self._open.append(off)
        if not any(self._open):
            self.written.append(instruction)

    def _pass(self, operator: str, instruction: Any) -> None:
        if operator in _SHOW:
            self._keep_place()
        elif operator in _MOVE:
            self._text = []
        self.written.append(instruction)

    def _keep_place(self) -> None:
        """What follows stands behind text that is not to be seen: that is drawn without ink."""
        if self._text:
            self.written += [_made("Tr", 3), *self._text, _made("Tr", self._mode[-1])]
        self._text = []

    def _hide_text(self, instruction: Any) -> None:
        if not self._alone:
            self._text.append(instruction)

    def _hide(self, operator: str, instruction: Any) -> None:
        if operator in _PATH or operator in _CLIP:
            self._path.append(instruction)
        elif operator in _PAINT:
            self._end_path()
        elif operator in _SHOW:
            self._hide_text(instruction)
        elif operator in ("'", '"'):
            self._next_line(operator, instruction.operands)
        elif operator not in _DROPPED:
            if operator in _MOVE:
                self._text = []
                self._alone = operator == "BT" or (self._alone and operator != "ET")
            elif operator in _SPACING:
                self._keep_place()
            self.written.append(instruction)

    def _end_path(self) -> None:
        """A path that clips what follows stays, as does the end of one that began before the hidden part."""
        began = bool(self._path) and as_text(self._path[0].operator) in ("m", "re")
        if not began or any(as_text(step.operator) in _CLIP for step in self._path):
            self.written += [*self._path, _made("n")]
        self._path = []

    def _next_line(self, operator: str, operands: Any) -> None:
        """They set spaces (the second one), go to the next line and show a text."""
        if operator == '"' and len(operands) == 3:
            self.written += [_made("Tw", operands[0]), _made("Tc", operands[1])]
        self.written.append(_made("T*"))
        self._text = []
        if len(operands):
            self._hide_text(_made("Tj", operands[-1]))
