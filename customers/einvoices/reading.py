"""Posted invoices and credit notes as electronic ones. A set costs the same few queries, be it one or a thousand."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import override

from arclose.ledger.models import Company
from arclose.ledger.money import ZERO
from customers.einvoices.contents import (
    NOT_SUBJECT,
    Allowance,
    ElectronicInvoice,
    Line,
    VatBreakdown,
    category_of,
)
from customers.einvoices.parties import Party, PostalAddress, electronic_address, postal_address, register_scheme
from customers.einvoices.rules import LINE_SLACK
from customers.models import Customer, Invoice, InvoiceLine, TaxRow
from customers.models.invoices import InvoiceOrigin, InvoiceType
from customers.papers.letterhead import WRITTEN_ON, Letterhead, language_of
from customers.papers.versions import Versions
from customers.papers.wording import discount_in_words, reason_without_tax, terms_in_words
from customers.supplies import Supplies

Rate = tuple[str, Decimal]


@dataclass(frozen=True)
class _Read:
    """All that a set of invoices needs, read once."""

    company: Company
    letterhead: Letterhead
    companies: Versions
    customers: Versions
    supplies: Supplies


def electronic_invoices(*, company: Company, invoices: "QuerySet[Invoice]") -> list[ElectronicInvoice]:
    """Give some invoices and credit notes of a company as electronic ones, in the order of the query.

    Texts are in the language of each customer.
    """
    related = ("posting", "customer", "invoice_account", "payment_terms", "credited_invoice", "currency")
    found = list(invoices.filter(company=company).select_related(*related))
    read = _read(company, found)
    documents = []
    for invoice in found:
        with override(language_of(invoice.invoice_account, company)):
            documents.append(_document(invoice, read))
    return documents


def _read(company: Company, invoices: Sequence[Invoice]) -> _Read:
    customers = {key for invoice in invoices for key in (invoice.customer_id, invoice.invoice_account_id)}
    return _Read(
        company,
        Letterhead(company, customers),
        Versions(Company, [company.pk], WRITTEN_ON),
        Versions(Customer, customers, WRITTEN_ON),
        Supplies(invoices),
    )


def _document(invoice: Invoice, read: _Read) -> ElectronicInvoice:
    is_credit_note = invoice.invoice_type == InvoiceType.CREDIT_NOTE
    sign = -1 if is_credit_note else 1
    rows, all_lines = read.supplies.tax_rows(invoice), read.supplies.lines(invoice)
    lines = [line for line in all_lines if line.order_charge_id is None]
    charged = [line for line in all_lines if line.order_charge_id is not None]
    orders = read.supplies.orders(invoice)
    references = {order.customer_reference for order in orders}
    named = {order.pk: ", ".join(filter(None, [order.number, order.customer_reference])) for order in orders}
    rates = {row.number: (category_of(row.tax_kind, row.tax_percent), row.tax_percent) for row in rows}
    names_vat = any(category != NOT_SUBJECT for category, _percent in rates.values())
    credited = invoice.credited_invoice
    currency, amount = _accounting_tax(invoice, rows, read)
    return ElectronicInvoice(
        is_credit_note=is_credit_note,
        is_prepayment=invoice.origin == InvoiceOrigin.PREPAYMENT,
        number=invoice.number,
        issue_date=invoice.invoice_date,
        due_date=invoice.due_date,
        payment_terms=_terms(invoice, read),
        currency=invoice.currency_id,
        currency_decimals=invoice.currency.decimals,
        note=invoice.reason,
        order_number=orders[0].number if len(orders) == 1 else "",
        customer_reference=references.pop() if len(references) == 1 else "",
        preceding=(credited.number, credited.invoice_date) if credited else None,
        seller=_seller(invoice, rows, read, names_vat=names_vat),
        buyer=_buyer(invoice, read, names_vat=names_vat),
        delivered_to=_delivered_to(invoice, read),
        delivery_date=max(read.supplies.days(invoice)),
        iban="".join(read.company.iban.split()),
        bic=read.company.bic,
        lines=tuple(_line(line, sign, rates[line.tax_row_number], named) for line in lines),
        allowances=(*_allowances(lines, sign, rates), *_charges(charged, sign, rates)),
        breakdown=_breakdown(rows, sign, read.letterhead.cites_directive(invoice.invoice_date)),
        net_amount=sign * invoice.net_amount,
        tax_amount=sign * invoice.tax_amount,
        total_amount=sign * invoice.total_amount,
        accounting_currency=currency,
        accounting_tax_amount=None if amount is None else sign * amount,
    )


def _terms(invoice: Invoice, read: _Read) -> str:
    """Give the payment terms and, line by line, what an invoice offers for paying earlier (BT-20)."""
    terms = terms_in_words(invoice.payment_terms)
    if invoice.invoice_type == InvoiceType.CREDIT_NOTE:
        return terms
    return "\n".join([terms, *(discount_in_words(offer, invoice) for offer in read.supplies.offers(invoice))])


def _seller(invoice: Invoice, rows: Sequence[TaxRow], read: _Read, *, names_vat: bool) -> Party:
    company, written = read.company, read.companies.of(read.company, invoice.posting.posted_at)
    declared = {row.registration.vat_number for row in rows if row.registration}
    vat_number = min(declared) if declared else read.letterhead.vat_number_on(invoice.invoice_date)
    return Party(
        name=written["name"],
        address=postal_address(written["address"], written["country"]),
        vat_number=vat_number if names_vat else "",
        register_number=company.trade_register_number,
        register_scheme=register_scheme(company.country),
        electronic_address=electronic_address(
            written=company.electronic_address, vat_number=vat_number, email=company.email
        ),
        email=company.email,
    )


def _buyer(invoice: Invoice, read: _Read, *, names_vat: bool) -> Party:
    customer = invoice.invoice_account
    written = read.customers.of(customer, invoice.posting.posted_at)
    return Party(
        name=written["name"],
        address=postal_address(written["address"], written["country"]),
        vat_number=invoice.vat_number if names_vat else "",
        register_number="",
        register_scheme="",
        electronic_address=electronic_address(
            written=customer.electronic_address, vat_number=invoice.vat_number, email=customer.email
        ),
        email=customer.email,
    )


def _delivered_to(invoice: Invoice, read: _Read) -> PostalAddress:
    """Give the address of its orders, else that of the customer if it is in the country delivered to."""
    written = read.customers.of(invoice.customer, invoice.posting.posted_at)
    own = written["address"] if written["country"] == invoice.delivery_country else ""
    return postal_address(read.supplies.address(invoice).strip() or own, invoice.delivery_country)


def _line(line: InvoiceLine, sign: int, rate: Rate, orders: Mapping[int, str]) -> Line:
    """Give a line; it names its order, and what the customer calls it, where the document is of several."""
    # A price has no sign in the standard: what goes the other way has a quantity below zero.
    direction = sign * (-1 if line.unit_price < 0 else 1)
    category, percent = rate
    of_order = orders[line.order_line.order_id] if line.order_line and len(orders) > 1 else ""
    quantity, price, allowance = _computed(direction * line.quantity, abs(line.unit_price), sign * line.gross_amount)
    return Line(
        number=line.line_number,
        name=line.description or (line.item.name if line.item else ""),
        item_number=line.item.number if line.item else "",
        quantity=quantity,
        unit_price=price,
        allowance_amount=allowance + sign * line.line_discount_amount,
        net_amount=sign * (line.gross_amount - line.line_discount_amount),
        category=category,
        percent=percent,
        order_number=of_order,
    )


def _computed(quantity: Decimal, price: Decimal, gross: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Give quantity, price and allowance that make up a line, as the standard wants it, where its amount was typed.

    One below quantity times price has an allowance; one above is one piece at its amount.
    """
    beyond = quantity * price - gross
    if abs(beyond) <= LINE_SLACK:
        return quantity, price, Decimal(0)
    return (quantity, price, beyond) if beyond > 0 else (Decimal(1).copy_sign(gross), abs(gross), Decimal(0))


def _allowances(lines: Sequence[InvoiceLine], sign: int, rates: dict[int, Rate]) -> tuple[Allowance, ...]:
    sums: dict[Rate, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[rates[line.tax_row_number]] += sign * line.total_discount_amount
    return tuple(Allowance(amount, *rate) for rate, amount in sorted(sums.items()) if amount)


def _charges(lines: Sequence[InvoiceLine], sign: int, rates: dict[int, Rate]) -> Iterator[Allowance]:
    """Give the charges on orders; one below zero is an allowance, for the standard knows no charge below zero."""
    for line in lines:
        amount = sign * line.net_amount
        yield Allowance(abs(amount), *rates[line.tax_row_number], reason=line.description, is_charge=amount >= 0)


def _breakdown(rows: Sequence[TaxRow], sign: int, by_directive: bool) -> tuple[VatBreakdown, ...]:
    """Give one part per category and rate: what a return tells apart by kind may be one of the standard's."""
    sums: dict[Rate, tuple[Decimal, Decimal]] = {}
    reasons: dict[Rate, dict[str, None]] = defaultdict(dict)
    for row in rows:
        rate = category_of(row.tax_kind, row.tax_percent), row.tax_percent
        base, tax = sums.get(rate, (ZERO, ZERO))
        sums[rate] = (
            base + sign * row.transaction_currency_base_amount,
            tax + sign * row.transaction_currency_tax_amount,
        )
        reasons[rate][reason_without_tax(row.tax_kind, by_directive=by_directive)] = None
    return tuple(
        VatBreakdown(*rate, taxable_amount=base, tax_amount=tax, reason=" ".join(filter(None, reasons[rate])))
        for rate, (base, tax) in sorted(sums.items())
    )


def _accounting_tax(invoice: Invoice, rows: Sequence[TaxRow], read: _Read) -> tuple[str, Decimal | None]:
    """Give the tax in the currency of the state that wants it (BT-111), where it is one other than the document's."""
    accounting = read.company.accounting_currency_id
    currencies = {row.registration_currency_id or accounting for row in rows}
    if len(currencies) != 1 or currencies == {invoice.currency_id}:
        return "", None
    taxes = [
        row.accounting_currency_tax_amount
        if row.registration_currency_id is None
        else row.registration_currency_tax_amount or ZERO
        for row in rows
    ]
    return currencies.pop(), sum(taxes, ZERO)
