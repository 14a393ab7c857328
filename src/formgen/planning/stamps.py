"""Which revenue stamps (収入印紙) to buy: for each sheet the fewest that come to its amount, in yen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import gcd

from formgen.planning.findings import Fee, StampCount, StampsToBuy
from formgen.spec.fees import Stamps
from formgen.spec.rules import Words


@lru_cache(maxsize=256)
def fewest(amount: int, denominations: tuple[int, ...]) -> tuple[StampCount, ...]:
    """The fewest stamps that come to an amount, the highest first; none where the denominations cannot."""
    # Fees are whole hundreds: counting in such steps, only stamps of whole steps can be among the fewest.
    step = gcd(amount, 100)
    usable = sorted((v for v in denominations if v % step == 0), reverse=True)
    needed: dict[int, int] = {0: 0}
    last: dict[int, int] = {}
    for total in range(step, amount + 1, step):
        # The first of several as good is the highest stamp, so one amount always comes to the same stamps.
        ways = [(needed[total - value] + 1, -value) for value in usable if total - value in needed]
        if ways:
            count, value = min(ways)
            needed[total], last[total] = count, -value
    return _counted(amount, last)


def _counted(amount: int, last: Mapping[int, int]) -> tuple[StampCount, ...]:
    """The stamps that lead to an amount, from the last one back to nothing."""
    counted: Counter[int] = Counter()
    while amount in last:
        counted[last[amount]] += 1
        amount -= last[amount]
    return tuple(StampCount(value, counted[value]) for value in sorted(counted, reverse=True))


def to_buy(fees: Iterable[Fee], sold: Stamps | None) -> StampsToBuy | None:
    """All stamps of a filing by denomination; None where none are stuck, or where one amount is not known."""
    stuck = [fee for fee in fees if fee.payment == "revenue-stamp" and fee.amount != 0]
    if sold is None or not stuck or any(not fee.stamps for fee in stuck):
        return None
    counted: Counter[int] = Counter()
    for fee in stuck:
        counted.update({s.value: s.count for s in fee.stamps})
    stamps = tuple(StampCount(value, counted[value]) for value in sorted(counted, reverse=True))
    return StampsToBuy(stamps, len(stuck), sold.sources, sold.status)


def in_words(stamps: Iterable[StampCount]) -> Words:
    """「30,000円×1枚、3,000円×1枚」."""
    every = tuple(stamps)
    return Words(
        ja="、".join(f"{s.value:,}円×{s.count}枚" for s in every),
        en=", ".join(f"{s.count} x {s.value:,} yen" for s in every),
    )
