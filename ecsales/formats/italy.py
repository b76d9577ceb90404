"""Italy: INTRA-1 (scambi.cee), records of fixed widths.

Goods are listed by customer and commodity code, services by invoice. A list goes with its own supplies in sections 1
and 3; what changes of an earlier list follows in the next one: goods in section 2 as a signed difference with the
period, services in section 4 as the row as it should be, under the protocol number that customs gave the earlier list,
noted when it was closed, and the number of its row there.
Statistical columns are written as zeros and blanks, as those do who need not fill them.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arclose.ledger.money import ZERO
from ecsales.formats import deadlines
from ecsales.formats.format import (
    MONTHLY_OR_QUARTERLY,
    CorrectionPlace,
    CorrectionStyle,
    Detail,
    File,
    Format,
    Grain,
    RestsOn,
    Rounding,
)
from ecsales.formats.listing import Correction, Declarant, Kind, Line, Listing, Period
from ecsales.formats.plain_text import digits, plain, text_file
from ecsales.formats.refusals import Refusal

# Nature of the transaction: a purchase or sale, by a number; in triangular trade by the letter of the same place.
_NATURES = {Kind.GOODS: "1", Kind.TRANSFER: "1", Kind.AFTER_IMPORT: "1", Kind.TRIANGULAR: "A"}
_CODES = {**_NATURES, Kind.SERVICES: "servizi"}
# A total below zero says so by its last digit: p for 0 to y for 9.
_MINUS = "pqrstuvwxy"
# Where a record says its section, its number there, and of a service the customer and the invoice.
_SECTION, _NUMBER, _CUSTOMER, _INVOICE = 22, slice(23, 28), slice(28, 42), slice(55, 70)
# Of goods, behind what else it says: the customer, the amount with its sign in a correction, nature and commodity code.
_GOODS = re.compile(r"(.{14})([+-]?)(\d{13})(.)(\d{8})")


def _write(listing: Listing) -> Iterator[File]:
    declarant = listing.declarant
    goods = [line for line in listing.lines if line.kind is not Kind.SERVICES]
    services = [line for line in listing.lines if line.kind is Kind.SERVICES]
    goods_changed = [one for one in listing.corrections if one.kind is not Kind.SERVICES]
    services_changed = [one for one in listing.corrections if one.kind is Kind.SERVICES]
    sections = (
        [_goods(listing, line) for line in goods],
        [_change_of_goods(listing, one) for one in goods_changed],
        [_service(declarant, line, line.amount) for line in services],
        [_change_of_service(declarant, one) for one in services_changed],
    )
    totals = (
        _total(line.amount for line in goods),
        _total(one.new_amount - one.old_amount for one in goods_changed),
        _total(line.amount for line in services),
        _total(one.new_amount for one in services_changed),
    )
    rows = [_prefix(listing, 0, 0) + _frontispiece(listing, sections, totals)]
    for section, records in enumerate(sections, 1):
        rows += [_prefix(listing, section, number) + record for number, record in enumerate(records, 1)]
    yield File("scambi.cee", text_file([_head(listing, len(rows) + 1), *rows]), "text/plain; charset=us-ascii")


def _total(amounts: Iterator[Decimal]) -> Decimal:
    return sum(amounts, ZERO)


def _head(listing: Listing, records: int) -> str:
    declarant = listing.declarant
    user = declarant.details["customs_user"]
    file_name = f"{user}{listing.created_at:%m%d}.I{listing.number % 100:02}"
    return (
        f"{user:<4}{'':12}{file_name:<12}{'':12}{declarant.details['customs_section']}{'':4}"
        f"{declarant.vat_number:<16}{'001'}{'':1}{digits(records, 5)}"
    )


def _prefix(listing: Listing, section: int, number: int) -> str:
    return f"EUROX{listing.declarant.vat_number}{digits(listing.number, 6)}{section}{digits(number, 5)}"


def _frontispiece(listing: Listing, sections: Sequence[Sequence[str]], totals: Sequence[Decimal]) -> str:
    period = listing.period
    span = f"M{period.first_month:02}" if period.is_month else f"T{period.quarter:02}"
    sums = "".join(
        f"{digits(len(records), 5)}{_signed(total)}" for records, total in zip(sections, totals, strict=True)
    )
    return f"C{period.year % 100:02}{span}{listing.declarant.vat_number}00{digits(0, 11)}{sums}{digits(0, 5)}"


def _signed(total: Decimal) -> str:
    written = digits(abs(int(total)), 13)
    return written if total >= 0 else f"{written[:-1]}{_MINUS[int(written[-1])]}"


def _goods(listing: Listing, line: Line) -> str:
    statistics = f"{digits(0, 33)}{'':9}" if listing.period.is_month else ""
    return f"{_customer(line)}{_amount(line.amount)}{_NATURES[line.kind]}{line.commodity_code:<8}{statistics}"


def _change_of_goods(listing: Listing, one: Correction) -> str:
    difference = one.new_amount - one.old_amount
    statistics = digits(0, 13) if listing.period.is_month else ""
    return (
        f"{_corrected(one.period)}{_customer(one)}{'+' if difference >= 0 else '-'}"
        f"{_amount(abs(difference))}{_NATURES[one.kind]}{one.commodity_code:<8}{statistics}"
    )


def _corrected(period: Period) -> str:
    month, quarter = (period.first_month, 0) if period.is_month else (0, period.quarter)
    return f"{month:02}{quarter}{period.year % 100:02}"


def _service(declarant: Declarant, row: Line | Correction, amount: Decimal) -> str:
    assert row.document is not None
    return (
        f"{_customer(row)}{_amount(amount)}{plain(row.document.number, longest=15):<15}{row.document.date:%d%m%y}"
        f"{row.commodity_code[:6]:<6}{declarant.details['supply_mode']}{declarant.details['payment_mode']}IT"
    )


def _refuses(listing: Listing) -> Iterator[Refusal]:
    rows: tuple[Line | Correction, ...] = (*listing.lines, *listing.corrections)
    for row in rows:
        where = f"{row.country}{row.vat_number} {row.name} ({row.kind.label})"
        is_service = row.kind is Kind.SERVICES
        if is_service and row.document is None:
            yield Refusal(
                "document",
                where,
                gettext("The file lists services by invoice."),
                gettext("Name the invoice of the line, or report it in the authority's portal."),
            )
        if not row.commodity_code:
            yield Refusal(
                "code",
                where,
                gettext("The file needs a code: for goods the commodity code, for a service the one of the CPA."),
                gettext("Give the EC sales list parameters the code of what has none of its own."),
            )


def _change_of_service(declarant: Declarant, one: Correction) -> str:
    section = declarant.details["customs_section"]
    earlier = f"{section}{one.period.year % 100:02}{one.receipt:0>6}{digits(one.receipt_row, 5)}"
    return earlier + _service(declarant, one, one.new_amount)


def _rows_filed(content: bytes) -> Callable[[Correction], int]:
    """Give how the row of a service is found in an earlier file: its number in section 3, by customer and invoice."""
    records = [record for record in content.decode("ascii").splitlines() if record.startswith("EUROX")]
    services = [record for record in records if record[_SECTION] == "3"]
    numbers = {record[_CUSTOMER] + record[_INVOICE]: int(record[_NUMBER]) for record in services}

    def number_of(one: Correction) -> int:
        invoice = f"{plain(one.document.number, longest=15):<15}" if one.document else ""
        return numbers.get(_customer(one) + invoice, 0)

    return number_of


def _goods_filed(content: bytes) -> Callable[[Correction], Mapping[str, Decimal]]:
    """Give what an earlier file said of goods, in its own period and as corrections of others, per commodity code."""
    records = [record for record in content.decode("ascii").splitlines() if record.startswith("EUROX")]
    year, span, number = (records[0][_CUSTOMER][place] for place in (slice(1, 3), 3, slice(4, 6)))
    own_period = f"{number}0{year}" if span == "M" else f"0{number}{year}"
    filed: defaultdict[tuple[str, str, str], defaultdict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for record in records:
        if record[_SECTION] in "12":
            text = record[_CUSTOMER.start :] if record[_SECTION] == "2" else own_period + record[_CUSTOMER.start :]
            found = _GOODS.match(text, len(own_period))
            assert found is not None
            customer, sign, amount, nature, code = found.groups()
            filed[text[: len(own_period)], customer, nature][code] += Decimal(f"{sign}{amount}")

    def amounts_of(one: Correction) -> Mapping[str, Decimal]:
        return filed.get((_corrected(one.period), _customer(one), _NATURES[one.kind]), {})

    return amounts_of


def _customer(row: Line | Correction) -> str:
    return f"{row.country}{row.vat_number:<12}"


def _amount(amount: Decimal) -> str:
    return digits(int(amount), 13)


INTRA_1 = Format(
    key="it-intra-1",
    country="IT",
    name="INTRA-1 bis/ter/quater/quinquies (scambi.cee)",
    own_number=r"\d{11}",
    currency="EUR",
    codes=_CODES,
    months=MONTHLY_OR_QUARTERLY,
    grain=Grain.DOCUMENT,
    rounding=Rounding.WHOLE,
    correction_style=CorrectionStyle.DIFFERENCE,
    correction_place=CorrectionPlace.NEXT_LIST,
    corrects_by_credits=True,
    call_off_goes_to=_("in section 5 of the form, on the portal of customs"),
    receipt=r"\d{1,6}",
    receipt_example="004711",
    receipts_for=frozenset({Kind.SERVICES}),
    rows_filed=_rows_filed,
    goods_code="commodity_code",
    services_code="service_code",
    goods_filed=_goods_filed,
    rests_on=RestsOn.LAYOUT,
    deadline=deadlines.on_day(25),
    details=(
        Detail(name="customs_user", label=_("user code with Italian customs"), pattern=r"[A-Z0-9]{4}", example="ABCD"),
        Detail(name="customs_section", label=_("customs section"), pattern=r"\d{6}", example="018000"),
        Detail(
            name="commodity_code",
            label=_("commodity code of goods that have none of their own"),
            pattern=r"\d{8}",
            example="84713000",
            is_needed=False,
        ),
        Detail(
            name="service_code",
            label=_("code of services that have none of their own (CPA)"),
            pattern=r"\d{5,6}",
            example="620230",
            is_needed=False,
        ),
        Detail(name="supply_mode", label=_("mode of supply"), pattern="[IR]", example="I", default="I"),
        Detail(name="payment_mode", label=_("mode of payment"), pattern="[ABX]", example="B", default="B"),
    ),
    whole_digits=13,
    takes_negative=False,
    refuses=_refuses,
    write=_write,
)
