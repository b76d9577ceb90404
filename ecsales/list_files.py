"""The files of what is declared, in each format of the list, or every reason why they cannot be made."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from ecsales.document_corrections import by_commodity_code, by_document
from ecsales.formats import neutral, offering
from ecsales.formats.format import CorrectionPlace, File, Format, Grain
from ecsales.formats.listing import Correction, Listing
from ecsales.formats.refusals import CannotBeFiled
from ecsales.formats.reporting import left_to_the_portal
from ecsales.list_states import CannotDeclare
from ecsales.listings import corrections_of, formats_for, listing_of
from ecsales.models import Declaration, SalesList
from ecsales.planning import Plan


def files_of(now: Plan, moment: datetime) -> list[tuple[Format, File]]:
    """Give the files of what is declared.

    Corrections that no file can tell are in one beside them, to be typed into the authority's portal.

    :raises CannotDeclare: a file cannot be made; with every reason.
    """
    made: list[tuple[Format, File]] = []
    untold: dict[Correction, None] = {}
    forms = formats_for(now.sales_list)
    reasons = [
        _("None of the chosen file formats reports %(kind)s: choose another in the EC sales list parameters.")
        % {"kind": kind.label}
        for kind in sorted({line.kind for line in now.collection.lines})
        if not any(form.reports(kind) for form in forms)
    ]
    if now.is_correction:
        forms = [form for form in forms if form.correction_place is CorrectionPlace.OWN_LIST]
    for form in forms:
        listing = _listing(now, form, moment)
        untold |= dict.fromkeys(left_to_the_portal(form, listing.corrections))
        try:
            made += [(form, file) for file in offering.write(form, listing, schema_folder=settings.EC_SALES_SCHEMAS)]
        except CannotBeFiled as refused:
            reasons += [str(one) for one in refused.refusals if one.code != "empty"]
    if reasons:
        raise CannotDeclare(*dict.fromkeys(reasons))
    if untold:
        typed = neutral.of(listing.declarant.country)
        told = replace(listing, lines=(), corrections=tuple(untold), is_correction=True)
        made += [(typed, file) for file in typed.write(told)]
    return made


def _listing(now: Plan, form: Format, moment: datetime) -> Listing:
    return listing_of(
        now.sales_list,
        now.collection,
        corrections=_corrections(now) if now.is_correction else _carried_by(form, now),
        is_correction=now.is_correction,
        number=Declaration.objects.filter(sales_list__registration=now.sales_list.registration_id).count() + 1,
        moment=moment,
        replaces=_receipt(now.sales_list),
        grain=form.grain,
    )


def _carried_by(form: Format, now: Plan) -> list[Correction]:
    if form.correction_place is not CorrectionPlace.NEXT_LIST:
        return []
    return [correction for one in now.carried for correction in _corrections_in(form, one)]


def _corrections_in(form: Format, one: Plan) -> list[Correction]:
    """Give the corrections of an earlier list: by invoice of kinds whose earlier rows the file names, else by code."""
    found = _corrections(one)
    if form.grain is not Grain.DOCUMENT:
        return found
    others = (correction for correction in found if correction.kind not in form.receipts_for)
    return [*by_commodity_code(one, form, others), *by_document(one, form, receipt=_receipt(one.sales_list))]


def _corrections(now: Plan) -> list[Correction]:
    return corrections_of(
        now.sales_list.period, now.differences, now.collection.lines, receipt=_receipt(now.sales_list)
    )


def _receipt(sales_list: SalesList) -> str:
    """Give the receipt of the authority for a list, the last one that somebody noted."""
    noted = sales_list.changes.exclude(receipt="").order_by("-pk")
    return noted.values_list("receipt", flat=True).first() or ""
