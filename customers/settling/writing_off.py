"""Write off what is left of open transactions: to the account of a reason, with the sales tax in it or without."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from arclose.ledger import posting as ledger
from arclose.ledger.models import Company
from arclose.ledger.outcomes import Outcome
from arclose.ledger.queries import accounting_decimals
from arclose.web.days import format_day
from customers import sql
from customers.models import CustomerTransaction, WriteOffReason
from customers.models.transactions import TransactionType
from customers.settling.concessions import write_concessions
from customers.settling.letting_go import reasons_against_letting_go
from customers.settling.marking import held_elsewhere, reason_against_amount, said
from customers.settling.refusals import CannotSettle, closed_on
from customers.settling.settlement import write_settlements
from customers.settling.standing_for import StandsFor, invoices_behind
from customers.sql import Grant

WRITE_OFFS = "write-offs"


@transaction.atomic
def write_off(
    *,
    company: Company,
    amounts: Mapping[int, Decimal],
    reason: WriteOffReason,
    day: date,
    posted_by: User,
    key: str,
    is_preview: bool = False,
) -> Outcome:
    """Write amounts of open transactions off on a day, all or nothing; debits and credits alike.

    ``amounts`` are per transaction, with the sign of what is open of it. They are worth what leaves the books with
    them, so nothing is realized; where the reason relieves tax, the tax in them goes back at the rates of the invoice.
    A preview writes under provisional numbers; its caller takes the transaction back.

    :returns: the settlements by which they are closed.
    :raises CannotSettle: one is not open, is held by a document, has less open or a finer currency than asked, or
        cannot be settled on that day; or together they are more than is let go without a controller.
    :raises AccountUnusable: the account of the reason is blocked, or a control account.
    :raises KeyReused: the key belongs to another request.
    """
    periods = ledger.open_periods(company=company, dates=[day])
    still_open = sql.lock_open_transactions(company_id=company.pk, transactions=sorted(amounts))
    facts = (sorted((pk, f"{amount:f}") for pk, amount in amounts.items()), reason.pk, day)
    posting, is_new = ledger.begin(
        company=company,
        kind=WRITE_OFFS,
        key=key,
        fingerprint=ledger.fingerprint_of(WRITE_OFFS, *facts),
        posted_by=posted_by,
    )
    if is_new:
        rows = CustomerTransaction.objects.filter(company=company).select_related("currency").in_bulk(amounts)
        behind = invoices_behind(rows.values()) if reason.relieves_tax else {}
        beside = reasons_against_letting_go(company=company, amounts=amounts, person=posted_by)
        beside = [*beside, *_of_unknown_tax(rows, behind)]
        _refuse(company, amounts, rows, still_open, day, is_open=bool(periods), beside=beside)
        grants = [
            granted(rows[pk], amount, reason, day, behind=behind.get(pk)) for pk, amount in sorted(amounts.items())
        ]
        write_settlements(
            posting=posting,
            parts=write_concessions(posting=posting, grants=grants, is_preview=is_preview),
            decimals=accounting_decimals(company=company),
            is_preview=is_preview,
        )
        if not is_preview:
            sql.add_to_subledger(posting_id=posting.pk)
            ledger.seal(posting=posting)
    return Outcome(posting.pk, list(posting.settlements.order_by("pk").values_list("pk", flat=True)))


def granted(
    row: CustomerTransaction,
    amount: Decimal,
    reason: WriteOffReason,
    day: date,
    *,
    behind: StandsFor | None = None,
) -> Grant:
    """Give what writes an amount of a transaction off; ``behind`` it are invoices where it is of none itself."""
    return Grant(
        transaction_id=row.pk,
        kind=TransactionType.WRITE_OFF,
        amount=amount,
        day=day,
        account_id=reason.account_id,
        units_from=abs(row.transaction_currency_amount),
        units_to=abs(row.accounting_currency_amount),
        corrects_tax=reason.relieves_tax,
        reason_id=reason.pk,
        leaves_as_it_came=True,
        shares=behind.shares_of(amount, decimals=row.currency.decimals) if behind else (),
    )


def _of_unknown_tax(rows: Mapping[int, CustomerTransaction], behind: Mapping[int, StandsFor]) -> list[str]:
    text = _("%(document)s stands for %(other)s too, which is no invoice: the sales tax in it is not known.")
    text += " " + _("Choose a reason without relief of sales tax.")
    return [
        text % {"document": rows[pk].document_number, "other": one.unknown} for pk, one in behind.items() if one.unknown
    ]


def _refuse(
    company: Company,
    amounts: Mapping[int, Decimal],
    rows: Mapping[int, CustomerTransaction],
    still_open: Mapping[int, Decimal],
    day: date,
    *,
    is_open: bool,
    beside: Sequence[str],
) -> None:
    """Look at all of it before anything is written; ``beside`` are reasons that are known already.

    :raises CannotSettle: with every reason found.
    """
    reasons = [said(one) for one in held_elsewhere(company=company, transactions=amounts).values()] + [*beside]
    if not is_open:
        reasons.append(closed_on(day))
    earliest = sql.earliest_days(company_id=company.pk, transactions=sorted(amounts))
    for pk, amount in amounts.items():
        reasons += reasons_against(rows.get(pk), amount, still_open.get(pk), earliest.get(pk, day), day)
    if reasons:
        raise CannotSettle(list(dict.fromkeys(reasons)))


def reasons_against(
    row: CustomerTransaction | None, amount: Decimal, left: Decimal | None, earliest: date, day: date
) -> list[str]:
    """Say why an amount of a transaction, with the sign of what is open of it, cannot be closed on a day."""
    if reason := reason_against_amount(row, amount, left):
        return [reason]
    if row is None or day >= earliest:
        return []
    facts = {"document": row.document_number, "day": format_day(earliest)}
    return [_("%(document)s can be settled from %(day)s on.") % facts]
