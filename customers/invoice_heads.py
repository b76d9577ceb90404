"""What documents need before they are invoiced, whatever they are made from: rates, due dates, numbers."""

from collections.abc import Collection, Container, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from arclose.ledger import numbering
from arclose.ledger.models import Company
from arclose.ledger.models.number_series import NumberSeries, SeriesPurpose
from arclose.ledger.numbering import Block, SeriesOfYear
from arclose.ledger.rates import Rate, RateMissing, rates_between, rates_to_accounting_currency
from customers import sql
from customers.models import PaymentTerms, TaxCode
from customers.models.invoices import InvoiceType
from customers.terms import due_date

_SERIES = {
    InvoiceType.INVOICE: SeriesPurpose.INVOICE,
    InvoiceType.CREDIT_NOTE: SeriesPurpose.CREDIT_NOTE,
}
RegistrationRates = dict[tuple[str, date, str], Rate | RateMissing]


class Head(Protocol):
    """What a document to invoice says about its rate and its due date."""

    @property
    def currency(self) -> str:
        """Its currency."""

    @property
    def invoice_date(self) -> date:
        """The day it is invoiced on."""

    @property
    def payment_terms_id(self) -> int:
        """Its terms."""

    @property
    def registration_rate_date(self) -> date:
        """The day whose rate counts for VAT registrations in other currencies."""


def usable_rates(company: Company, heads: Sequence[Head]) -> list[sql.UsableRate]:
    """Give the rates into accounting currency that there are for the heads."""
    return rates_of(company, {(head.currency, head.invoice_date) for head in heads})


def rates_of(company: Company, asked: Collection[tuple[str, date]]) -> list[sql.UsableRate]:
    """Give the rates into accounting currency that there are of (currency, day)."""
    known = rates_to_accounting_currency(company=company, asked=asked)
    return [
        sql.UsableRate(currency, day, rate.units_from, rate.units_to, rate.published)
        for (currency, day), rate in known.items()
        if not isinstance(rate, RateMissing)
    ]


def missing(rates: RegistrationRates) -> list[tuple[str, date, str]]:
    """Give (currency, day, currency of the registration) of the rates that there are not."""
    return [key for key, rate in rates.items() if isinstance(rate, RateMissing)]


def due_dates(heads: Sequence[Head]) -> list[tuple[int, date, date]]:
    """Give (payment terms, invoice date, due date) of the heads."""
    asked = {(head.payment_terms_id, head.invoice_date) for head in heads}
    terms = PaymentTerms.objects.in_bulk({terms_id for terms_id, _day in asked})
    return [(terms_id, day, due_date(terms[terms_id], day)) for terms_id, day in asked]


def number_blocks(
    company: Company, documents: Mapping[str, Mapping[tuple[int, str], int]], *, is_preview: bool
) -> list[tuple[str, Block]]:
    """Take the numbers of both kinds of document, in one order."""
    take = numbering.provisional_blocks if is_preview else numbering.take_blocks
    return [
        (str(invoice_type), block)
        for invoice_type, series in _series_of(company, documents)
        for block in take(series=series, counts=documents[invoice_type])
    ]


def series_to_number_by(
    company: Company, documents: Mapping[str, Mapping[tuple[int, str], int]], *, is_preview: bool
) -> Sequence[tuple[str, SeriesOfYear]]:
    """Give the series of both kinds of document, in the same order, for a statement that takes the numbers itself.

    A preview has provisional numbers, for which nobody waits.
    """
    if is_preview:
        return number_blocks(company, documents, is_preview=True)
    return [
        (str(invoice_type), of_year)
        for invoice_type, series in _series_of(company, documents)
        for of_year in numbering.of_years(series=series, years=documents[invoice_type])
    ]


def _series_of(company: Company, invoice_types: Container[str]) -> list[tuple[InvoiceType, NumberSeries]]:
    wanted = {invoice_type: purpose for invoice_type, purpose in _SERIES.items() if invoice_type in invoice_types}
    return [(one, numbering.series_for(company=company, purpose=purpose)) for one, purpose in wanted.items()]


def registration_rates(company: Company, heads: Sequence[Head]) -> RegistrationRates:
    """Give the rates of (currency, day) into the currencies of VAT registrations other than that of the books."""
    wanted = (
        TaxCode.objects.filter(company=company, registration__isnull=False)
        .exclude(registration__currency=company.accounting_currency_id)
        .values_list("registration__currency", flat=True)
        .distinct()
    )
    asked = {(head.currency, head.registration_rate_date) for head in heads}
    return {
        (currency, day, to_currency): rate
        for to_currency in wanted
        for (currency, day), rate in rates_between(company=company, asked=asked, to_currency=to_currency).items()
    }


def found(rates: RegistrationRates) -> list[tuple[str, date, str, Decimal, Decimal]]:
    """Give the rates that there are, as (currency, day, currency of the registration, units from, units to)."""
    return [(*key, rate.units_from, rate.units_to) for key, rate in rates.items() if isinstance(rate, Rate)]
