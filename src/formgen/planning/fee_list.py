"""The control list (一覧) of the fees of one filing: for whom, for what, how they are paid and how much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from formgen.ground.terms import TERMS
from formgen.planning.findings import Fee, StampsToBuy
from formgen.planning.situation import Situation
from formgen.planning.stamps import in_words


def fee_list(now: Situation, fees: Iterable[Fee], stamps: StampsToBuy | None) -> dict[str, object]:
    """The facts of the list; without permissions there are none."""
    own = [fee for fee in fees if fee.permission is not None]
    if not own:
        return {}
    # A total that leaves one out would be taken for the whole.
    amounts = [fee.amount for fee in own if fee.amount is not None]
    return {
        "plan.fees": [_row(now, fee, number) for number, fee in enumerate(own, 1)],
        "plan.fee_count": len(own),
        "plan.fee_total": f"{sum(amounts):,}円" if len(amounts) == len(own) else None,
        "plan.fee_subtotals": "\n".join(_subtotals(own)) or None,
        "plan.stamps": in_words(stamps.stamps).ja if stamps else None,
    }


def _subtotals(own: list[Fee]) -> Iterator[str]:
    """What comes to be paid by each of several ways: stamps are bought beforehand, the other is paid later."""
    ways = dict.fromkeys(fee.payment for fee in own if fee.payment)
    for way in ways if len(ways) > 1 and all(f.payment and f.amount is not None for f in own) else ():
        paid = [fee.amount or 0 for fee in own if fee.payment == way]
        yield f"うち{TERMS[way][0]}　{sum(paid):,}円（{len(paid)}件）"


def _row(now: Situation, fee: Fee, number: int) -> dict[str, object]:
    given = now.profile.permission[fee.permission or 0]
    kind = now.rules.facts.word("permission.kind", given.kind).ja if given.kind else None
    return {
        "check": False,
        "number": number,
        "receipt_number": given.receipt_number,
        "applicant": given.applicant.name,
        "kind": kind,
        "payment": TERMS[fee.payment][0] if fee.payment else None,
        "amount": f"{fee.amount:,}" if fee.amount is not None else None,
    }
