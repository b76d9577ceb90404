"""Declare a list: report it with its files, as a first list or a correction; take that back, close, and reopen.

lock      the periods of its days (so that nothing is posted into them meanwhile), the list
repeat    the same form again gives what it gave
refuse    what is not as it was seen, what has to be listed and cannot, what no file can say
write     the declaration, its lines, the rows behind them, its files; the list's new status
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from arclose.ledger.models import Company, VatRegistration
from arclose.ledger.money import ZERO
from arclose.ledger.posting import fingerprint_of
from ecsales import sql
from ecsales.collecting import Collection, collect_list, parameters_of
from ecsales.corrections import Difference, declared_lines, differences, earlier_lists, standing
from ecsales.formats import credits_go_back, offering
from ecsales.formats.format import CorrectionPlace, File, Format
from ecsales.formats.listing import Correction, Period
from ecsales.formats.refusals import CannotBeFiled
from ecsales.listings import corrections_of, formats_for, listing_of
from ecsales.models import (
    Declaration,
    DeclaredFile,
    DeclaredLine,
    DeclaredRow,
    ListChange,
    ListStatus,
    SalesList,
    Source,
)

INCLUDED, REPORTED, CLOSED = ListStatus.INCLUDED, ListStatus.REPORTED, ListStatus.CLOSED


class CannotDeclare(Exception):
    """A list cannot be declared, or moved, as asked: nothing was changed. ``reasons`` say why and what to do."""

    def __init__(self, *reasons: str) -> None:
        """Keep every reason, so that all can be mended at once."""
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class ListChanged(CannotDeclare):
    """What would be declared is not what somebody looked at."""


@transaction.atomic
def begin_list(*, company: Company, registration: VatRegistration, period: Period, made_by: User) -> SalesList:
    """Give the list of a registration for a period, made where there is none yet.

    :raises CannotDeclare: another list of the registration has some of its days.
    """
    sql.lock_registration(registration_id=registration.pk)
    days = {"start_date": period.first_day, "end_date": period.last_day}
    rows = SalesList.objects.filter(company=company, registration=registration)
    if known := rows.filter(**days).first():
        return known
    overlapping = rows.filter(start_date__lte=period.last_day, end_date__gte=period.first_day).first()
    if overlapping:
        raise CannotDeclare(
            _("List %(list)s has some of these days. Delete it while it is included, or choose another period.")
            % {"list": overlapping.period}
        )
    return SalesList.objects.create(company=company, registration=registration, made_by=made_by, **days)


@transaction.atomic
def delete_list(*, sales_list: SalesList) -> None:
    """Delete a list of which nothing was ever declared, with its manual lines.

    :raises CannotDeclare: something was.
    """
    locked = _locked(sales_list)
    if locked.declarations.exists():
        raise CannotDeclare(_("What was submitted stays: the list is taken back or corrected instead."))
    locked.manual_lines.all().delete()
    locked.delete()


@dataclass(frozen=True)
class Plan:
    """What reporting a list would declare: its collection, what differs from what stands, and what it takes along."""

    sales_list: SalesList
    collection: Collection
    before: Declaration | None
    differences: Sequence[Difference]
    carried: "Sequence[Plan]" = field(default_factory=tuple)

    @property
    def is_correction(self) -> bool:
        """Tell whether something of the list is declared already."""
        return self.before is not None

    @property
    def fingerprint(self) -> str:
        """Give what tells this plan from any other."""
        lines = [(*line.key, line.amount, line.supplies) for line in self.collection.lines]
        left_out = [(out.code, out.documents, out.amount) for out in self.collection.left_out]
        before = self.before.pk if self.before else 0
        return fingerprint_of(self.sales_list.pk, before, lines, left_out, [one.fingerprint for one in self.carried])


def plan(sales_list: SalesList) -> Plan:
    """Give what reporting a list would declare now: the list, or where it is reported what corrects it."""
    before = standing(sales_list)
    collection = collect_list(sales_list)
    found = differences(declared_lines(before), collection) if before else []
    forms = formats_for(sales_list)
    takes_along = before is None and any(form.correction_place is CorrectionPlace.NEXT_LIST for form in forms)
    return Plan(sales_list, collection, before, found, _carried(sales_list) if takes_along else ())


def _carried(sales_list: SalesList) -> list[Plan]:
    """Give the corrections of earlier lists that the file of this one takes along."""
    found = []
    for earlier in earlier_lists(sales_list.registration, before=sales_list.start_date).select_related("company"):
        before, collection = standing(earlier), collect_list(earlier)
        if differs := differences(declared_lines(before), collection):
            found.append(Plan(earlier, collection, before, differs))
    return found


@transaction.atomic
def report(
    *, sales_list: SalesList, moment: datetime, seen: str, reported_by: User, key: str, leaves_blocking: bool = False
) -> Declaration:
    """Declare a list as it was shown, with its files; where it is reported already, what corrects it.

    ``moment`` is now in the company's time zone, ``seen`` the fingerprint of the plan that was shown. The same key
    gives the declaration it gave before. ``leaves_blocking``: what has to be listed and cannot stays out all the same.

    :raises ListChanged: the plan is not the one that was shown.
    :raises CannotDeclare: something that has to be listed cannot be, there is nothing to correct, or a file would be
        refused by the authority.
    """
    first = _first_day_told(sales_list)
    is_open_ended = credits_go_back(sales_list.registration.country)
    last = date.max if is_open_ended else sales_list.end_date
    sql.lock_periods(company_id=sales_list.company_id, first=first, last=last)
    locked = _locked_with_earlier(sales_list, since=first)
    fingerprint = fingerprint_of("declaration", locked.pk, seen, leaves_blocking)
    if known := Declaration.objects.filter(company=locked.company_id, key=key).first():
        if known.fingerprint != fingerprint:
            raise CannotDeclare(_("This form was sent before with other content. Look at it, and send it once more."))
        return known
    now = plan(locked)
    if now.fingerprint != seen:
        raise ListChanged(_("What would be reported has changed since you looked. Look at it again."))
    _refuse(now, leaves_blocking)
    made = _Writer(moment, reported_by).write(now, key=key, fingerprint=fingerprint, files=_files(now, moment))
    _move(locked, REPORTED, changed_by=reported_by)
    return made


def goes_along(sales_list: SalesList) -> bool:
    """Tell whether a state is told in the next list what a list should have said."""
    return all(form.correction_place is CorrectionPlace.NEXT_LIST for form in formats_for(sales_list))


def _first_day_told(sales_list: SalesList) -> date:
    """Give the first day of all that reporting a list may tell of, the earlier lists that it corrects included."""
    if all(form.correction_place is not CorrectionPlace.NEXT_LIST for form in formats_for(sales_list)):
        return sales_list.start_date
    earlier = earlier_lists(sales_list.registration, before=sales_list.start_date).first()
    return earlier.start_date if earlier else sales_list.start_date


def _refuse(now: Plan, leaves_blocking: bool) -> None:
    if now.is_correction and not now.differences:
        raise CannotDeclare(_("The list says what the books say: there is nothing to correct."))
    if now.is_correction and goes_along(now.sales_list):
        raise CannotDeclare(_("The file of the next list takes this correction along: report that one."))
    if now.collection.blocking and not leaves_blocking:
        raise CannotDeclare(*(f"{out.why.text} {out.why.remedy}" for out in now.collection.blocking))


def _files(now: Plan, moment: datetime) -> list[tuple[Format, File]]:
    """Give the files of what is declared.

    :raises CannotDeclare: a file cannot be made; with every reason.
    """
    made: list[tuple[Format, File]] = []
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
        try:
            made += [(form, file) for file in _written(now, form, moment)]
        except CannotBeFiled as refused:
            reasons += [str(one) for one in refused.refusals if one.code != "empty"]
    if reasons:
        raise CannotDeclare(*dict.fromkeys(reasons))
    return made


def _written(now: Plan, form: Format, moment: datetime) -> Sequence[File]:
    listing = listing_of(
        now.sales_list,
        now.collection,
        corrections=_corrections(now) if now.is_correction else _carried_by(form, now),
        is_correction=now.is_correction,
        number=Declaration.objects.filter(sales_list__registration=now.sales_list.registration_id).count() + 1,
        moment=moment,
        replaces=_receipt(now.sales_list),
        grain=form.grain,
    )
    return offering.write(form, listing, schema_folder=settings.EC_SALES_SCHEMAS)


def _carried_by(form: Format, now: Plan) -> list[Correction]:
    if form.correction_place is not CorrectionPlace.NEXT_LIST:
        return []
    return [correction for one in now.carried for correction in _corrections(one)]


def _corrections(now: Plan) -> list[Correction]:
    return corrections_of(
        now.sales_list.period, now.differences, now.collection.lines, receipt=_receipt(now.sales_list)
    )


def _receipt(sales_list: SalesList) -> str:
    """Give the receipt of the authority for a list, the last one that somebody noted."""
    noted = sales_list.changes.exclude(receipt="").order_by("-pk")
    return noted.values_list("receipt", flat=True).first() or ""


@dataclass(frozen=True)
class _Writer:
    """Writes declarations of one moment and person."""

    moment: datetime
    reported_by: User

    def write(
        self,
        now: Plan,
        *,
        key: str,
        fingerprint: str,
        files: Sequence[tuple[Format, File]],
        carried_by: Declaration | None = None,
    ) -> Declaration:
        """Write what is declared of a list, and what its file takes along of earlier ones."""
        lines = _lines(now)
        made = Declaration.objects.create(
            company=now.sales_list.company,
            sales_list=now.sales_list,
            number=now.sales_list.declarations.count() + 1,
            is_correction=now.is_correction,
            currency_id=now.sales_list.registration.currency_id,
            total_amount=now.collection.total,
            left_out_amount=now.collection.left_out_amount,
            purchase_amount=now.collection.purchases,
            line_count=len(lines),
            row_count=now.collection.row_count,
            file_count=len(files),
            carried_by=carried_by,
            reported_by=self.reported_by,
            key=key,
            fingerprint=fingerprint,
        )
        for line in lines:
            line.declaration = made
        DeclaredLine.objects.bulk_create(lines, batch_size=5_000)
        _write_rows(made, now, lines)
        DeclaredFile.objects.bulk_create(_file(made, place, *one) for place, one in enumerate(files, start=1))
        for place, carried in enumerate(now.carried, start=1):
            self.write(carried, key=f"{key}/{place}"[:80], fingerprint=fingerprint, files=(), carried_by=made)
        return made


def _lines(now: Plan) -> list[DeclaredLine]:
    """Give the lines to be declared: what is listed now, and with an amount of zero what was before and is not."""
    before = declared_lines(now.before)
    found = []
    for line in now.collection.lines:
        old = before.pop(line.key, None)
        found.append(
            DeclaredLine(
                company=now.sales_list.company,
                country=line.country,
                vat_number=line.vat_number,
                name=line.name,
                kind=line.kind,
                amount=line.amount,
                previous_amount=old.amount if old else ZERO,
                supplies=line.supplies,
                previous_supplies=old.supplies if old else 0,
            )
        )
    found += [
        DeclaredLine(
            company=now.sales_list.company,
            country=old.country,
            vat_number=old.vat_number,
            name=old.name,
            kind=old.kind,
            amount=ZERO,
            previous_amount=old.amount,
            supplies=0,
            previous_supplies=old.supplies,
        )
        for old in before.values()
    ]
    for place, one in enumerate(found, start=1):
        one.line_number = place
    return found


def _write_rows(made: Declaration, now: Plan, lines: Sequence[DeclaredLine]) -> None:
    places = {(line.country, line.vat_number, line.kind): line.line_number for line in lines}
    collection = now.collection
    fates = [
        (fate.group, None if fate.reason else places[fate.key[0], fate.key[1], fate.key[2]], fate.reason)
        for fate in collection.fates
    ]
    sql.insert_rows(collection.scope.asked, declaration=made.pk, fates=fates)
    DeclaredRow.objects.bulk_create(
        DeclaredRow(
            company=made.company,
            declaration=made,
            source=Source.MANUAL,
            source_id=one.pk,
            document_id=one.pk,
            tax_point_date=one.line_date,
            line_number=places[one.country, one.vat_number, one.kind],
            amount=one.amount,
            accounting_currency_amount=ZERO,
        )
        for one in collection.manual
    )


def _file(made: Declaration, place: int, form: Format, file: File) -> DeclaredFile:
    return DeclaredFile(
        company=made.company,
        declaration=made,
        file_number=place,
        file_format=form.key,
        name=file.name,
        media_type=file.media_type,
        rests_on=form.rests_on,
        is_valid=file.is_valid,
        content=file.content,
        digest=hashlib.sha256(file.content).hexdigest(),
    )


@transaction.atomic
def take_back(*, sales_list: SalesList, reason: str, changed_by: User) -> ListStatus:
    """Withdraw what was declared last of a list, as the authority did not get it; give the status that it has then.

    What its file took along of earlier lists is withdrawn with it.

    :raises CannotDeclare: nothing stands, the list is closed, or what stands went along with the file of another list.
    """
    locked = _locked(sales_list)
    last = standing(locked)
    if last is None or locked.status == INCLUDED:
        raise CannotDeclare(_("Nothing of this list is reported."))
    if locked.status == CLOSED:
        raise CannotDeclare(_("The list is closed: the authority has it. Reopen it first, or correct it."))
    if last.carried_by:
        raise CannotDeclare(
            _("This went along with list %(list)s: take that back.") % {"list": last.carried_by.sales_list.period}
        )
    carries = list(last.carries.select_related("sales_list").order_by("sales_list"))
    for carried in carries:
        latest = standing(_locked(carried.sales_list))
        if latest != carried:
            later = latest.carried_by.sales_list.period if latest and latest.carried_by else carried.sales_list.period
            raise CannotDeclare(
                _("List %(list)s corrects the same earlier list since: take that back first.") % {"list": later}
            )
    for carried in carries:
        earlier = _locked(carried.sales_list)
        _move(earlier, ListStatus(earlier.status), changed_by=changed_by, reason=reason, withdrawn=carried)
    status = REPORTED if locked.declarations.filter(withdrawal=None).exclude(pk=last.pk).exists() else INCLUDED
    _move(locked, status, changed_by=changed_by, reason=reason, withdrawn=last)
    return status


@transaction.atomic
def close(*, sales_list: SalesList, receipt: str, changed_by: User) -> None:
    """Close a reported list, as the authority accepted it; ``receipt`` is under which number, where it gave one.

    :raises CannotDeclare: it is not reported.
    """
    locked = _locked(sales_list)
    if locked.status == CLOSED:
        return
    if locked.status != REPORTED:
        raise CannotDeclare(_("Only a list that is reported is closed."))
    _move(locked, CLOSED, changed_by=changed_by, receipt=receipt)


@transaction.atomic
def reopen(*, sales_list: SalesList, reason: str, changed_by: User) -> None:
    """Let a closed list be reported again, as the authority did not accept it after all.

    :raises CannotDeclare: it is not closed.
    """
    locked = _locked(sales_list)
    if locked.status != CLOSED:
        raise CannotDeclare(_("The list is not closed."))
    _move(locked, REPORTED, changed_by=changed_by, reason=reason)


def _locked_with_earlier(sales_list: SalesList, *, since: date) -> SalesList:
    """Give a list, locked with those before it that its file may correct, in the order of their ids."""
    rows = SalesList.objects.filter(registration=sales_list.registration_id, start_date__gte=since)
    told = rows.filter(end_date__lte=sales_list.end_date).order_by("pk")
    list(told.select_for_update(no_key=True).values_list("pk"))
    return _locked(sales_list)


def _locked(sales_list: SalesList) -> SalesList:
    rows = SalesList.objects.select_for_update(no_key=True, of=("self",)).select_related("company", "registration")
    return rows.get(pk=sales_list.pk)


def _move(
    locked: SalesList,
    status: ListStatus,
    *,
    changed_by: User,
    reason: str = "",
    receipt: str = "",
    withdrawn: Declaration | None = None,
) -> None:
    ListChange.objects.create(
        company=locked.company,
        sales_list=locked,
        status_before=locked.status,
        status_after=status,
        withdrawn=withdrawn,
        reason=reason[:200],
        receipt=receipt[:60],
        changed_by=changed_by,
    )
    SalesList.objects.filter(pk=locked.pk).update(status=status)
    locked.status = status


def deadline_of(sales_list: SalesList) -> date:
    """Give the last day on which the authority takes a list in time, by its state's rule or its parameters."""
    days = parameters_of(sales_list.registration).deadline_days
    if days is not None:
        return sales_list.end_date + timedelta(days=days)
    return min(form.deadline(sales_list.period) for form in formats_for(sales_list))
