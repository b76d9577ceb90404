"""Post interest notes and collection letters, one as well as thousands.

    lock       periods, what they charge or ask for, documents
    refuse     each that cannot be posted is left out with its reason
    write      vouchers with entries, customer transactions, tax rows

what a document charges; its parts are said by its kind
    debit    customer balance   all parts       summary account of the customer
    credit   each part          its amount      its account
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet

from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, Posting
from arclose.ledger.open_days import OpenDays
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.rates import Rate, RateMissing, Rates, rates_to_accounting_currency, unreported_days
from customers import sql, subledger
from customers.collecting import IN_FORCE
from customers.dunning.notes import CONTROL_ACCOUNT, NoteKind, of_lines
from customers.dunning.refusals import refusal
from customers.models.dunning import UNPOSTED, NoteStatus
from customers.sql.control_accounts import unusable_accounts
from customers.subledger import NO_DUE_DATE, NO_NUMBER, Owed


def fingerprint_of(kind: NoteKind, documents: Sequence[int]) -> str:
    """Give the digest by which a repeated request is told from another one."""
    return ledger.fingerprint_of(kind.name, sorted(set(documents)))


@transaction.atomic
def post_notes(
    kind: NoteKind, *, company: Company, documents: Sequence[int], posted_by: User, key: str, is_preview: bool = False
) -> Outcome:
    """Post every document of a kind that can be posted. One posted before stays so.

    ``key`` is the business key of the request. A preview writes under provisional numbers; its caller takes the
    transaction back.

    :returns: which were posted, which were already, and for each left out the named reason.
    :raises KeyReused: the key belongs to another request.
    :raises NumberSeriesMissing: the company has no series for vouchers.
    """
    asked = kind.of(company).filter(pk__in=set(documents))
    days = list(asked.values_list("note_date", flat=True))
    open_periods = ledger.open_periods(company=company, dates=days)
    _lock_what_is_due(kind, company, asked)
    locked = dict(asked.order_by("pk").select_for_update(no_key=True).values_list("pk", "status"))
    already = [pk for pk, status in locked.items() if status not in UNPOSTED]
    waiting = asked.exclude(pk__in=already)
    rates = rates_to_accounting_currency(
        company=company, asked=waiting.values_list("currency_id", "note_date").distinct()
    )
    left_out = _refused(kind, company, waiting, open_periods, rates, unreported_days(company=company, days=days))
    # Recognized only here: a repetition has waited for the first one at the locks above.
    fingerprint = fingerprint_of(kind, documents)
    if known := ledger.find(company=company, key=key, fingerprint=fingerprint):
        posted = list(kind.of(company).filter(posting=known).order_by("pk").values_list("pk", flat=True))
        return Outcome(known.pk, posted, sorted(set(already) - set(posted)), left_out)
    out = {one.document_id for one in left_out}
    accepted = [pk for pk in waiting.order_by("pk").values_list("pk", flat=True) if pk not in out]
    if not accepted:
        return Outcome(None, [], already, left_out)
    posting, _is_new = ledger.begin(
        company=company, kind=kind.name, key=key, fingerprint=fingerprint, posted_by=posted_by
    )
    _write(kind, posting, accepted, rates, is_preview=is_preview)
    return Outcome(posting.pk, accepted, already, left_out)


def _lock_what_is_due(kind: NoteKind, company: Company, notes: "QuerySet[Any]") -> None:
    """Lock what is open of transactions, so that nothing of them is settled until their document is posted."""
    due = of_lines(kind, notes).values_list("transaction", flat=True)
    sql.lock_open_transactions(company_id=company.pk, transactions=sorted(set(due)))


def _write(kind: NoteKind, posting: Posting, accepted: Sequence[int], rates: Rates, *, is_preview: bool) -> None:
    """Write the accepted ones: from here on nothing is refused."""
    notes = kind.of(posting.company).filter(pk__in=accepted)
    for (currency, day), rate in rates.items():
        if isinstance(rate, Rate):
            notes.filter(currency=currency, note_date=day).update(
                transaction_units=rate.units_from,
                accounting_units=rate.units_to,
                posting=posting,
                status=NoteStatus.POSTED,
            )
    decimals = accounting_decimals(company=posting.company)
    ledger.write(posting=posting, contents=kind.contents(posting, decimals=decimals), is_preview=is_preview)
    kind.beside(posting)
    subledger.write_transactions(posting=posting, owed=_owed(kind, posting, decimals=decimals))
    if not is_preview:
        subledger.close_subledger(posting=posting)
        ledger.seal(posting=posting)


def _owed(kind: NoteKind, posting: Posting, *, decimals: int) -> Owed:
    """What the documents of a posting make customers owe."""
    amounts = (kind.total, kind.total_in_books(decimals))
    rows = kind.charging(posting).values_list(
        "pk", "customer", CONTROL_ACCOUNT, "currency", *amounts, NO_NUMBER, NO_DUE_DATE
    )
    return Owed(kind.document_type, kind.transaction_type, rows)


# --- refusals ---------------------------------------------------------------------------------------------------------


def _refused(
    kind: NoteKind,
    company: Company,
    notes: "QuerySet[Any]",
    open_periods: Iterable[int],
    rates: Rates,
    unreported: Mapping[date, RateMissing],
) -> list[Refusal]:
    """Give the documents that cannot be posted, each with its weightiest reason."""
    found: dict[int, Refusal] = {}
    open_days = OpenDays(company=company, periods=open_periods)
    for pk, day, currency in notes.order_by("pk").values_list("pk", "note_date", "currency_id"):
        if day not in open_days:
            found[pk] = refusal(pk, "period_not_open", day.isoformat())
        elif isinstance(rates.get((currency, day)), RateMissing) or day in unreported:
            found[pk] = refusal(pk, "no_rate_of_day", currency)
    others = (_through_unusable_accounts(kind, company, notes), _held_since(kind, notes), kind.refused(company, notes))
    for one in (one for some in others for one in some):
        found.setdefault(one.document_id, one)
    return list(found.values())


def _through_unusable_accounts(kind: NoteKind, company: Company, notes: "QuerySet[Any]") -> list[Refusal]:
    """Look for documents on blocked accounts, and for parts on an account that only customers' debts are on."""
    columns = {f"of_{part.amount}": part.account for part in kind.parts}
    used = notes.annotate(**{name: F(one) if isinstance(one, str) else one for name, one in columns.items()})
    rows = list(used.values_list("pk", CONTROL_ACCOUNT, *columns))
    asked = {account for _pk, *accounts in rows for account in accounts if account}
    found = unusable_accounts(company_id=company.pk, accounts=sorted(asked))
    refused = []
    for pk, summary, *earned in rows:
        wrong = [found[account] for account in (summary, *earned) if account in found]
        refused += [refusal(pk, "account_blocked", number) for number, is_blocked in wrong if is_blocked]
        refused += [refusal(pk, "control_account", found[account][0]) for account in earned if account in found]
    return refused


def _held_since(kind: NoteKind, notes: "QuerySet[Any]") -> list[Refusal]:
    """Look for documents of what was disputed or blocked after they were made."""
    lines = of_lines(kind, notes).filter(transaction__in=IN_FORCE.values("transaction"))
    held = lines.order_by("note", "line_number").values_list("note", "transaction__document_number")
    return [refusal(pk, "collection_held", number) for pk, number in held]
