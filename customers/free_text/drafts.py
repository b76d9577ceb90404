"""Free text invoices while they wait: entered, changed and deleted."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from arclose.batch import alerting
from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, Currency, LedgerAccount
from arclose.ledger.money import EXACT, round_amount
from customers.free_text.distributions import DoesNotAddUp, Share, amounts_of, shares_of
from customers.free_text.paying import paying
from customers.free_text.posting import FREE_TEXT_INVOICES
from customers.models import (
    ChargeCode,
    Customer,
    FreeTextChange,
    FreeTextDistribution,
    FreeTextInvoice,
    FreeTextLine,
    Invoice,
    ItemTaxGroup,
    PaymentTerms,
    PostingProfile,
    RecurringInvoice,
    RecurringRun,
    TaxGroup,
)
from customers.models.free_text import FreeTextStatus
from customers.models.sales_tax import ListCode
from customers.orders import as_text

LARGEST_AMOUNT = Decimal(10) ** 15
# A supply further back was typed with a wrong year: it would be listed in a period that nobody looks at any more.
DAYS_FROM_SUPPLY_TO_INVOICE = 366


class FreeTextPosted(Exception):
    """The free text invoice is posted by now: it is credited and not changed."""

    def __init__(self, document: FreeTextInvoice) -> None:
        """Carry the document."""
        super().__init__(_("%(document)s is posted and stays as it is.") % {"document": document})
        self.document = document


class FreeTextDeleted(Exception):
    """The free text invoice was deleted since it was looked at."""

    def __init__(self, document: FreeTextInvoice) -> None:
        """Carry the document."""
        super().__init__(_("%(document)s was deleted meanwhile. Nothing was written.") % {"document": document})


class SentBefore(Exception):
    """The form was sent before, with other content: that made what it names, and nothing was written now."""

    def __init__(self, document: FreeTextInvoice | RecurringInvoice) -> None:
        """Carry the document that was made then."""
        super().__init__(
            _("This form was sent before, and made %(document)s. Nothing was written now: change that one.")
            % {"document": document}
        )
        self.document = document


class ChangedMeanwhile(Exception):
    """Somebody else changed it since the form was opened: nothing was written."""

    def __init__(self, document: FreeTextInvoice | RecurringInvoice) -> None:
        """Name it."""
        text = _(
            "%(document)s was changed by somebody else meanwhile. Nothing was written, and what you typed is still"
            " here: save again to put it in place of what is there now."
        )
        super().__init__(text % {"document": document})


class LineRefused(Exception):
    """A line cannot be written as it is: which, from 0 on, and in which field."""

    def __init__(self, position: int, field: str, why: str) -> None:
        """Carry the place and the reason, in words."""
        super().__init__(why)
        self.position, self.field = position, field


class LineTooLarge(LineRefused):
    """A line amounts to more than the books can hold."""

    def __init__(self, position: int, amount: Decimal) -> None:
        """Carry the line's position and its amount."""
        text = _("The line amounts to %(amount)s, more than the books can hold.")
        super().__init__(position, "quantity", text % {"amount": amount})


class LineDoesNotAddUp(LineRefused):
    """The shares of a line's distribution do not make up the line."""

    def __init__(self, position: int, why: DoesNotAddUp) -> None:
        """Carry the line's position and what the shares add up to."""
        super().__init__(position, "distribution", str(why))


@dataclass(frozen=True)
class FreeTextHead:
    """What stands above the lines of a free text invoice.

    ``paid_by`` is as :mod:`customers.free_text.paying` makes it; None: as the customer pays as a rule.
    """

    customer: Customer
    invoice_account: Customer
    invoice_date: date
    currency: Currency
    payment_terms: PaymentTerms
    tax_group: TaxGroup
    delivery_country: str
    supply_date: date | None = None
    release_date: date | None = None
    reason: str = ""
    prices_include_tax: bool = False
    posting_profile: PostingProfile | None = None
    list_code: str = ListCode.AS_TAXED
    paid_by: Any = None

    def columns(self) -> dict[str, Any]:
        """Give what a free text invoice itself keeps of it."""
        return {name: value for name, value in vars(self).items() if name != "paid_by"}


@dataclass(frozen=True)
class FreeTextEntry:
    """A line as entered; without an amount, quantity times price. ``shares`` distribute it over ledger accounts.

    A charge names its code, and its percentage where it has one.
    """

    description: str
    account: LedgerAccount
    item_tax_group: ItemTaxGroup
    item_type: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal | None = None
    shares: Sequence[Share] = ()
    charge_code: ChargeCode | None = None
    charge_percent: Decimal | None = None


@dataclass(frozen=True)
class _Rows:
    """A line and its distribution, to be written."""

    line: FreeTextLine
    distribution: list[FreeTextDistribution]


def amount_of(line: FreeTextEntry, *, decimals: int) -> Decimal:
    """Give the amount that was typed, else quantity times price, rounded to the currency's decimals."""
    with localcontext(EXACT):
        return round_amount(line.quantity * line.unit_price if line.amount is None else line.amount, decimals)


def _rows(company_id: int, currency: Currency, lines: Sequence[FreeTextEntry]) -> list[_Rows]:
    rows = []
    for position, line in enumerate(lines):
        amount = amount_of(line, decimals=currency.decimals)
        if abs(amount) >= LARGEST_AMOUNT:
            raise LineTooLarge(position, amount)
        values = {name: value for name, value in vars(line).items() if name != "shares"} | {"amount": amount}
        row = FreeTextLine(company_id=company_id, line_number=position + 1, **values)
        rows.append(_Rows(row, _distribution(position, line, amount, currency)))
    return rows


def refusal_of_lines(lines: Sequence[FreeTextEntry], *, currency: Currency) -> LineRefused | None:
    """Give why lines cannot be written; None: they can."""
    try:
        _rows(0, currency, lines)
    except LineRefused as refused:
        return refused
    return None


def _distribution(
    position: int, line: FreeTextEntry, amount: Decimal, currency: Currency
) -> list[FreeTextDistribution]:
    try:
        amounts = amounts_of(line.shares, amount=amount, currency=currency) if line.shares else []
    except DoesNotAddUp as error:
        raise LineDoesNotAddUp(position, error) from error
    return [
        FreeTextDistribution(number=number, account=share.account, percent=share.percent, amount=part)
        for number, (share, part) in enumerate(zip(line.shares, amounts, strict=True), 1)
    ]


def head_of(document: FreeTextInvoice) -> FreeTextHead:
    """Give the head of a free text invoice, to be entered again."""
    names = [field.name for field in fields(FreeTextHead) if field.name != "paid_by"]
    return FreeTextHead(**{name: getattr(document, name) for name in names}, paid_by=paying().of(document))


def entries_of(document: FreeTextInvoice) -> list[FreeTextEntry]:
    """Give the lines of a free text invoice, to be entered again."""
    rows = document.lines.select_related("account", "item_tax_group", "charge_code").order_by("line_number")
    found = rows.prefetch_related(Prefetch("distribution", FreeTextDistribution.objects.select_related("account")))
    names = [field.name for field in fields(FreeTextEntry) if field.name != "shares"]
    return [
        FreeTextEntry(**{name: getattr(row, name) for name in names}, shares=shares_of(row.distribution.all()))
        for row in found
    ]


def _facts(typed: FreeTextHead | FreeTextEntry) -> list[tuple[str, str]]:
    facts = [(name, as_text(value)) for name, value in vars(typed).items() if name != "shares"]
    return sorted(facts) + [("share", str(share)) for share in getattr(typed, "shares", ())]


@transaction.atomic
def enter_free_text(
    *,
    company: Company,
    head: FreeTextHead,
    lines: Sequence[FreeTextEntry],
    key: str,
    entered_by: User,
    corrects: Invoice | None = None,
) -> FreeTextInvoice:
    """Make a free text invoice. The same key and content give the one they gave before.

    ``corrects`` is the invoice that it puts right.

    :raises SentBefore: the key made one of other content.
    :raises LineRefused: a line amounts to more than the books can hold, or is not what its shares add up to.
    """
    fingerprint = _fingerprint(head, lines)
    rows = _rows(company.pk, head.currency, lines)
    values = {**head.columns(), "fingerprint": fingerprint, "net_amount": _net(rows), "corrects": corrects}
    document, is_new = FreeTextInvoice.objects.get_or_create(company=company, key=key, defaults=values)
    if not is_new and document.fingerprint != fingerprint:
        raise SentBefore(document)
    if is_new:
        _write_lines([(document, rows)])
        paying().keep([(document, head.paid_by)])
        _note_changes([document], entered_by)
    return document


def _note_changes(documents: Sequence[FreeTextInvoice], changed_by: User) -> None:
    """Note who entered or changed them: who does not approve them."""
    FreeTextChange.objects.bulk_create(
        FreeTextChange(company_id=document.company_id, document=document, changed_by=changed_by)
        for document in documents
    )


@dataclass(frozen=True)
class NewDraft:
    """A free text invoice to be made with others, for a day of a recurring invoice."""

    head: FreeTextHead
    lines: Sequence[FreeTextEntry]
    key: str
    recurring: RecurringInvoice | None = None
    occurrence_date: date | None = None
    run: RecurringRun | None = None


def enter_all(*, company: Company, drafts: Sequence[NewDraft], entered_by: User) -> list[FreeTextInvoice]:
    """Make free text invoices, each under a key of its own that was not used before, as a set.

    :raises LineRefused: a line of one amounts to more than the books can hold, or is not what its shares add up to.
    """
    written = []
    for draft in drafts:
        rows = _rows(company.pk, draft.head.currency, draft.lines)
        document = FreeTextInvoice(
            company=company,
            key=draft.key,
            fingerprint=_fingerprint(draft.head, draft.lines),
            net_amount=_net(rows),
            recurring=draft.recurring,
            occurrence_date=draft.occurrence_date,
            run=draft.run,
            **draft.head.columns(),
        )
        written.append((document, rows))
    made = FreeTextInvoice.objects.bulk_create([document for document, _rows_of in written])
    _write_lines(written)
    paying().keep([(document, draft.head.paid_by) for document, draft in zip(made, drafts, strict=True)])
    _note_changes(made, entered_by)
    return made


def _fingerprint(head: FreeTextHead, lines: Sequence[FreeTextEntry]) -> str:
    return ledger.fingerprint_of(_facts(head), [_facts(line) for line in lines])


def _net(rows: Sequence[_Rows]) -> Decimal:
    return sum((row.line.amount for row in rows), Decimal(0))


def _write_lines(written: Sequence[tuple[FreeTextInvoice, Sequence[_Rows]]]) -> None:
    for document, rows in written:
        for row in rows:
            row.line.document = document
    every = [row for _document, rows in written for row in rows]
    FreeTextLine.objects.bulk_create(row.line for row in every)
    distributed = [(row.line, share) for row in every for share in row.distribution]
    for line, share in distributed:
        share.line, share.company_id = line, line.company_id
    FreeTextDistribution.objects.bulk_create(share for _line, share in distributed)


@transaction.atomic
def change_free_text(
    *,
    document: FreeTextInvoice,
    head: FreeTextHead,
    lines: Sequence[FreeTextEntry],
    changed_by: User,
    version: int | None = None,
) -> FreeTextInvoice:
    """Give a free text invoice that waits another head and other lines. Where it was approved it waits for that again.

    ``version`` is the one that whoever changes it has seen; None: whichever it is.

    :raises FreeTextPosted: it is posted by now.
    :raises FreeTextDeleted: it is deleted by now.
    :raises ChangedMeanwhile: it has another version by now.
    :raises LineRefused: a line amounts to more than the books can hold, or is not what its shares add up to.
    """
    locked = _waiting(document)
    if version not in (None, locked.version):
        raise ChangedMeanwhile(locked)
    rows = _rows(locked.company_id, head.currency, lines)
    locked.lines.all().delete()
    values = {**head.columns(), "net_amount": _net(rows), "version": locked.version + 1}
    FreeTextInvoice.objects.filter(pk=locked.pk).update(**values, approved_by=None, approved_at=None)
    _write_lines([(locked, rows)])
    paying().keep([(locked, head.paid_by)])
    _note_changes([locked], changed_by)
    return locked


@transaction.atomic
def delete_free_text(*, document: FreeTextInvoice) -> None:
    """Delete a free text invoice that waits: it has no number yet. What people were told of it goes too.

    :raises FreeTextPosted: it is posted by now.
    :raises FreeTextDeleted: it is deleted by now.
    """
    locked = _waiting(document)
    FreeTextInvoice.objects.filter(pk=locked.pk).update(approved_by=None, approved_at=None)
    alerting.withdraw(company=locked.company, kind=FREE_TEXT_INVOICES, document_id=locked.pk)
    locked.delete()


def _waiting(document: FreeTextInvoice) -> FreeTextInvoice:
    locked = FreeTextInvoice.objects.select_for_update(no_key=True).filter(pk=document.pk).first()
    if locked is None:
        raise FreeTextDeleted(document)
    if locked.status == FreeTextStatus.POSTED:
        raise FreeTextPosted(locked)
    return locked
