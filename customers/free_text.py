"""Free text invoices: enter, change and delete them while they wait, and post them.

    lock       periods, free text invoices
    refuse     each that cannot be posted is left out with its reason
    write      invoices with lines, vouchers with entries, tax rows, customer transactions

Behind its source a free text invoice is posted as any other: see :mod:`customers.sql.invoices`. A set is posted like
one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import DateField, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, Currency, LedgerAccount, Posting
from arclose.ledger.models.number_series import SeriesPurpose
from arclose.ledger.money import EXACT, round_amount
from arclose.ledger.outcomes import CannotPost, Difference, Fact, Outcome, Refusal
from arclose.ledger.rates import unreported_days
from customers import refusals, settlement, sql
from customers.entries import invoice_posting
from customers.invoice_heads import due_dates, found, missing, registration_rates, usable_rates
from customers.models import (
    Customer,
    CustomerTransaction,
    FreeTextInvoice,
    FreeTextLine,
    Invoice,
    ItemTaxGroup,
    PaymentTerms,
    TaxGroup,
)
from customers.models.free_text import FreeTextStatus
from customers.models.invoices import InvoiceOrigin, InvoiceType
from customers.models.sales_tax import LISTED_KINDS
from customers.orders import as_text

FREE_TEXT_INVOICES = "free-text-invoices"
FREE_TEXT_CREDITS = "free-text-credits"
FREE_TEXT = "free_text"
LARGEST_AMOUNT = Decimal(10) ** 15

# code: (reason with its facts, what to do); the others are those of orders.
_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "not_released": (
        gettext_lazy("It is held until %s."),
        gettext_lazy("Post it on that day or later, or take the release date away."),
    ),
    "period_not_open": (
        gettext_lazy("%s lies in no open period."),
        gettext_lazy("Reopen the period on the ledger calendar, or change the invoice date."),
    ),
    "no_lines": (gettext_lazy("The invoice has no lines.%s"), gettext_lazy("Add a line, or delete the invoice.")),
    "customer_blocked": (
        gettext_lazy("Customer %s is blocked."),
        gettext_lazy("Unblock the customer, or delete the invoice."),
    ),
    "tax_code_missing": (
        gettext_lazy("No tax rule where item tax group %s and the tax group of the invoice meet."),
        gettext_lazy("Add the tax rule, or choose other tax groups."),
    ),
    "vat_number_missing": (
        gettext_lazy("Customer %s has no VAT number, which an exempt supply within the EU needs."),
        gettext_lazy("Enter the VAT number, or choose a domestic tax group on the invoice."),
    ),
    "account_blocked": (
        gettext_lazy("Ledger account %s is blocked."),
        gettext_lazy("Unblock it, or choose another account on the line, the tax code or the posting profile."),
    ),
    "control_account": (
        gettext_lazy("Ledger account %s is used as what it is not: a control account, or none."),
        gettext_lazy("Choose an account for the line that no subledger keeps."),
    ),
    "wrong_sign": (
        gettext_lazy("The lines amount to %s: an invoice cannot be below zero."),
        gettext_lazy("Correct quantities, prices or amounts."),
    ),
}


class FreeTextPosted(Exception):
    """The free text invoice is posted by now: it is credited and not changed."""

    def __init__(self, document: FreeTextInvoice) -> None:
        """Carry the document."""
        super().__init__(_("%(document)s is posted and stays as it is.") % {"document": document})
        self.document = document


class SentBefore(Exception):
    """The form was sent before, with other content: that made a free text invoice, and nothing was written now."""

    def __init__(self, document: FreeTextInvoice) -> None:
        """Carry the document that was made then."""
        super().__init__(
            _("This form was sent before, and made %(document)s. Nothing was written now: change that one.")
            % {"document": document}
        )
        self.document = document


class LineTooLarge(Exception):
    """A line amounts to more than the books can hold."""

    def __init__(self, position: int, amount: Decimal) -> None:
        """Carry the line's position, from 0 on, and its amount."""
        super().__init__(_("The line amounts to %(amount)s, more than the books can hold.") % {"amount": amount})
        self.position, self.amount = position, amount


@dataclass(frozen=True)
class FreeTextHead:
    """What stands above the lines of a free text invoice."""

    customer: Customer
    invoice_account: Customer
    invoice_date: date
    currency: Currency
    payment_terms: PaymentTerms
    tax_group: TaxGroup
    delivery_country: str
    release_date: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class FreeTextEntry:
    """A line as entered; without an amount, quantity times price."""

    description: str
    account: LedgerAccount
    item_tax_group: ItemTaxGroup
    item_type: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal | None = None


# --- entering ---------------------------------------------------------------------------------------------------------


def amount_of(line: FreeTextEntry, *, decimals: int) -> Decimal:
    """Give the amount that was typed, else quantity times price, rounded to the currency's decimals."""
    with localcontext(EXACT):
        return round_amount(line.quantity * line.unit_price if line.amount is None else line.amount, decimals)


def _rows(document: FreeTextInvoice, head: FreeTextHead, lines: Sequence[FreeTextEntry]) -> list[FreeTextLine]:
    rows = []
    for position, line in enumerate(lines):
        amount = amount_of(line, decimals=head.currency.decimals)
        if abs(amount) >= LARGEST_AMOUNT:
            raise LineTooLarge(position, amount)
        values = {**vars(line), "amount": amount}
        rows.append(FreeTextLine(company_id=document.company_id, line_number=position + 1, **values))
    return rows


def _facts(typed: FreeTextHead | FreeTextEntry) -> list[tuple[str, str]]:
    return sorted((name, as_text(value)) for name, value in vars(typed).items())


@transaction.atomic
def enter_free_text(
    *, company: Company, head: FreeTextHead, lines: Sequence[FreeTextEntry], key: str
) -> FreeTextInvoice:
    """Make a free text invoice. The same key and content give the one they gave before.

    :raises SentBefore: the key made one of other content.
    :raises LineTooLarge: a line amounts to more than the books can hold.
    """
    fingerprint = ledger.fingerprint_of(_facts(head), [_facts(line) for line in lines])
    rows = _rows(FreeTextInvoice(company=company), head, lines)
    net = sum((row.amount for row in rows), Decimal(0))
    values = {**vars(head), "fingerprint": fingerprint, "net_amount": net}
    document, is_new = FreeTextInvoice.objects.get_or_create(company=company, key=key, defaults=values)
    if not is_new and document.fingerprint != fingerprint:
        raise SentBefore(document)
    if is_new:
        _write_lines(document, rows)
    return document


def _write_lines(document: FreeTextInvoice, rows: Sequence[FreeTextLine]) -> None:
    for row in rows:
        row.document = document
    FreeTextLine.objects.bulk_create(rows)


@transaction.atomic
def change_free_text(
    *, document: FreeTextInvoice, head: FreeTextHead, lines: Sequence[FreeTextEntry]
) -> FreeTextInvoice:
    """Give a free text invoice that waits another head and other lines.

    :raises FreeTextPosted: it is posted by now.
    :raises LineTooLarge: a line amounts to more than the books can hold.
    """
    locked = _waiting(document)
    rows = _rows(locked, head, lines)
    net = sum((row.amount for row in rows), Decimal(0))
    locked.lines.all().delete()
    FreeTextInvoice.objects.filter(pk=locked.pk).update(**vars(head), net_amount=net)
    _write_lines(locked, rows)
    return locked


@transaction.atomic
def delete_free_text(*, document: FreeTextInvoice) -> None:
    """Delete a free text invoice that waits: it has no number yet.

    :raises FreeTextPosted: it is posted by now.
    """
    _waiting(document).delete()


def _waiting(document: FreeTextInvoice) -> FreeTextInvoice:
    locked = FreeTextInvoice.objects.select_for_update(no_key=True).get(pk=document.pk)
    if locked.status == FreeTextStatus.POSTED:
        raise FreeTextPosted(locked)
    return locked


# --- posting ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Head:
    """What posting must know of a free text invoice before it looks at its lines."""

    document_id: int
    invoice_date: date
    currency: str
    payment_terms_id: int

    @property
    def registration_rate_date(self) -> date:
        """The day whose rate counts for VAT registrations in other currencies: its own."""
        return self.invoice_date


def refusal(document_id: int, code: str, *facts: Fact) -> Refusal:
    """Give the refusal of a free text invoice in words."""
    words = in_words(code, facts)
    assert words, code
    return Refusal(document_id, code, *words, facts)


def in_words(code: str, facts: Sequence[Fact]) -> tuple[str, str] | None:
    """Give reason and remedy of a refusal in the active language; None where its code is none of these."""
    if code not in _WORDS:
        return refusals.in_words(code, facts)
    reason, remedy = _WORDS[code]
    return str(reason) % refusals.said(code, facts), str(remedy)


@transaction.atomic
def post_free_text_invoices(
    *,
    company: Company,
    documents: Sequence[int],
    posted_by: User,
    key: str,
    today: date,
    is_preview: bool = False,
) -> Outcome:
    """Post every free text invoice that can be posted. One posted before keeps its invoice.

    One with a release date after ``today`` is left out. ``key`` is the business key of the request. A preview writes
    under provisional numbers; its caller takes the transaction back.

    :returns: which were posted, which were already, and for each left out the named reason.
    :raises KeyReused: the key belongs to another request.
    :raises NumberSeriesMissing: the company has no series for invoices or vouchers.
    :raises AutomaticAccountMissing: translation leaves a difference and there is no rounding account.
    """
    asked = FreeTextInvoice.objects.filter(company=company, pk__in=set(documents))
    open_periods = ledger.open_periods(company=company, dates=asked.values_list("invoice_date", flat=True))
    locked = asked.order_by("pk").select_for_update(no_key=True)
    columns = ("pk", "invoice_date", "currency_id", "payment_terms_id", "status")
    known = [(_Head(*row[:-1]), row[-1]) for row in locked.values_list(*columns)]
    waiting = [head for head, status in known if status == FreeTextStatus.IN_PROCESS]
    already = [head.document_id for head, status in known if status == FreeTextStatus.POSTED]
    fingerprint = ledger.fingerprint_of(FREE_TEXT_INVOICES, sorted(set(documents)))
    rates = usable_rates(company, waiting)
    left_out = _refused(company, waiting, rates, today, open_periods)
    # Recognized only here: a repetition has waited for the first one at the locks above.
    if before := ledger.find(company=company, key=key, fingerprint=fingerprint):
        made = FreeTextInvoice.objects.filter(invoice__posting=before).order_by("pk")
        posted = list(made.values_list("pk", flat=True))
        return Outcome(before.pk, posted, sorted(set(already) - set(posted)), left_out)
    while accepted := _without(waiting, left_out):
        try:
            with transaction.atomic():
                posting, _is_new = ledger.begin(
                    company=company, kind=FREE_TEXT_INVOICES, key=key, fingerprint=fingerprint, posted_by=posted_by
                )
                _write(posting, accepted, rates, is_preview=is_preview)
                return Outcome(posting.pk, [head.document_id for head in accepted], already, left_out)
        except ledger.RoundedAboveLimit as error:
            left_out += [refusal(pk, "rounding_above_limit", amount) for pk, amount in error.documents]
    return Outcome(None, [], already, left_out)


def _refused(
    company: Company, waiting: Sequence[_Head], rates: Sequence[sql.UsableRate], today: date, open_periods: set[int]
) -> list[Refusal]:
    return [
        refusal(*row)
        for row in sql.free_text_refusals(
            company_id=company.pk,
            documents=[head.document_id for head in waiting],
            today=today,
            open_periods=sorted(open_periods),
            rates=rates,
            listed_kinds=LISTED_KINDS,
            unreported_days=list(unreported_days(company=company, days={head.invoice_date for head in waiting})),
            missing_rates=missing(registration_rates(company, waiting)),
        )
    ]


def _without(waiting: Sequence[_Head], left_out: Sequence[Refusal]) -> list[_Head]:
    out = {one.document_id for one in left_out}
    return [head for head in waiting if head.document_id not in out]


def _write(posting: Posting, accepted: Sequence[_Head], rates: Sequence[sql.UsableRate], *, is_preview: bool) -> None:
    """Write the accepted ones: from here on nothing is refused but by the rounding limit."""
    company, ids = posting.company, [head.document_id for head in accepted]
    decimals = Currency.objects.values_list("decimals", flat=True).get(code=company.accounting_currency_id)
    dated = FreeTextInvoice.objects.filter(pk__in=ids).order_by().values_list("pk", "invoice_date", "reason")
    blocks = ledger.blocks_for(company=company, purpose=SeriesPurpose.INVOICE, documents=dated, is_preview=is_preview)
    sql.insert_invoices(
        sql.free_text_to_invoice(ids, company_id=company.pk, due_dates=due_dates(accepted), rates=rates),
        company_id=company.pk,
        posting_id=posting.pk,
        blocks=[(InvoiceType.INVOICE.value, block) for block in blocks],
    )
    try:
        ledger.write(posting=posting, contents=invoice_posting(posting, decimals=decimals), is_preview=is_preview)
    except ledger.RoundedAboveLimit as error:
        raise ledger.RoundedAboveLimit(_of_documents(posting, accepted, error), FREE_TEXT) from error
    sql.insert_tax_rows(posting_id=posting.pk, registration_rates=found(registration_rates(company, accepted)))
    sql.insert_transactions(posting_id=posting.pk)
    sql.mark_free_text_posted(company_id=company.pk, posting_id=posting.pk, documents=ids)
    if not is_preview:
        sql.add_to_subledger(posting_id=posting.pk)
        ledger.seal(posting=posting)


def _of_documents(
    posting: Posting, accepted: Sequence[_Head], error: ledger.RoundedAboveLimit
) -> list[tuple[int, Difference]]:
    """Name the free text invoices that rounding refuses: invoices are written in order of date and document."""
    in_order = sorted(accepted, key=lambda head: (head.invoice_date, head.document_id))
    made = Invoice.objects.filter(posting=posting).order_by("pk").values_list("pk", flat=True)
    document_of = {invoice_id: head.document_id for invoice_id, head in zip(made, in_order, strict=True)}
    return [(document_of[invoice_id], amount) for invoice_id, amount in error.documents]


# --- taking one back --------------------------------------------------------------------------------------------------


class CannotCreditFreeText(CannotPost):
    """A free text invoice cannot be credited as asked: nothing was posted."""

    def __init__(self, why: str) -> None:
        """Carry the reason, in words."""
        super().__init__(why)
        self.why = why

    def reason(self) -> str:
        """Say it."""
        return self.why


@transaction.atomic
def credit_free_text(*, invoice: Invoice, day: date, reason: str, posted_by: User, key: str) -> Invoice:
    """Post the credit note over all of a free text invoice, settled with it, and give it.

    It is the opposite, line by line, at the rate and with the tax of the invoice. The same key gives the same note.

    :raises CannotCreditFreeText: it is none or is credited already, or the day is before it or in no open period.
    :raises KeyReused: the key belongs to another request.
    """
    company = invoice.company
    open_periods = ledger.open_periods(company=company, dates={day})
    lock_credit_of(invoice)
    fingerprint = ledger.fingerprint_of(FREE_TEXT_CREDITS, invoice.pk, day, reason)
    if known := ledger.find(company=company, key=key, fingerprint=fingerprint):
        return Invoice.objects.get(posting=known)
    if invoice.invoice_type != InvoiceType.INVOICE or invoice.origin != InvoiceOrigin.FREE_TEXT:
        raise CannotCreditFreeText(_("%(number)s is no free text invoice.") % {"number": invoice.number})
    if note := invoice.credit_notes.first():
        text = _("Invoice %(invoice)s is credited already, by %(credit_note)s.")
        raise CannotCreditFreeText(text % {"invoice": invoice.number, "credit_note": note.number})
    if day < invoice.invoice_date:
        text = _("The credit note cannot be dated before invoice %(number)s, which is of %(date)s.")
        raise CannotCreditFreeText(text % {"number": invoice.number, "date": invoice.invoice_date})
    if not open_periods:
        raise CannotCreditFreeText(_("%(date)s lies in no open period.") % {"date": day})
    posting, _is_new = ledger.begin(
        company=company, kind=FREE_TEXT_CREDITS, key=key, fingerprint=fingerprint, posted_by=posted_by
    )
    _write_credit(posting, invoice, day, reason)
    return Invoice.objects.get(posting=posting)


def lock_credit_of(invoice: Invoice) -> None:
    """Let two credits of one invoice come one after the other, and lock what is open of it."""
    list(FreeTextInvoice.objects.select_for_update(no_key=True).filter(invoice=invoice).values_list("pk"))
    owed = CustomerTransaction.objects.filter(invoice=invoice).values_list("pk", flat=True)
    sql.lock_open_transactions(company_id=invoice.company_id, transactions=list(owed))


def _write_credit(posting: Posting, invoice: Invoice, day: date, reason: str) -> None:
    company = posting.company
    decimals = Currency.objects.values_list("decimals", flat=True).get(code=company.accounting_currency_id)
    credited = Invoice.objects.filter(pk=invoice.pk).annotate(day=Cast(Value(day), DateField()))
    blocks = ledger.blocks_for(
        company=company,
        purpose=SeriesPurpose.CREDIT_NOTE,
        documents=credited.values_list("pk", "day", "number"),
        is_preview=False,
    )
    sql.insert_invoices(
        sql.opposite_of_free_text(company_id=company.pk, invoice_id=invoice.pk, day=day, reason=reason[:200]),
        company_id=company.pk,
        posting_id=posting.pk,
        blocks=[(InvoiceType.CREDIT_NOTE.value, block) for block in blocks],
    )
    ledger.write(posting=posting, contents=invoice_posting(posting, decimals=decimals))
    head = _Head(invoice.pk, invoice.rate_date, invoice.currency_id, invoice.payment_terms_id)
    sql.insert_tax_rows(posting_id=posting.pk, registration_rates=found(registration_rates(company, [head])))
    sql.insert_transactions(posting_id=posting.pk)
    settlement.settle_opposites(posting=posting, decimals=decimals)
    sql.add_to_subledger(posting_id=posting.pk)
    ledger.seal(posting=posting)
