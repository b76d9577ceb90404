"""Settle customer transactions with each other, and take a settlement back.

Any debit may settle with any credit of the same customer and currency. What a part takes of the accounting amount is
the rounded share of all that is settled so far, less what was taken before, so nothing is left over at the
end; of an adjustment that stands on a transaction likewise. Where the sides leave the books at different amounts, a
voucher holds the realized difference. What a revaluation made stand is unrealized: its share is taken back beside that,
on the day of the revaluation where this is later.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from arclose.ledger import posting as ledger
from arclose.ledger.automatic_accounts import automatic_account
from arclose.ledger.models import Company, Posting, Voucher
from arclose.ledger.models.accounts import AutomaticPurpose
from arclose.ledger.open_days import OpenDays
from arclose.ledger.outcomes import CannotPost, Outcome, Refusal
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.reversing import lock_reversals, write_reversal
from arclose.web.days import format_day
from customers import sql
from customers.entries import (
    EXCHANGE,
    REORGANIZATION,
    SETTLEMENT,
    later_adjustment_posting,
    later_adjustments,
    settlement_posting,
    uneven_settlements,
)
from customers.models import Adjustment, CurrencyAccounts, CustomerTransaction, Settlement
from customers.models.cash_discounts import DiscountUse
from customers.settling.concession_entries import CONCESSION
from customers.settling.concessions import ByHand, concede_parts, write_concessions
from customers.settling.refusals import CannotSettle, refuse_closed, refuse_impossible, refuse_marked
from customers.settling.staying import reasons_to_stay
from customers.sql import Held, Part
from customers.used_accounts import refuse_unusable

SETTLEMENTS = "settlements"
SETTLEMENT_REVERSALS = "settlement-reversals"


class RevaluedLater(CannotPost):
    """A settlement would take back what a revaluation of a later day made stand, and that day is not open any more."""

    def __init__(self, day: date) -> None:
        """Carry the day of the revaluation."""
        super().__init__(day)
        self.day = day

    def reason(self) -> str:
        """Name the day."""
        facts = {"day": format_day(self.day)}
        return (
            _("What is settled was revalued on %(day)s, which lies in no open period: it cannot be taken back.") % facts
        )

    def remedy(self) -> str:
        """Say what else can be done."""
        return _("Settle it on a day after the revaluation, or have the period of the revaluation reopened.")


def settle(
    *,
    company: Company,
    parts: Sequence[Part],
    posted_by: User,
    key: str,
    uses: Mapping[int, DiscountUse] | None = None,
    primary_payment: int | None = None,
    discount_account: int | None = None,
    is_preview: bool = False,
) -> Outcome:
    """Settle debit with credit transactions in the given amounts, all or nothing; with what is conceded beside.

    ``uses`` are the uses of cash discounts that are not normal, per transaction; the date of the primary payment, else
    of the latest credit, says which discounts hold. They go to ``discount_account`` where one is chosen. A preview
    writes under provisional numbers; its caller takes the transaction back.

    :raises CannotSettle: a part is not above zero, is finer than its currency, takes more than is open or what a
        document holds, mixes customers, currencies or companies, or is dated before one of its transactions or
        before a settlement of it was taken back, or in a period that is not open.
    :raises RateMissing: a realized difference has no rate into the reporting currency on its day, or what is conceded
        none on the day of payment.
    :raises AutomaticAccountMissing: a difference is realized, or something conceded, and no account named for it.
    :raises AccountUnusable: that account is blocked, or a control account.
    :raises KeyReused: the key belongs to another request.
    """
    uses = dict(uses or {})
    facts: list[object] = [list(parts)]
    facts += [sorted(uses.items()), primary_payment] if uses or primary_payment else []
    facts += [("to", discount_account)] if discount_account else []
    with transaction.atomic():
        periods = ledger.open_periods(company=company, dates={part.day for part in parts})
        touched = {i for part in parts for i in (part.debit_transaction_id, part.credit_transaction_id)}
        still_open = sql.lock_open_transactions(company_id=company.pk, transactions=sorted(touched))
        posting, is_new = ledger.begin(
            company=company,
            kind=SETTLEMENTS,
            key=key,
            fingerprint=ledger.fingerprint_of(SETTLEMENTS, *facts),
            posted_by=posted_by,
        )
        if is_new:
            refuse_marked(company, touched)
            refuse_impossible(company, parts, still_open, periods)
            grants, parts = concede_parts(
                company=company,
                parts=parts,
                still_open=still_open,
                how=ByHand(uses, primary_payment, discount_account=discount_account),
            )
            write_settlements(
                posting=posting,
                parts=[*parts, *write_concessions(posting=posting, grants=grants, is_preview=is_preview)],
                decimals=accounting_decimals(company=company),
                is_preview=is_preview,
            )
            if not is_preview:
                sql.add_to_subledger(posting_id=posting.pk)
                ledger.seal(posting=posting)
        made = list(posting.settlements.values_list("pk", flat=True))
        return Outcome(posting.pk, made)


def settle_opposites(*, posting: Posting, decimals: int, is_preview: bool = False) -> int:
    """Settle the documents of a posting with those they undo, as far as both are open; give the number."""
    parts = list(parts_of_pairs(sql.opposites_to_settle(posting_id=posting.pk)))
    if not parts:
        return 0
    return write_settlements(posting=posting, parts=parts, decimals=decimals, is_preview=is_preview)


def parts_of_pairs(pairs: Iterable[tuple[Any, ...]]) -> Iterable[Part]:
    """Give what each pair can take of what is open, the first one first.

    ``pairs`` are (debit transaction, credit transaction, open of each above zero, date), some with whether the part
    takes along what a revaluation made stand.
    """
    taken: dict[int, Decimal] = defaultdict(Decimal)
    for debit_id, credit_id, debited, credited, *of_part in pairs:
        amount = min(debited - taken[debit_id], credited - taken[credit_id])
        if amount > 0:
            taken[debit_id] += amount
            taken[credit_id] += amount
            yield Part(debit_id, credit_id, amount, *of_part)


def write_settlements(
    *, posting: Posting, parts: Sequence[Part], decimals: int, held: Held | None = None, is_preview: bool = False
) -> int:
    """Write settlements whose open transactions are locked and suffice; return how many.

    Before the ``parts`` what documents ``held``, where there is such, as :func:`customers.sql.insert_settlements` says.

    :raises RevaluedLater: one is dated before a revaluation of what it settles, whose period is not open any more.
    :raises AutomaticAccountMissing: there is a realized difference and no account for it.
    :raises AccountUnusable: that account is blocked, or one that a subledger keeps.
    """
    before = Settlement.objects.filter(posting=posting).aggregate(last=Max("pk"))["last"] or 0
    count = sql.insert_settlements(
        company_id=posting.company_id, posting_id=posting.pk, parts=parts, decimals=decimals, held=held
    )
    if not count:
        return 0
    if days := sql.days_of_taking_back(posting_id=posting.pk, after=before):
        _refuse_revalued_later(posting.company, set(days))
        sql.take_adjustments_back(posting_id=posting.pk, after=before, decimals=decimals)
    sql.move_open_amounts(posting_id=posting.pk, after=before)
    uneven = uneven_settlements(posting, after=before, are_adjusted=bool(days))
    if uneven.settlements:
        contents = settlement_posting(
            uneven,
            gain_accounts=_realized(posting, AutomaticPurpose.REALIZED_GAIN, uneven.gains),
            loss_accounts=_realized(posting, AutomaticPurpose.REALIZED_LOSS, uneven.losses),
        )
        ledger.write(posting=posting, contents=contents, is_preview=is_preview)
    if days:
        _write_later_adjustments(posting, before, is_preview=is_preview)
    return count


def _refuse_revalued_later(company: Company, days: set[date]) -> None:
    open_ids = ledger.open_periods(company=company, dates=days)
    open_days = OpenDays(company=company, periods=open_ids)
    if closed := sorted(day for day in days if day not in open_days):
        raise RevaluedLater(closed[0])


def _write_later_adjustments(posting: Posting, after: int, *, is_preview: bool) -> None:
    """Write the second vouchers of settlements that are dated before a revaluation of what they settle, per side."""
    _write_by_side(posting, later_adjustments(posting, after=after), is_preview=is_preview)


def _write_by_side(posting: Posting, later: "QuerySet[Adjustment]", *, is_preview: bool) -> None:
    for part, side in enumerate(("debit", "credit"), start=1):
        of_side = later.filter(**{f"settlement__{side}_transaction": F("transaction")})
        if of_side.exists():
            contents = later_adjustment_posting(of_side, document_part=part)
            ledger.write(posting=posting, contents=contents, is_preview=is_preview)


def _realized(posting: Posting, purpose: AutomaticPurpose, currencies: Collection[str]) -> dict[str, int]:
    """Give the account for realized differences of one sign by currency, of those that there are."""
    if not currencies:
        return {}
    field = "gain_account_id" if purpose == AutomaticPurpose.REALIZED_GAIN else "loss_account_id"
    own = CurrencyAccounts.objects.filter(company=posting.company, currency__in=currencies)
    named = dict(own.values_list("currency_id", field))
    others = set(currencies) - set(named)
    usual = automatic_account(company=posting.company, purpose=purpose) if others else 0
    found = {**named, **dict.fromkeys(others, usual)}
    refuse_unusable(company=posting.company, accounts=found.values())
    return found


def reverse_settlements(
    *,
    company: Company,
    settlements: Sequence[int],
    day: date,
    reason: str,
    posted_by: User,
    key: str,
    is_preview: bool = False,
) -> Outcome:
    """Take settlements back with all they made, each on a day but never before its own; what they closed is open again.

    One taken back before stays so. The same key gives the answer it gave before. A preview writes under provisional
    numbers; its caller takes the transaction back.

    :raises CannotSettle: a day on which one would be taken back lies in no open period, one is of a document with
        what took it back, or a document holds what would go with one, such as a part.
    :raises KeyReused: the key belongs to another request.
    """
    fingerprint = ledger.fingerprint_of(SETTLEMENT_REVERSALS, sorted(settlements), day, reason)
    with transaction.atomic():
        rows = Settlement.objects.filter(company=company, pk__in=settlements, reversal_of=None)
        together = Settlement.objects.filter(pk__in=settled_together(settlements)[0], reversal_of=None)
        periods = ledger.open_periods(company=company, dates=_days_back(together, day))
        lock_both_sides(company=company, settlements=settlements)
        lock_reversals(company=company)
        # Recognized only here: a repetition has waited for the first one at the locks above.
        known = ledger.find(company=company, key=key, fingerprint=fingerprint)
        standing = rows.filter(reversed_by__isnull=True)
        accepted = list((rows.filter(reversed_by__posting=known) if known else standing).values_list("pk", flat=True))
        already = list(rows.exclude(pk__in=accepted).values_list("pk", flat=True))
        posting = known
        if posting is None:
            if reasons := reasons_to_stay(standing):
                raise CannotSettle(reasons)
            refuse_marked(company, _beside(settled_together(accepted)[1]))
            all_back = Settlement.objects.filter(pk__in=settled_together(accepted)[0], reversed_by__isnull=True)
            refuse_closed(company, _days_back(all_back, day), periods)
            posting, _is_new = ledger.begin(
                company=company, kind=SETTLEMENT_REVERSALS, key=key, fingerprint=fingerprint, posted_by=posted_by
            )
            write_settlement_reversals(
                posting=posting, settlements=accepted, day=day, reason=reason, is_preview=is_preview
            )
            if not is_preview:
                sql.add_to_subledger(posting_id=posting.pk)
                ledger.seal(posting=posting)
        unknown = sorted(set(settlements) - set(already) - set(accepted))
        left_out = [Refusal(pk, "not_a_settlement", _("There is no such settlement to take back.")) for pk in unknown]
        return Outcome(posting.pk, accepted, already, left_out)


def _days_back(settlements: "QuerySet[Settlement]", day: date) -> set[date]:
    """Give the days on which settlements are taken back: the one asked for, or their own where that is later."""
    return {max(day, own) for own in settlements.values_list("settlement_date", flat=True)}


def write_settlement_reversals(
    *,
    posting: Posting,
    settlements: Sequence[int],
    day: date,
    reason: str,
    vouchers: Sequence[int] = (),
    is_preview: bool = False,
) -> None:
    """Take settlements back inside a posting, with all they made; both sides are locked and the day is open.

    ``vouchers`` are documents that go with them, such as a payment. Of these, and of what was conceded, the opposite
    transaction settles with the one it takes back, so nothing of either stays open.

    :raises RevaluedLater: one took an adjustment back on a later day, which lies in no open period any more.
    """
    all_settled, made = settled_together(settlements)
    if days := sql.days_of_giving_back(settlements=all_settled, day=day):
        _refuse_revalued_later(posting.company, set(days))
    sql.insert_reversed_settlements(posting_id=posting.pk, settlements=all_settled, day=day)
    sql.give_adjustments_back(posting_id=posting.pk, day=day)
    met = sql.let_gains_and_losses_meet(posting_id=posting.pk) if days else []
    sql.move_open_amounts(posting_id=posting.pk, are_reversed=True)
    of_settlements = Voucher.objects.filter(
        company=posting.company, document_type=SETTLEMENT, document_id__in=all_settled
    ).values_list("pk", flat=True)
    if taken_back := [*vouchers, *made, *of_settlements]:
        write_reversal(posting=posting, vouchers=taken_back, posting_date=day, reason=reason, is_preview=is_preview)
    if met:
        _write_by_side(posting, Adjustment.objects.filter(pk__in=met), is_preview=is_preview)
    if made:
        sql.insert_opposite_concession_tax_rows(posting_id=posting.pk, document_type=CONCESSION)
    if vouchers or made:
        sql.insert_reversed_transactions(posting_id=posting.pk)
        parts = list(parts_of_pairs(sql.reversed_to_settle(posting_id=posting.pk)))
        if any(part.takes_along for part in parts):
            sql.carry_back(posting_id=posting.pk)
        decimals = accounting_decimals(company=posting.company)
        write_settlements(posting=posting, parts=parts, decimals=decimals, is_preview=is_preview)


def settled_together(settlements: Collection[int]) -> tuple[list[int], list[int]]:
    """Give settlements with all that stand or fall with them, and the vouchers of what they made.

    A concession goes with each settlement of what it was granted on; an exchange with all that it paid; what was
    reorganized with all that was settled of its parts.
    """
    found, made = set(settlements), set[int]()
    while True:
        vouchers = sql.vouchers_made_beside(
            settlements=sorted(found), conceded=CONCESSION, others=[CONCESSION, EXCHANGE, REORGANIZATION]
        )
        more = {*found, *standing_settlements(vouchers=vouchers)}
        made |= set(vouchers)
        if more == found:
            return sorted(found), sorted(made)
        found = more


def standing_settlements(*, vouchers: Sequence[int]) -> list[int]:
    """Give the settlements, not taken back, of the transactions that stand beside vouchers."""
    own = CustomerTransaction.objects.filter(voucher__in=vouchers)
    rows = Settlement.objects.filter(reversal_of=None, reversed_by=None)
    found = {
        *rows.filter(debit_transaction__in=own).values_list("pk", flat=True),
        *rows.filter(credit_transaction__in=own).values_list("pk", flat=True),
    }
    return sorted(found)


def lock_both_sides(*, company: Company, settlements: Sequence[int], beside: Iterable[int] = ()) -> None:
    """Lock what is open of both sides of settlements and of all that stand or fall with them, in order of id.

    ``beside`` are transactions that are locked with them.
    """
    together, made = settled_together(settlements)
    sides = Settlement.objects.filter(company=company, pk__in=together).values_list(
        "debit_transaction_id", "credit_transaction_id"
    )
    touched = {*beside, *_beside(made), *(pk for pair in sides for pk in pair)}
    sql.lock_open_transactions(company_id=company.pk, transactions=sorted(touched))


def _beside(vouchers: Collection[int]) -> list[int]:
    """Give the transactions beside vouchers."""
    return list(CustomerTransaction.objects.filter(voucher__in=vouchers).values_list("pk", flat=True))
