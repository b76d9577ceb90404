"""Free text invoices while they wait: entered, changed and deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from django.db import transaction
from django.utils.translation import gettext as _

from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, Currency, LedgerAccount
from arclose.ledger.money import EXACT, round_amount
from customers.models import Customer, FreeTextInvoice, FreeTextLine, ItemTaxGroup, PaymentTerms, TaxGroup
from customers.models.free_text import FreeTextStatus
from customers.orders import as_text

LARGEST_AMOUNT = Decimal(10) ** 15


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
