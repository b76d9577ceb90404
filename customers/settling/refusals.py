"""Why transactions cannot settle each other as asked, in words: looked at before anything is written."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from arclose.ledger.models import Company
from arclose.ledger.money import round_amount
from arclose.ledger.open_days import OpenDays
from arclose.web.days import format_day
from customers import sql
from customers.models import CustomerTransaction
from customers.models.transactions import KEPT_BY_BILLS
from customers.settling.marking import held_elsewhere, kept_by_bills, plainly, said
from customers.sql import Part


class CannotSettle(Exception):
    """Transactions cannot settle each other as asked: nothing was settled."""

    def __init__(self, reasons: Sequence[str]) -> None:
        """Carry every reason, in words."""
        super().__init__("; ".join(reasons))
        self.reasons = list(reasons)


def refuse_marked(company: Company, transactions: Collection[int]) -> None:
    """Look whether a document holds one of the transactions.

    :raises CannotSettle: naming each holder.
    """
    held = held_elsewhere(company=company, transactions=transactions)
    if held:
        raise CannotSettle([said(one) for one in held.values()])


def refuse_impossible(
    company: Company, parts: Sequence[Part], still_open: dict[int, Decimal], periods: set[int]
) -> None:
    """Look at every part before anything is written.

    :raises CannotSettle: with every reason found.
    """
    touched = {i for part in parts for i in (part.debit_transaction_id, part.credit_transaction_id)}
    known = CustomerTransaction.objects.filter(company=company).select_related("currency").in_bulk(touched)
    open_days = OpenDays(company=company, periods=periods)
    earliest = sql.earliest_days(company_id=company.pk, transactions=sorted(touched))
    taken: dict[int, Decimal] = defaultdict(Decimal)
    reasons = []
    for part in parts:
        debit, credit = known.get(part.debit_transaction_id), known.get(part.credit_transaction_id)
        if debit is None or credit is None:
            reasons.append(_("A transaction is not of this company."))
            continue
        closed = [side.document_number for side in (debit, credit) if side.pk not in still_open]
        if closed:
            reasons += [_("%(document)s is not open any more.") % {"document": number} for number in closed]
            continue
        reasons += _reasons_against(part, debit, credit, still_open)
        reasons += _too_early(part, debit, credit, earliest)
        if part.day not in open_days:
            reasons.append(closed_on(part.day))
        for side in (debit.pk, credit.pk):
            taken[side] += part.amount if part.amount.is_finite() else 0
    reasons += [
        _("%(document)s: only %(open)s is open, %(asked)s was asked for.")
        % {
            "document": known[pk].document_number,
            "open": plainly(abs(still_open[pk]), known[pk]),
            "asked": plainly(amount, known[pk]),
        }
        for pk, amount in taken.items()
        if amount > abs(still_open[pk])
    ]
    if reasons:
        raise CannotSettle(list(dict.fromkeys(reasons)))


def _reasons_against(
    part: Part, debit: CustomerTransaction, credit: CustomerTransaction, still_open: dict[int, Decimal]
) -> list[str]:
    """Say why two transactions cannot settle each other in this amount on this day."""
    names = {"debit": debit.document_number, "credit": credit.document_number, "amount": part.amount}
    reasons = []
    reasons += [kept_by_bills(side) for side in (debit, credit) if side.transaction_type in KEPT_BY_BILLS]
    is_amount = part.amount.is_finite() and part.amount > 0
    if not is_amount or still_open[debit.pk] <= 0 or still_open[credit.pk] >= 0:
        reasons.append(_("%(debit)s and %(credit)s: a debit settles with a credit, above zero.") % names)
    if is_amount and round_amount(part.amount, debit.currency.decimals) != part.amount:
        reasons.append(_("%(debit)s and %(credit)s: %(amount)s is finer than the currency.") % names)
    if debit.currency_id != credit.currency_id:
        reasons.append(_("%(debit)s and %(credit)s are in different currencies.") % names)
    if debit.customer_id != credit.customer_id:
        reasons.append(_("%(debit)s and %(credit)s are of different customers.") % names)
    return reasons


def _too_early(
    part: Part, debit: CustomerTransaction, credit: CustomerTransaction, earliest: dict[int, date]
) -> list[str]:
    """Say why two transactions cannot settle each other on a day that is too early."""
    names = {"debit": debit.document_number, "credit": credit.document_number}
    if part.day < max(debit.transaction_date, credit.transaction_date):
        return [_("%(debit)s and %(credit)s: not before the later of the two dates.") % names]
    return [
        _("A settlement of %(document)s was taken back on %(day)s: settle it on that day or later.")
        % {"document": side.document_number, "day": format_day(earliest[side.pk])}
        for side in (debit, credit)
        if part.day < earliest[side.pk]
    ]


def refuse_closed(company: Company, days: set[date], periods: set[int]) -> None:
    """Look whether days lie in the periods that are open.

    :raises CannotSettle: naming each that does not.
    """
    open_days = OpenDays(company=company, periods=periods)
    closed = sorted(day for day in days if day not in open_days)
    if closed:
        raise CannotSettle([closed_on(day) for day in closed])


def closed_on(day: date) -> str:
    """Say that nothing can be settled on a day."""
    return _("%(date)s lies in no open period.") % {"date": format_day(day)}
