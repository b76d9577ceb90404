"""The XML Auditfile Financieel, version 3.2: the file that Dutch tax inspectors and accountants read books from.

It rests on the schema XmlAuditfileFinancieel3.2.xsd (namespace http://www.auditfiles.nl/XAF/3.2) of the Dutch Tax and
Customs Administration and the XML Platform: elements and their order, lengths, code lists, and the keys by which lines
name accounts, customers, VAT codes and periods. Amounts are in the accounting currency, without a sign beside D or C.

    header, company, customers, ledger accounts, VAT codes, periods
    opening balance    of every account with one on the first day, so that it balances before results are carried over;
                       of the customers' subledger, each document that was open
    transactions       a journal per type of document, its vouchers with their lines; what these change of the subledger

Lines of the transactions are written to a file of their own while they are read by one query; its count and sums are
those of the lines, whatever is posted meanwhile, and come before it.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from itertools import groupby
from tempfile import TemporaryFile
from typing import IO

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from arclose.ledger.documents import kind_of
from arclose.ledger.models import Company, FiscalPeriod, LedgerAccount, LedgerEntry
from arclose.ledger.models.accounts import AccountType
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.outcomes import CannotPost
from customers.books.audit_amounts import DECIMALS, sided, write_total
from customers.books.audit_lines import PATHS, Beside, Line
from customers.books.audit_subledger import SubledgerLines, write_open_items
from customers.books.rows import READ_AT_ONCE, Days, Total, entries
from customers.books.xml import XmlWriter, element
from customers.models import Customer, TaxCode

NAMESPACE = "http://www.auditfiles.nl/XAF/3.2"
SOFTWARE = "arclose"
VOUCHERS_AT_ONCE = 1_000
RESULT = frozenset({AccountType.REVENUE, AccountType.EXPENSE})
# Types of document that are sales, money through a bank, and memorials; all others are journals of another sort.
_JOURNAL_TYPES = {"invoice": "S", "payment": "B", "general_voucher": "M"}
OTHER_JOURNAL = "Z"
_TAX = frozenset({PostingType.SALES_TAX, PostingType.TAX_CORRECTION})
# How two countries are written in other codes than ISO 3166 has.
_ISO = {"EL": "GR", "XI": "GB"}
_NOT_ISO = frozenset({"XK"})


class CannotWriteAuditFile(CannotPost):
    """The books cannot be told in an audit file: nothing was written."""

    def __init__(self, text: str, remedy: str) -> None:
        """Carry why, and what to do."""
        super().__init__(text, remedy)
        self._text, self._remedy = text, remedy

    def reason(self) -> str:
        """Say why."""
        return self._text

    def remedy(self) -> str:
        """Say what to do."""
        return self._remedy


def write_audit_file(file: IO[bytes], *, company: Company, days: Days, created_on: date) -> Total:
    """Write the audit file of some days of one fiscal year, and give what its lines come to.

    :raises CannotWriteAuditFile: the days are not of one fiscal year, or the books have more decimals than it may have.
    """
    periods = _periods(company, days)
    with TemporaryFile() as lines, TemporaryFile() as owed, transaction.atomic():
        subledger = SubledgerLines(owed)
        numbers = {period.pk: number for number, period in periods}
        total = _write_journals(lines, company, days, numbers, subledger)
        lines.seek(0)
        out = XmlWriter(file)
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        with out.inside("auditfile", f' xmlns="{NAMESPACE}"'):
            _write_header(out, company, days, periods[0][1], created_on)
            with out.inside("company"):
                _write_company(out, company)
                _write_customers(out, company)
                _write_accounts(out, company)
                _write_tax_codes(out, company)
                _write_periods(out, periods)
                _write_opening_balance(out, company, days)
                with out.inside("transactions"):
                    write_total(out, total)
                    out.copy(lines)
                    subledger.copy_into(out, "subledgers", "subledger")
    return total


def _periods(company: Company, days: Days) -> list[tuple[int, FiscalPeriod]]:
    """Give the periods of the fiscal year of these days, numbered from 1.

    :raises CannotWriteAuditFile: they are not all in one year, or the accounting currency has too many decimals.
    """
    if company.accounting_currency.decimals > DECIMALS:
        raise CannotWriteAuditFile(
            _("Amounts in %(currency)s have more decimals than an audit file may have.")
            % {"currency": company.accounting_currency_id},
            _("Export ledger entries instead."),
        )
    year = company.fiscal_years.filter(start_date__lte=days.since, end_date__gte=days.since).first()
    if year is None or days.until > year.end_date or days.until < days.since:
        raise CannotWriteAuditFile(
            _("An audit file is of days of one fiscal year."), _("Choose a first and a last day in the same year.")
        )
    return list(enumerate(FiscalPeriod.objects.filter(fiscal_year=year).order_by("start_date", "pk"), start=1))


def _write_header(out: XmlWriter, company: Company, days: Days, period: FiscalPeriod, created_on: date) -> None:
    with out.inside("header"):
        out.put("fiscalYear", period.fiscal_year.name, longest=9)
        out.put("startDate", days.since)
        out.put("endDate", days.until)
        out.put("curCode", company.accounting_currency_id)
        out.put("dateCreated", created_on)
        out.put("softwareDesc", SOFTWARE)


def _write_company(out: XmlWriter, company: Company) -> None:
    own = company.vat_registrations.filter(country=company.country).order_by("pk").first()
    out.put_some("companyIdent", company.trade_register_number, longest=35)
    out.put("companyName", company.name, longest=999)
    out.put("taxRegistrationCountry", _ISO.get(company.country, company.country))
    out.put("taxRegIdent", own.vat_number if own else "", longest=30)
    _write_address(out, company.address, company.country)


def _write_address(out: XmlWriter, address: str, country: str) -> None:
    """Write an address as one line: it is kept as people write it, not in parts."""
    with out.inside("streetAddress"):
        out.put_some("streetname", ", ".join(address.split("\n")), longest=999)
        if country not in _NOT_ISO:
            out.put("country", _ISO.get(country, country))


def _write_customers(out: XmlWriter, company: Company) -> None:
    with out.inside("customersSuppliers"):
        for customer in Customer.objects.filter(company=company).order_by("pk").iterator(chunk_size=READ_AT_ONCE):
            with out.inside("customerSupplier"):
                out.put("custSupID", customer.number, longest=35)
                out.put("custSupName", customer.name, longest=50)
                out.put_some("eMail", customer.email)
                if customer.vat_number and customer.country not in _NOT_ISO:
                    out.put("taxRegistrationCountry", _ISO.get(customer.country, customer.country))
                    out.put("taxRegIdent", customer.vat_number, longest=30)
                out.put("custSupTp", "C")
                _write_address(out, customer.address, customer.country)


def _write_accounts(out: XmlWriter, company: Company) -> None:
    with out.inside("generalLedger"):
        for account in LedgerAccount.objects.filter(company=company).order_by("number"):
            with out.inside("ledgerAccount"):
                out.put("accID", account.number, longest=35)
                out.put("accDesc", account.name, longest=999)
                out.put("accTp", "P" if account.account_type in RESULT else "B")


def _write_tax_codes(out: XmlWriter, company: Company) -> None:
    with out.inside("vatCodes"):
        for code in TaxCode.objects.filter(company=company).select_related("tax_account").order_by("code"):
            with out.inside("vatCode"):
                out.put("vatID", code.code, longest=35)
                out.put("vatDesc", code.name, longest=999)
                out.put("vatToPayAccID", code.tax_account.number, longest=35)


def _write_periods(out: XmlWriter, periods: Sequence[tuple[int, FiscalPeriod]]) -> None:
    with out.inside("periods"):
        for number, period in periods:
            with out.inside("period"):
                out.put("periodNumber", number)
                out.put("periodDesc", period.name, longest=50)
                out.put("startDatePeriod", period.start_date)
                out.put("endDatePeriod", period.end_date)


def _write_opening_balance(out: XmlWriter, company: Company, days: Days) -> None:
    """Write what stands on each account before the first day."""
    rows = LedgerEntry.objects.filter(company=company, posting_date__lt=days.since)
    sums = rows.order_by().values(number=F("account__number")).annotate(amount=Sum("accounting_currency_amount"))
    lines = [(row["number"], row["amount"]) for row in sums.order_by("number") if row["amount"]]
    debit = sum((amount for _number, amount in lines if amount > 0), Decimal(0))
    with out.inside("openingBalance"):
        out.put("opBalDate", days.since)
        write_total(out, Total(len(lines), debit, -sum((a for _number, a in lines if a < 0), Decimal(0))))
        for place, (number, amount) in enumerate(lines, start=1):
            with out.inside("obLine"):
                out.put("nr", place)
                out.put("accID", number, longest=35)
                out.write(sided("amnt", amount))
        write_open_items(out, company, days, {number: place for place, (number, _a) in enumerate(lines, start=1)})


def _write_journals(
    file: IO[bytes], company: Company, days: Days, periods: Mapping[int, int], subledger: SubledgerLines
) -> Total:
    """Write the vouchers of each journal, with what each changes of the subledger; give what their lines come to."""
    rows = entries(company=company, days=days).order_by("voucher__document_type", "voucher_id", "pk")
    lines = (Line(*row) for row in rows.values_list(*PATHS).iterator(chunk_size=READ_AT_ONCE))
    out, count, debit, credit = XmlWriter(file), 0, Decimal(0), Decimal(0)
    for document_type, of_journal in groupby(lines, key=lambda line: line.document_type):
        with ExitStack() as journal:
            journal.enter_context(out.inside("journal"))
            out.put("jrnID", document_type, longest=35)
            out.put("desc", str(kind_of(document_type).label), longest=9999)
            out.put("jrnTp", _JOURNAL_TYPES.get(document_type, OTHER_JOURNAL))
            for vouchers in _some_vouchers(of_journal):
                beside = Beside(company, document_type, vouchers)
                for voucher in vouchers:
                    _write_voucher(out, voucher, periods, beside, subledger)
                    count += len(voucher)
                    debit += sum((line.amount for line in voucher if line.amount > 0), Decimal(0))
                    credit -= sum((line.amount for line in voucher if line.amount < 0), Decimal(0))
    return Total(count, debit, credit)


def _some_vouchers(lines: Iterator[Line]) -> Iterator[list[list[Line]]]:
    """Give the lines by voucher, a thousand vouchers at a time."""
    some: list[list[Line]] = []
    for _voucher, of_voucher in groupby(lines, key=lambda line: line.voucher):
        some.append(list(of_voucher))
        if len(some) == VOUCHERS_AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _write_voucher(
    out: XmlWriter, lines: Sequence[Line], periods: Mapping[int, int], beside: Beside, subledger: SubledgerLines
) -> None:
    first = lines[0]
    told: set[int | None] = {None}
    with out.inside("transaction"):
        out.put("nr", first.number, longest=35)
        out.put_some("desc", first.text, longest=9999)
        out.put("periodNumber", periods[first.period])
        out.put("trDt", first.posting_date)
        out.put("userID", first.user, longest=35)
        for place, line in enumerate(lines, start=1):
            owed = beside.owed(line)
            with out.inside("trLine"):
                out.put("nr", place)
                out.put("accID", line.account, longest=35)
                out.put("docRef", (owed and owed.document) or line.number, longest=999)
                out.put("effDate", line.posting_date)
                out.put_some("desc", line.text, longest=9999)
                out.write(sided("amnt", line.amount))
                if line.posting_type == PostingType.CUSTOMER_BALANCE:
                    subledger.add(line, place, owed, () if owed else beside.all_owed(line))
                    if owed:
                        out.put("custSupID", owed.customer, longest=35)
                        out.put_some("invRef", owed.document, longest=999)
                # The VAT of a row stands once, beside the first of its entries that is not the tax itself.
                if line.tax_row not in told and line.posting_type not in _TAX:
                    told.add(line.tax_row)
                    _write_tax(out, beside.tax.get((line.document, line.tax_row or 0)))
                if line.currency != "" and line.own_amount != line.amount:
                    out.write(_currency(line))


def _write_tax(out: XmlWriter, row: Sequence[object] | None) -> None:
    if row is None:
        return
    code, percent, tax = row
    assert isinstance(percent, Decimal)
    assert isinstance(tax, Decimal)
    with out.inside("vat"):
        out.put("vatID", str(code), longest=35)
        out.put("vatPerc", round(percent, 3))
        out.write(sided("vatAmnt", -tax))


def _currency(line: Line) -> str:
    return "<currency>" + element("curCode", line.currency) + _amount_of(line) + "</currency>"


def _amount_of(line: Line) -> str:
    return element("curAmnt", round(abs(line.own_amount), DECIMALS))
