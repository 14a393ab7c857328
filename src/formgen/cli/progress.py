"""A progress bar on stderr, for work that takes more than a second, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from formgen.cli import streams
from formgen.cli.terminal import columns, plain, wrap

Progress = Callable[[str, int, int], None]
# Columns, seconds, columns: a full line of 80 would go on to the next on some terminals.
_BAR, _WAIT, _WIDTH = 20, 1.0, 78


@contextmanager
def progress(clock: Callable[[], float] = monotonic) -> Iterator[Progress]:
    """What to call with (what, done, total); the bar is gone when the work is."""
    start, shown = clock(), False

    def tell(what: str, done: int, total: int) -> None:
        nonlocal shown
        if sys.stderr.isatty() and clock() - start > _WAIT:
            shown = True
            streams.tell(sys.stderr, "\r\x1b[K" + line(what, done, total))

    try:
        yield tell
    finally:
        if shown:
            streams.tell(sys.stderr, "\r\x1b[K")


@contextmanager
def countdown(clock: Callable[[], float] = monotonic, lang: str = "ja") -> Iterator[Callable[[int, int], None]]:
    """The same for many things of a kind: what to call with (done, total); it tells how long the rest will take."""
    start = clock()
    with progress(clock) as tell:
        yield lambda done, total: tell(left(done, total, clock() - start, lang), done, total)


@contextmanager
def going_on(lang: str = "ja") -> Iterator[None]:
    """Somebody who stops this learns that nothing is lost by it; the exit code is that of an interrupted command."""
    try:
        yield
    except KeyboardInterrupt:
        ja = "止めました。できたところまではそのままです。同じコマンドで続きから行います。\n"
        en = "Stopped. What was done is there; the same command goes on from here.\n"
        streams.tell(sys.stderr, en if lang == "en" else ja)
        raise


def left(done: int, total: int, seconds: float, lang: str) -> str:
    """How long the rest takes if it takes as long as what is done."""
    rest = round(seconds / max(1, done) * (total - done))
    minutes, seconds_left = divmod(rest, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"about {hours} h {minutes} min left" if lang == "en" else f"残り約{hours}時間{minutes}分"
    if minutes:
        return f"about {minutes} min {seconds_left} s left" if lang == "en" else f"残り約{minutes}分{seconds_left}秒"
    return f"about {seconds_left} s left" if lang == "en" else f"残り約{seconds_left}秒"


def line(what: str, done: int, total: int) -> str:
    """The bar, the count and what is being done, in less than 80 columns."""
    full = _BAR * done // max(1, total)
    front = f"[{'#' * full}{'.' * (_BAR - full)}] {done}/{total} "
    return front + wrap(plain(what), _WIDTH - columns(front))[0]
