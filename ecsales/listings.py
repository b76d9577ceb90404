"""A collected list as the writers of files take it: who declares, the lines, what earlier lists should have said."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from arclose.ledger.models import VatRegistration
from ecsales import sql
from ecsales.collecting import Collection, ListLine, line_key, listed_numbers, number_listed, parameters_of
from ecsales.commodity_codes import CommodityCodes
from ecsales.corrections import Difference
from ecsales.formats import format_of, formats_of, neutral
from ecsales.formats.format import Format, Grain
from ecsales.formats.listing import Correction, Declarant, Document, Kind, Line, Listing, Period
from ecsales.models import SalesList
from ecsales.vat_numbers import prefix_of, split


def formats_for(sales_list: SalesList) -> list[Format]:
    """Give the formats in which a list is written: the neutral one where a layout of its year is not known."""
    forms, year = formats_of_lists(sales_list.registration), sales_list.period.year
    known = [form for form in forms if form.years is None or year in form.years]
    return known or [neutral.of(forms[0].country)]


def formats_of_lists(registration: VatRegistration) -> list[Format]:
    """Give the formats of a registration's lists: those of its parameters, else those of its state as tell all kinds.

    Where a state has alternatives the first one stands; where each of its formats tells a part, all do.
    """
    asked = parameters_of(registration).file_formats.replace(",", " ").split()
    if asked:
        return [format_of(key) for key in asked]
    chosen: list[Format] = []
    told: set[Kind] = set()
    for form in formats_of(registration.country):
        if not told >= set(form.codes):
            chosen.append(form)
            told |= set(form.codes)
    return chosen


def deadline_of(sales_list: SalesList) -> date:
    """Give the last day on which the authority takes a list in time."""
    return deadline_for(sales_list.registration, sales_list.period)


def deadline_for(registration: VatRegistration, period: Period) -> date:
    """Give the last day on which the authority takes the list of a period, by its state's rule or the parameters."""
    days = parameters_of(registration).deadline_days
    if days is not None:
        return period.last_day + timedelta(days=days)
    return min(form.deadline(period) for form in formats_of_lists(registration))


def declarant_of(sales_list: SalesList) -> Declarant:
    """Give who declares: the company under its registration."""
    registration, parameters = sales_list.registration, parameters_of(sales_list.registration)
    country, rest = split(registration.vat_number)
    home = prefix_of(registration.country)
    return Declarant(
        country=home,
        vat_number=rest if country == home else f"{country}{rest}",
        name=sales_list.company.name,
        currency=registration.currency_id,
        street=parameters.street,
        house_number=parameters.house_number,
        postal_code=parameters.postal_code,
        city=parameters.city,
        contact_first_name=parameters.contact_first_name,
        contact_last_name=parameters.contact_last_name,
        telephone=parameters.telephone,
        email=parameters.email,
        details=parameters.details,
    )


def listing_of(
    sales_list: SalesList,
    collection: Collection,
    *,
    corrections: Sequence[Correction],
    is_correction: bool,
    number: int,
    moment: datetime,
    replaces: str,
    grain: Grain,
) -> Listing:
    """Give a list to be written; its lines are by document where the grain asks for that."""
    return Listing(
        declarant=declarant_of(sales_list),
        period=sales_list.period,
        lines=list(_by_document(collection) if grain is Grain.DOCUMENT else _by_number(collection)),
        corrections=corrections,
        is_correction=is_correction,
        number=number,
        created_at=moment,
        replaces=replaces,
    )


def corrections_of(
    period: Period, differences: Sequence[Difference], lines: Sequence[ListLine], *, receipt: str = ""
) -> list[Correction]:
    """Give what a submitted list should have said, as the writers of files take it.

    Of a VAT number that differs all kinds are told, those that stay too: in some files several kinds share a row, and
    its new total is of all of them. ``lines`` are what is collected now.
    """
    differing = {one.key for one in differences}
    numbers = {(one.country, one.vat_number) for one in differences}
    staying = [
        Difference(*line.key, line.name, line.amount, line.amount, line.supplies, line.supplies)
        for line in lines
        if (line.country, line.vat_number) in numbers and line.key not in differing
    ]
    return [
        Correction(
            period=period,
            country=one.country,
            vat_number=one.vat_number,
            name=one.name,
            kind=one.kind,
            old_amount=one.old_amount,
            new_amount=one.new_amount,
            old_supplies=one.old_supplies,
            new_supplies=one.new_supplies,
            receipt=receipt,
        )
        for one in (*differences, *staying)
    ]


def _by_number(collection: Collection) -> Iterator[Line]:
    for line in collection.lines_of_documents:
        yield Line(
            country=line.country,
            vat_number=line.vat_number,
            name=line.name,
            kind=line.kind,
            amount=line.amount,
            supplies=line.supplies,
        )
    yield from _typed(collection)


def _by_document(collection: Collection) -> Iterator[Line]:
    """Give a line per tax row and commodity code of goods, by its invoice.

    What a credit note credits stands with the invoice that it credits.
    """
    scope = collection.scope
    numbers, codes = listed_numbers(scope), CommodityCodes(scope)
    for one in sql.every_document(scope.asked):
        number = number_listed(one, numbers)
        if scope.rules.reason(one, number):
            continue
        country, vat_number, kind = line_key(one, number)
        for code, amount in [("", one.amount)] if kind is Kind.SERVICES else codes.shares(one):
            yield Line(
                country=country,
                vat_number=vat_number,
                name=one.customer_name,
                kind=kind,
                amount=amount,
                document=Document(one.invoice, one.invoice_date),
                commodity_code=code,
            )
    yield from _typed(collection)


def _typed(collection: Collection) -> Iterator[Line]:
    for one in collection.manual:
        yield Line(
            country=one.country,
            vat_number=one.vat_number,
            name=one.name,
            kind=Kind(one.kind),
            amount=one.amount,
            document=Document(one.document_number, one.line_date) if one.document_number else None,
            commodity_code=one.commodity_code,
            previous_vat_number=one.previous_vat_number.removeprefix(one.country),
        )
