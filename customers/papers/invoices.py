"""Invoices and credit notes on paper, with what article 226 of directive 2006/112/EC asks of them.

A set costs the same few queries whether it is one invoice or a thousand.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from arclose.ledger.models import Company, Currency
from arclose.ledger.money import EXACT, ZERO, round_amount
from arclose.web.amounts import NO_BREAK_SPACE, format_amount, format_money, format_plain
from customers.models import Invoice, InvoiceLine, Item, SalesOrder, TaxRow
from customers.models.invoices import InvoiceOrigin, InvoiceType
from customers.papers.letterhead import Letterhead, filled, language_of
from customers.papers.paper import Column, Fact, Paper, noted, table, total
from customers.papers.versions import Versions
from customers.papers.wording import (
    discount_in_words,
    rate_label,
    reason_without_tax,
    references_of,
    tax_label,
    terms_in_words,
)
from customers.papers.writing import ELLIPSIS, account_number, days_between, line_of, long_day
from customers.supplies import Supplies

RATE_DIGITS, SLIPS_NAMED = 10, 6
_Amounts = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class _Read:
    """All that a set of invoices needs, read once."""

    letterhead: Letterhead
    items: Versions
    supplies: Supplies
    currencies: dict[str, Currency]


def papers_of_invoices(*, company: Company, invoices: "QuerySet[Invoice]") -> list[Paper]:
    """Give the papers of some invoices and credit notes of a company, in the order of the query."""
    found = list(
        invoices.filter(company=company).select_related(
            "posting", "customer", "invoice_account", "payment_terms", "credited_invoice", "currency"
        )
    )
    read = _read(company, found)
    papers = []
    for invoice in found:
        with override(language_of(invoice.invoice_account, company)):
            papers.append(_paper(invoice, read))
    return papers


def _read(company: Company, invoices: Sequence[Invoice]) -> _Read:
    supplies = Supplies(invoices)
    customers = {key for invoice in invoices for key in (invoice.customer_id, invoice.invoice_account_id)}
    nameless = {line.item_id for line in supplies.all_lines() if line.item_id and not line.description}
    return _Read(
        Letterhead(company, customers),
        Versions(Item, nameless, ("name",)),
        supplies,
        {currency.code: currency for currency in Currency.objects.all()},
    )


def _paper(invoice: Invoice, read: _Read) -> Paper:
    is_invoice = invoice.invoice_type == InvoiceType.INVOICE
    at, rows = invoice.posting.posted_at, read.supplies.tax_rows(invoice)
    addressee = read.letterhead.addressee(invoice.invoice_account, at)
    content = read.letterhead.head(at=at, vat_number=_sellers_vat_number(invoice, rows, read)) | {
        "title": _title(invoice),
        "number": line_of(invoice.number),
        "addressee_label": "",
        "addressee": addressee,
        "places": _places(invoice, addressee, read),
        "facts": _facts(invoice, read, is_invoice=is_invoice),
        "table": _lines(invoice, read),
        "totals": _totals(invoice, read),
        "domestic": _domestic(invoice, rows, read),
        "notes": _notes(invoice, rows, read),
        "payment": _payment(invoice, read),
    }
    return Paper("invoice" if is_invoice else "credit_note", invoice.pk, invoice.number, invoice.invoice_date, content)


def _sellers_vat_number(invoice: Invoice, rows: Sequence[TaxRow], read: _Read) -> str:
    """Give the number the supplies are declared under, else the one of the company's own state."""
    declared = sorted({row.registration.vat_number for row in rows if row.registration})
    return ", ".join(declared) or read.letterhead.vat_number_on(invoice.invoice_date)


def _places(invoice: Invoice, addressee: list[str], read: _Read) -> list[tuple[str, list[str]]]:
    """Give where the goods went, if not to the addressee."""
    delivered = read.letterhead.delivered_to(
        invoice.customer,
        invoice.posting.posted_at,
        address=read.supplies.address(invoice),
        country=invoice.delivery_country,
    )
    return [] if delivered == addressee else [(_("Delivery address"), delivered)]


def _facts(invoice: Invoice, read: _Read, *, is_invoice: bool) -> list[Fact]:
    orders = read.supplies.orders(invoice)
    slips = [number for number, _day in read.supplies.slips(invoice)]
    more = f"{NO_BREAK_SPACE}{ELLIPSIS}" if len(slips) > SLIPS_NAMED else ""
    credited = invoice.credited_invoice
    return filled(
        (_("Invoice date") if is_invoice else _("Credit note date"), long_day(invoice.invoice_date)),
        (_("Date of supply"), _days_of_supply(invoice, read)),
        (_("Payment terms"), terms_in_words(invoice.payment_terms) if is_invoice else ""),
        (_("Due date"), long_day(invoice.due_date) if is_invoice else ""),
        (_("Corrects invoice"), _invoice_and_day(credited) if credited else ""),
        (_("Reason"), line_of(invoice.reason)),
        (_("Customer number"), line_of(invoice.invoice_account.number)),
        (_("Your VAT number"), line_of(invoice.vat_number)),
        (_("Order"), line_of(orders[0].number) if len(orders) == 1 else ""),
        (_("Your reference"), line_of(orders[0].customer_reference) if len(orders) == 1 else ""),
        (_("Packing slips"), line_of(", ".join(slips[:SLIPS_NAMED])) + more),
    )


def _title(invoice: Invoice) -> str:
    if invoice.invoice_type != InvoiceType.INVOICE:
        return _("Credit note")
    return _("Prepayment invoice") if invoice.origin == InvoiceOrigin.PREPAYMENT else _("Invoice")


def _days_of_supply(invoice: Invoice, read: _Read) -> str:
    """Give the days that article 226 (7) asks for; nothing where the supply, or its prepayment, is to come."""
    is_supplied = invoice.invoice_type == InvoiceType.INVOICE and invoice.origin != InvoiceOrigin.PREPAYMENT
    return days_between(read.supplies.days(invoice)) if is_supplied else ""


def _invoice_and_day(invoice: Invoice) -> str:
    return _("%(number)s of %(day)s") % {"number": invoice.number, "day": long_day(invoice.invoice_date)}


def _lines(invoice: Invoice, read: _Read) -> dict[str, Any]:
    """Give the lines: nature and quantity, unit price net of tax, discount, rate, amount before the total discount."""
    lines = read.supplies.lines(invoice)
    has_discount = any(line.line_discount_percent for line in lines)
    columns = [
        Column(_("Description"), "left", "fill"),
        Column(_("Quantity")),
        Column(_("Price")),
        *([Column(_("Discount"))] if has_discount else []),
        Column(_("VAT")),
        Column(_("Amount %(currency)s") % {"currency": invoice.currency_id}),
    ]
    return table(columns, [_line(line, invoice, read, has_discount=has_discount) for line in lines])


def _line(line: InvoiceLine, invoice: Invoice, read: _Read, *, has_discount: bool) -> list[Any]:
    name = line.description or (read.items.of(line.item, invoice.posting.posted_at)["name"] if line.item else "")
    decimals = invoice.currency.decimals
    discount = f"{format_plain(line.line_discount_percent)}%" if line.line_discount_percent else ""
    return [
        noted(line_of(name), _note(line, read.supplies.orders(invoice))),
        format_plain(line.quantity),
        format_plain(line.unit_price, decimals),
        *([discount] if has_discount else []),
        f"{format_plain(line.tax_percent)}%",
        format_amount(line.gross_amount - line.line_discount_amount, invoice.currency),
    ]


def _note(line: InvoiceLine, orders: Sequence[SalesOrder]) -> str:
    """Give the number of the item, and order and reference where the invoice is of several."""
    parts = [line.item.number] if line.item else []
    source = line.order_line or line.order_charge
    if len(orders) > 1 and source:
        parts += references_of(next(order for order in orders if order.pk == source.order_id))
    return line_of(" \N{MIDDLE DOT} ".join(parts))


def _totals(invoice: Invoice, read: _Read) -> list[dict[str, str]]:
    """Give net, the base and tax of each rate and kind of supply, and the total."""
    currency = invoice.currency
    discount = sum((line.total_discount_amount for line in read.supplies.lines(invoice)), ZERO)
    totals = []
    if discount:
        totals.append(total(_("Subtotal"), format_amount(invoice.net_amount + discount, currency)))
        totals.append(total(_("Discount on the order"), format_amount(-discount, currency)))
    totals.append(total(_("Total excluding VAT"), format_amount(invoice.net_amount, currency), style="sum"))
    for (kind, percent), (base, tax) in _by_rate(read.supplies.tax_rows(invoice), _charged).items():
        label = tax_label(kind, percent, format_amount(base, currency))
        totals.append(total(label, format_amount(tax, currency)))
    return [*totals, total(_("Total"), format_money(invoice.total_amount, currency), style="grand")]


def _charged(row: TaxRow) -> _Amounts:
    return row.transaction_currency_base_amount, row.transaction_currency_tax_amount


def _declared(row: TaxRow) -> _Amounts:
    """Give base and tax in the currency of the registration, in accounting currency where there is none."""
    if row.registration_currency_id is None:
        return row.accounting_currency_base_amount, row.accounting_currency_tax_amount
    return row.registration_currency_base_amount or ZERO, row.registration_currency_tax_amount or ZERO


def _by_rate(rows: Iterable[TaxRow], amounts: Callable[[TaxRow], _Amounts]) -> dict[tuple[str, Decimal], _Amounts]:
    """Give base and tax per kind of supply and percentage."""
    sums: dict[tuple[str, Decimal], _Amounts] = {}
    for row in rows:
        rate = (row.tax_kind, row.tax_percent)
        so_far, added = sums.get(rate, (ZERO, ZERO)), amounts(row)
        sums[rate] = so_far[0] + added[0], so_far[1] + added[1]
    return sums


def _domestic(invoice: Invoice, rows: Sequence[TaxRow], read: _Read) -> list[dict[str, Any]]:
    """Give base and tax in the currency of each state that wants the tax (article 230), where it is another one."""
    accounting = read.letterhead.company.accounting_currency_id
    of_currency: dict[str, list[TaxRow]] = defaultdict(list)
    for row in rows:
        of_currency[row.registration_currency_id or accounting].append(row)
    return [_in_currency(read.currencies[code], of) for code, of in of_currency.items() if code != invoice.currency_id]


def _in_currency(currency: Currency, rows: Sequence[TaxRow]) -> dict[str, Any]:
    columns = [Column(_("VAT rate"), "left", "fill"), Column(_("Taxable amount")), Column(_("VAT payable"))]
    lines = [
        [rate_label(kind, percent), format_money(base, currency), format_money(tax, currency)]
        for (kind, percent), (base, tax) in _by_rate(rows, _declared).items()
    ]
    return {"title": _("VAT in %(currency)s") % {"currency": currency.code}, "table": table(columns, lines)}


def _notes(invoice: Invoice, rows: Sequence[TaxRow], read: _Read) -> list[str]:
    """Give why tax is not charged, and the exchange rate used."""
    by_directive = read.letterhead.cites_directive(invoice.invoice_date)
    kinds = dict.fromkeys(row.tax_kind for row in rows)
    notes = [reason_without_tax(kind, by_directive=by_directive) for kind in kinds]
    if read.supplies.have_tax_in_prices(invoice):
        notes.append(_("The prices agreed include VAT; here they are without it."))
    accounting = read.letterhead.company.accounting_currency_id
    if invoice.currency_id != accounting:
        rate = round_amount(EXACT.divide(invoice.accounting_units, invoice.transaction_units), RATE_DIGITS)
        facts = {"currency": invoice.currency_id, "accounting": accounting, "rate": format_plain(rate)}
        day = long_day(invoice.rate_date)
        notes.append(_("Exchange rate: %(currency)s 1 = %(accounting)s %(rate)s of %(day)s.") % {**facts, "day": day})
    return [note for note in notes if note]


def _payment(invoice: Invoice, read: _Read) -> list[str]:
    """Say what to pay, when, where, quoting what, and less what if earlier; or that it is in the customer's favour."""
    if invoice.total_amount < 0:
        return [_("This amount is in your favour: it is set off against what you owe us, or paid back.")]
    if not invoice.total_amount:
        return []
    company = read.letterhead.company
    facts = {
        "amount": format_money(invoice.total_amount, invoice.currency),
        "day": long_day(invoice.due_date),
        "number": line_of(invoice.number),
        "iban": account_number(company.iban),
    }
    asked = (
        _("Please pay %(amount)s by %(day)s to %(iban)s, quoting %(number)s.")
        if company.iban
        else _("Please pay %(amount)s by %(day)s, quoting %(number)s.")
    )
    return [asked % facts, *(discount_in_words(offer, invoice) for offer in read.supplies.offers(invoice))]
