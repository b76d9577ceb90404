"""Lines of vouchers as the audit file tells them: with their customer, document and VAT."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from arclose.ledger.models import Company
from arclose.ledger.models.vouchers import PostingType
from customers.entries import SETTLEMENT
from customers.models import ConcessionTaxRow, CustomerTransaction, Settlement, TaxRow
from customers.settling.concession_entries import CONCESSION


class Line(NamedTuple):
    """An entry with what is told of its voucher."""

    document_type: str
    voucher: int
    number: str
    text: str
    posting_date: date
    period: int
    user: str
    document: int
    account: str
    posting_type: str
    tax_row: int | None
    amount: Decimal
    currency: str
    own_amount: Decimal


PATHS = (
    "voucher__document_type",
    "voucher_id",
    "voucher__number",
    "voucher__text",
    "posting_date",
    "voucher__period_id",
    "voucher__posting__posted_by__username",
    "voucher__document_id",
    "account__number",
    "posting_type",
    "tax_row_number",
    "accounting_currency_amount",
    "currency_id",
    "transaction_currency_amount",
)


class Owed(NamedTuple):
    """What is told of a customer transaction beside a line: whose, of which document, in the accounting currency."""

    customer: str
    document: str
    transaction_type: str = ""
    transaction_date: date | None = None
    due_date: date | None = None
    amount: Decimal = Decimal(0)


class Beside:
    """What is told of the lines of some vouchers beside their entries: the customer, the document, the VAT."""

    def __init__(self, company: Company, document_type: str, vouchers: Sequence[Sequence[Line]]) -> None:
        """Read it of all these vouchers at once."""
        ids = [voucher[0].voucher for voucher in vouchers]
        self._owed: dict[int, set[tuple[str, str]]] = defaultdict(set)
        self._of_lines: dict[tuple[object, ...], list[Owed]] = defaultdict(list)
        self._of_accounts: dict[tuple[int, str], list[Owed]] = defaultdict(list)
        rows = CustomerTransaction.objects.filter(company=company, voucher__in=ids).order_by("-pk")
        for row in rows.values_list(*_FACTS, *_OWED):
            voucher, account, currency, own_amount, amount, adjustment = row[len(_FACTS) :]
            found = Owed(*row[: len(_FACTS)])._replace(amount=amount + adjustment)
            self._owed[voucher].add((found.customer, found.document))
            self._of_lines[voucher, account, currency, own_amount, amount].append(found)
            self._of_accounts[voucher, account].insert(0, found)
        documents = {voucher[0].document for voucher in vouchers}
        self._settled = _settled(company, documents) if document_type == SETTLEMENT else {}
        self.tax = dict(_tax_rows(company, document_type, documents))

    def owed(self, line: Line) -> Owed | None:
        """Give the customer and the document of a line: its own, or those of a voucher that has no others."""
        same = self._of_lines[line.voucher, line.account, line.currency, line.own_amount, line.amount]
        if line.posting_type == PostingType.CUSTOMER_BALANCE and same:
            # Each transaction is told of one line.
            return same.pop()
        of_voucher = self._owed[line.voucher]
        if len(of_voucher) == 1:
            return Owed(*next(iter(of_voucher)))
        return self._settled.get((line.document, line.account))

    def all_owed(self, line: Line) -> Sequence[Owed]:
        """Give the transactions of its voucher that a line is the sum of; none where it is not their sum."""
        found = self._of_accounts[line.voucher, line.account]
        return found if sum(one.amount for one in found) == line.amount else ()


_FACTS = ("customer__number", "document_number", "transaction_type", "transaction_date", "due_date")
# What a customer transaction has in common with the line that it stands beside; its adjustment is in a line of several.
_OWED = (
    "voucher",
    "control_account__number",
    "currency_id",
    "transaction_currency_amount",
    "accounting_currency_amount",
    "opening_adjustment_amount",
)
# The documents with tax rows, and the field of a row that names its document.
_TAXED: Mapping[str, tuple[type[TaxRow | ConcessionTaxRow], str]] = {
    "invoice": (TaxRow, "invoice"),
    CONCESSION: (ConcessionTaxRow, "concession"),
}


def _tax_rows(
    company: Company, document_type: str, documents: Collection[int]
) -> Iterator[tuple[tuple[int, int], Sequence[object]]]:
    """Give code, percentage and tax of each tax row, by its document and number."""
    if document_type not in _TAXED:
        return
    model, document = _TAXED[document_type]
    rows = model._default_manager.filter(company=company, **{f"{document}__in": documents})
    facts = (document, "number", "tax_code__code", "tax_percent", "accounting_currency_tax_amount")
    for pk, row, *rest in rows.values_list(*facts):
        yield (pk, row), rest


def _settled(company: Company, documents: Collection[int]) -> Mapping[tuple[int, str], Owed]:
    """Give what settlements closed, by settlement and control account: a difference of theirs is of that document."""
    found = {}
    for side in ("credit_transaction", "debit_transaction"):
        rows = Settlement.objects.filter(company=company, pk__in=documents)
        facts = (f"{side}__{name}" for name in _FACTS)
        for pk, account, *of_side in rows.values_list("pk", f"{side}__control_account__number", *facts):
            found[pk, account] = Owed(*of_side)
    return found
