"""The customers' subledger in an audit file: what was open on the first day, and what each day changed of it.

A line of either names no account: it points to a line of the opening balance, or to one of a voucher, by numbers. So
the subledger is the control accounts once more, told by customer and document, with due dates.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from arclose.ledger.fields import AmountField
from arclose.ledger.models import Company
from customers.books.audit_amounts import NOTHING, side_of, sided, with_one, write_total
from customers.books.audit_lines import Line, Owed
from customers.books.rows import READ_AT_ONCE, Days
from customers.books.xml import XmlWriter
from customers.models import Adjustment, AdjustmentLine, Settlement
from customers.models.transactions import TransactionType
from customers.queries import COUNTS, ZERO, open_on

CUSTOMERS = "CU"
SALES = "S"
# What moves the subledger: invoices and the like, money, anything else.
_MUTATIONS: Mapping[str, str] = {
    TransactionType.INVOICE: "I",
    TransactionType.CREDIT_NOTE: "I",
    TransactionType.INTEREST_NOTE: "I",
    TransactionType.COLLECTION_LETTER: "I",
    TransactionType.PAYMENT: "P",
}
OTHER_MUTATION = "Z"


def write_open_items(out: XmlWriter, company: Company, days: Days, lines: Mapping[str, int]) -> None:
    """Write what was open before the first day; ``lines`` are those of the opening balance by account."""
    with TemporaryFile() as file:
        written = SubledgerLines(file)
        for account, owed in _open_items(company, days):
            if account in lines:
                written.add_open(lines[account], owed)
        written.copy_into(out, "obSubledgers", "obSubledger")


def _open_items(company: Company, days: Days) -> Iterator[tuple[str, Owed]]:
    """Give what was open on the day before, by control account, at what it stood in the books.

    What was taken over stands in them from the day of that on, whenever it was invoiced.
    """
    last = days.since - timedelta(days=1)
    rows = open_on(company=company, on=last).filter(voucher__posting_date__lte=last)
    adjusted = rows.annotate(
        adjustment=F("opening_adjustment_amount")
        - _settled_until(last, "debit")
        + _settled_until(last, "credit")
        + _revalued_until(last)
    )
    facts = ("customer__number", "document_number", "transaction_type", "transaction_date", "due_date")
    told = adjusted.order_by("customer__number", "pk").values_list(
        "control_account__number", *facts, "open_accounting_amount", "adjustment"
    )
    for account, *owed, amount, adjustment in told.iterator(chunk_size=READ_AT_ONCE):
        yield account, Owed(*owed)._replace(amount=amount + adjustment)


def _settled_until(day: date, side: str) -> Coalesce:
    """Give what settlements up to a day took of the adjustment of a transaction, as a debit or as a credit."""
    rows: QuerySet[Settlement] = Settlement.objects.filter(
        **{f"{side}_transaction": OuterRef("pk")}, settlement_date__lte=day
    )
    taken = rows.order_by().values(f"{side}_transaction").annotate(sum=Sum(f"{side}_adjustment_amount")).values("sum")
    return Coalesce(Subquery(taken), ZERO, output_field=AmountField())


def _revalued_until(day: date) -> Combinable:
    """Give what revaluations added until a day, less what settlements took back, on the account of the transaction."""
    adjusted = Adjustment.objects.filter(adjustment_date__lte=day)
    lines = AdjustmentLine.objects.filter(COUNTS, adjustment_date__lte=day)
    return (
        _sum_of(adjusted, "control_account", "accounting_currency_amount")
        + _sum_of(lines, "control_account", "new_amount")
        - _sum_of(lines, "stood_account", "stood_amount")
    )


def _sum_of(rows: "QuerySet[Any]", account: str, amount: str) -> Coalesce:
    own = rows.filter(transaction=OuterRef("pk"), **{account: OuterRef("control_account")}).order_by()
    sums = own.values("transaction").annotate(sum=Sum(amount)).values("sum")
    return Coalesce(Subquery(sums), ZERO, output_field=AmountField())


class SubledgerLines:
    """Lines of the subledger, written aside until their count and sums can stand before them."""

    def __init__(self, file: IO[bytes]) -> None:
        """Take the file that they are written to meanwhile."""
        self._file, self._out = file, XmlWriter(file)
        self.total = NOTHING

    def add_open(self, of_balance: int, owed: Owed) -> None:
        """Write what was open of a document, which a line of the opening balance has with others."""
        self._write("obSbLine", [("obLineNr", of_balance)], owed, owed.amount)

    def add(self, line: Line, place: int, owed: Owed | None, together: Sequence[Owed]) -> None:
        """Write what a line of a voucher on a control account changes: of its document, or of those it has together."""
        of_line: list[tuple[str, str | int]] = [
            ("jrnID", line.document_type),
            ("trNr", line.number),
            ("trLineNr", place),
        ]
        for one in together:
            self._write("sbLine", of_line, one, one.amount)
        if not together:
            self._write("sbLine", of_line, owed, line.amount)

    def copy_into(self, out: XmlWriter, around: str, name: str) -> None:
        """Write the subledger with its lines, where there are any."""
        if not self.total.count:
            return
        self._file.seek(0)
        with out.inside(around), out.inside(name):
            out.put("sbType", CUSTOMERS)
            out.put("sbDesc", str(_("Customers")), longest=50)
            write_total(out, self.total)
            out.copy(self._file)

    def _write(self, name: str, reference: Sequence[tuple[str, str | int]], owed: Owed | None, amount: Decimal) -> None:
        self.total = with_one(self.total, amount)
        with self._out.inside(name):
            self._out.put("nr", self.total.count)
            for element_name, value in reference:
                self._out.put(element_name, value, longest=35)
            self._out.write(sided("amnt", amount))
            if owed:
                self._write_document(owed, amount)

    def _write_document(self, owed: Owed, amount: Decimal) -> None:
        self._out.put_some("docRef", owed.document, longest=999)
        self._out.put("custSupID", owed.customer, longest=35)
        self._out.put_some("invRef", owed.document, longest=999)
        self._out.put("invPurSalTp", SALES)
        self._out.put("invTp", side_of(amount))
        if owed.transaction_date and owed.due_date:
            self._out.put("invDt", owed.transaction_date)
            self._out.put("invDueDt", owed.due_date)
        self._out.put("mutTp", _MUTATIONS.get(owed.transaction_type, OTHER_MUTATION))
