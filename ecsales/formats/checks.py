"""What can be seen of a listing before it is written: whether the format has a place for all of it."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecsales.formats.format import CorrectionPlace, CorrectionStyle, Format
from ecsales.formats.listing import CALL_OFF_KINDS, Correction, Declarant, Kind, Line, Listing
from ecsales.formats.refusals import Refusal
from ecsales.formats.reporting import changes

_FIELDS: dict[str, str | Promise] = {
    "vat_number": gettext_lazy("VAT number"),
    "name": gettext_lazy("name"),
    "street": gettext_lazy("street"),
    "house_number": gettext_lazy("house number"),
    "postal_code": gettext_lazy("postal code"),
    "city": gettext_lazy("city"),
    "contact_first_name": gettext_lazy("first name of the contact"),
    "contact_last_name": gettext_lazy("last name of the contact"),
    "telephone": gettext_lazy("telephone number"),
    "email": gettext_lazy("e-mail address"),
}


def refusals(form: Format, listing: Listing, reported: Listing) -> Iterator[Refusal]:
    """Give every reason why the listing cannot be written; ``reported`` has the rows that the file would have."""
    rows: tuple[Line | Correction, ...] = (*listing.lines, *listing.corrections)
    if nothing := _nothing_told(form, reported):
        yield nothing
        if any(row.kind in form.leaves for row in rows):
            return  # the state's other file has it all
    yield from of_the_declarant(form, listing.declarant)
    yield from _of_the_whole(form, listing)
    yield from form.refuses(reported)
    for row in rows:
        if form.reports(row.kind):
            yield from _of_the_customer(form, listing.declarant, row)
            yield from _of_the_receipt(form, row)
        elif row.kind not in form.leaves:
            yield Refusal("kind", where_of(row), *form.no_place_for(row.kind))
    for line in reported.lines:
        yield from _of_the_amount(form, line, line.amount)
    for one in reported.corrections:
        yield from _of_the_amount(form, one, one.old_amount)
        yield from _of_the_amount(form, one, one.new_amount)


def of_the_declarant(form: Format, declarant: Declarant) -> Iterator[Refusal]:
    """Give what the format needs of the declarant and does not find, whatever the list says."""
    where = _("VAT registration %(country)s") % {"country": declarant.country}
    remedy = _("Fill it in under EC sales list parameters in Setup.")
    for field in ("vat_number", "name", *form.needs):
        if not getattr(declarant, field).strip():
            yield Refusal("missing", where, _("The file needs: %(field)s.") % {"field": _FIELDS[field]}, remedy)
    if form.own_number and declarant.vat_number and not re.fullmatch(form.own_number, declarant.vat_number):
        yield Refusal(
            "own-number",
            where,
            _("%(number)s is no VAT number of that state.") % {"number": declarant.vat_number},
            _("Correct the VAT number of the registration; it is kept without blanks and dots."),
        )
    for detail in form.details:
        value = declarant.details.get(detail.name, "").strip() or detail.default
        if not value and detail.is_needed:
            yield Refusal("missing", where, _("The file needs: %(field)s.") % {"field": detail.label}, remedy)
        elif value and detail.pattern and not re.fullmatch(detail.pattern, value):
            yield Refusal(
                "malformed",
                where,
                _("%(field)s is “%(value)s”, which is not written like %(example)s.")
                % {"field": detail.label, "value": value, "example": detail.example},
                remedy,
            )
    if form.currency and declarant.currency != form.currency:
        yield Refusal(
            "currency",
            where,
            _("The file is in %(wanted)s, the registration in %(kept)s.")
            % {"wanted": form.currency, "kept": declarant.currency},
            _("Give the registration the currency of its state, from a day on which nothing is posted yet."),
        )


def _nothing_told(form: Format, reported: Listing) -> Refusal | None:
    """Refuse a file without a row. A correction that rounding takes away is none, unless the list is sent in whole."""
    is_whole = form.correction_style is CorrectionStyle.WHOLE_LIST
    rows = reported.corrections if reported.is_correction and not is_whole else (*reported.lines, *reported.corrections)
    if rows or form.takes_empty:
        return None
    return Refusal(
        "empty",
        str(reported.period),
        _("There is nothing to report, and no empty list is filed."),
        _("Close the period without a file."),
    )


def _of_the_whole(form: Format, listing: Listing) -> Iterator[Refusal]:
    where = str(listing.period)
    if listing.period.months not in form.months:
        yield Refusal(
            "period",
            where,
            _("%(name)s knows no list of %(months)d months.") % {"name": form.name, "months": listing.period.months},
            _("Collect the list by a period that the state knows."),
        )
    if form.years is not None and listing.period.year not in form.years:
        yield Refusal(
            "year",
            where,
            _("The layout of %(name)s for that year is not known.") % {"name": form.name},
            _("Report the list in the authority's portal."),
        )
    place = form.correction_place
    if listing.is_correction and place is not CorrectionPlace.OWN_LIST:
        yield Refusal("correction", where, _("An earlier list is corrected by %(place)s.") % {"place": place.label}, "")
    if listing.corrections and not listing.is_correction and place is not CorrectionPlace.NEXT_LIST:
        yield Refusal("correction", where, _("An earlier list is corrected by %(place)s.") % {"place": place.label}, "")


def _of_the_customer(form: Format, declarant: Declarant, row: Line | Correction) -> Iterator[Refusal]:
    if not row.vat_number:
        yield Refusal(
            "number",
            where_of(row),
            _("The customer has no VAT number."),
            _("Add it to the customer, or leave the line out."),
        )
    if row.country == declarant.country:
        yield Refusal(
            "home",
            where_of(row),
            _("The VAT number is one of the own state."),
            _("Use the customer's number of another state."),
        )
    if not re.fullmatch("[A-Z0-9+*]*", row.vat_number):
        yield Refusal(
            "number-characters",
            where_of(row),
            _("A VAT number has capital letters and digits only."),
            _("Correct the number at the customer, then collect the list again."),
        )
    if row.kind is Kind.CALL_OFF_CHANGED and isinstance(row, Line) and not row.previous_vat_number:
        yield Refusal(
            "previous",
            where_of(row),
            _("The line does not say for whom the goods were meant before."),
            _("Add the line anew, with the VAT number of that customer."),
        )
    if row.kind is Kind.CALL_OFF_CHANGED and isinstance(row, Line) and row.previous_vat_number[:2].isalpha():
        yield Refusal(
            "previous-state",
            where_of(row),
            _("The customer for whom the goods were meant before is of another state."),
            _("Report call-off stock that goes to another state as returned, and as moved."),
        )
    if len(row.vat_number) > form.number_length:
        yield Refusal(
            "number-length",
            where_of(row),
            _("The file takes VAT numbers of %(length)d characters at most.") % {"length": form.number_length},
            _("Correct the number at the customer, then collect the list again."),
        )


def _of_the_receipt(form: Format, row: Line | Correction) -> Iterator[Refusal]:
    """Refuse a correction whose earlier row the file names, where the list of that row has no receipt."""
    if row.kind not in form.receipts_for or not isinstance(row, Correction) or not row.receipt_row:
        return
    if changes(form, row) and not form.knows_receipt(row.receipt):
        facts = {"period": row.period, "receipt": row.receipt, "example": form.receipt_example}
        missing = _(
            "The file names the row of list %(period)s by the number under which the authority keeps that list."
        )
        wrong = _("The receipt of list %(period)s is “%(receipt)s”, which is not written like %(example)s.")
        yield Refusal(
            "receipt",
            where_of(row),
            (wrong if row.receipt else missing) % facts,
            _("Close list %(period)s with its receipt alone, such as %(example)s; reopen it first where it is closed.")
            % facts,
        )


def _of_the_amount(form: Format, row: Line | Correction, amount: Decimal) -> Iterator[Refusal]:
    if abs(amount) >= Decimal(10) ** form.whole_digits:
        yield Refusal(
            "amount",
            where_of(row),
            _("The file takes amounts of %(digits)d digits at most.") % {"digits": form.whole_digits},
            _("Look for a mistake in the invoices of this customer."),
        )
    if amount < 0 and not form.takes_negative:
        yield Refusal(
            "negative",
            where_of(row),
            _("The credits are larger than the supplies, and the file has no sign."),
            _("Take the credits out by a manual line here, and put them into the list of their invoices."),
        )
    if row.kind in CALL_OFF_KINDS and amount:
        yield Refusal(
            "call-off",
            where_of(row),
            _("Call-off stock is listed without an amount."),
            _("List the supply itself when the customer takes the goods."),
        )


def where_of(row: Line | Correction) -> str:
    return f"{row.country}{row.vat_number} {row.name} ({row.kind.label})"
