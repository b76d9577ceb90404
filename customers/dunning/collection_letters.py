"""What collection letters post, and what speaks against it.

collection letter with a fee
    debit    customer balance   fee and tax   summary account of the customer
    credit   fee                the fee       fee account of the sequence; per tax row where it is taxed
    credit   sales tax          its tax       tax account of its tax code

A fee for paying late is compensation as interest is, and has no sales tax, unless the sequence names an item tax group:
for where the law of a country sees a service in it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Q, QuerySet, SmallIntegerField, Value, When

from arclose.ledger.models import Company, Posting
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.outcomes import Refusal
from customers import sql
from customers.dunning.notes import Charged, NoteKind
from customers.dunning.refusals import refusal
from customers.invoice_heads import found, missing, registration_rates
from customers.models import CollectionLetter, CollectionLetterLine
from customers.models.sales_tax import LISTED_KINDS
from customers.models.transactions import TransactionType

# A fee has one tax code, so a taxed letter has one tax row.
_TAX_ROW = Case(When(tax_code__isnull=False, then=Value(1)), output_field=SmallIntegerField())


@dataclass(frozen=True)
class _Head:
    """A letter as rates of VAT registrations are asked for."""

    currency: str
    invoice_date: date
    payment_terms_id: int = 0

    @property
    def registration_rate_date(self) -> date:
        """The day of the letter."""
        return self.invoice_date


def _taxed(letters: "QuerySet[Any]") -> "QuerySet[Any]":
    """Narrow letters to those whose fee has tax: as they say since they were made, or their sequence does by now.

    One that reinstates a fee has the tax of that.
    """
    says_so = Q(tax_code__isnull=False) | Q(letter_code__sequence__item_tax_group__isnull=False, reinstates=None)
    return letters.filter(says_so, fee_amount__gt=0)


def _rates(company: Company, letters: "QuerySet[Any]") -> Any:
    heads = [_Head(*row) for row in _taxed(letters).values_list("currency_id", "note_date").distinct()]
    return registration_rates(company, heads) if heads else {}


def _refused(company: Company, letters: "QuerySet[Any]") -> list[Refusal]:
    """Look for letters whose transactions have changed, and for fees whose tax nothing says."""
    changed = sql.letters_changed_since(notes=list(letters.values_list("pk", flat=True)))
    refused = [refusal(pk, "open_changed", number) for pk, number in changed.items()]
    no_rate = {(currency, day) for currency, day, _to in missing(_rates(company, letters))}
    rows = _taxed(letters).values_list(
        "pk", "currency_id", "note_date", "tax_code__kind", "customer__number", "customer__vat_number"
    )
    for pk, currency, day, kind, number, vat_number in rows.order_by("pk"):
        if kind is None:
            refused.append(refusal(pk, "no_tax_code", number))
        elif kind in LISTED_KINDS and not vat_number:
            refused.append(refusal(pk, "no_vat_number", number))
        elif (currency, day) in no_rate:
            refused.append(refusal(pk, "no_rate_of_day", currency))
    return refused


def _write_tax_rows(posting: Posting) -> None:
    letters = CollectionLetter.objects.filter(posting=posting)
    sql.insert_letter_tax_rows(posting_id=posting.pk, registration_rates=found(_rates(posting.company, letters)))


def _take_tax_rows_back(posting: Posting) -> None:
    sql.insert_opposite_letter_tax_rows(posting_id=posting.pk, document_type=COLLECTION_LETTERS.document_type)


COLLECTION_LETTERS = NoteKind(
    name="collection-letters",
    reversals="collection-letter-reversals",
    waivers="collection-letter-waivers",
    document_type="collection_letter",
    transaction_type=TransactionType.COLLECTION_LETTER,
    label="CL",
    notes=CollectionLetter,
    lines=CollectionLetterLine,
    parts=(
        Charged(PostingType.FEE, "fee_amount", "letter_code__sequence__fee_account", _TAX_ROW),
        Charged(PostingType.SALES_TAX, "tax_amount", "tax_code__tax_account", _TAX_ROW),
    ),
    again=(
        "customer_id",
        "currency_id",
        "letter_code_id",
        "code_number",
        "until_date",
        "fee_amount",
        "tax_code_id",
        "tax_percent",
        "tax_amount",
    ),
    without_lines={"overdue_amount": 0},
    refused=_refused,
    beside=_write_tax_rows,
    beside_reversal=_take_tax_rows_back,
    keeps_reversal=True,
)
