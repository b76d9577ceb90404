"""Begin a list and delete it again, take back what was reported, close it as the authority accepted it, reopen it."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from arclose.ledger.models import Company, VatRegistration
from ecsales import sql
from ecsales.corrections import standing
from ecsales.formats.listing import Period
from ecsales.listings import formats_for
from ecsales.models import Declaration, ListChange, ListStatus, SalesList

INCLUDED, REPORTED, CLOSED = ListStatus.INCLUDED, ListStatus.REPORTED, ListStatus.CLOSED


class CannotDeclare(Exception):
    """A list cannot be declared, or moved, as asked: nothing was changed. ``reasons`` say why and what to do."""

    def __init__(self, *reasons: str) -> None:
        """Keep every reason, so that all can be mended at once."""
        super().__init__(" ".join(reasons))
        self.reasons = reasons


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
    locked = locked_list(sales_list)
    if locked.declarations.exists():
        raise CannotDeclare(_("What was submitted stays: the list is taken back or corrected instead."))
    locked.manual_lines.all().delete()
    locked.delete()


@transaction.atomic
def take_back(*, sales_list: SalesList, reason: str, changed_by: User) -> ListStatus:
    """Withdraw what was declared last of a list, as the authority did not get it; give the status that it has then.

    What its file took along of earlier lists is withdrawn with it.

    :raises CannotDeclare: nothing stands, the list is closed, or what stands went along with the file of another list.
    """
    locked = locked_list(sales_list)
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
        latest = standing(locked_list(carried.sales_list))
        if latest != carried:
            later = latest.carried_by.sales_list.period if latest and latest.carried_by else carried.sales_list.period
            raise CannotDeclare(
                _("List %(list)s corrects the same earlier list since: take that back first.") % {"list": later}
            )
    for carried in carries:
        earlier = locked_list(carried.sales_list)
        move(earlier, ListStatus(earlier.status), changed_by=changed_by, reason=reason, withdrawn=carried)
    status = REPORTED if locked.declarations.filter(withdrawal=None).exclude(pk=last.pk).exists() else INCLUDED
    move(locked, status, changed_by=changed_by, reason=reason, withdrawn=last)
    return status


@transaction.atomic
def close(*, sales_list: SalesList, receipt: str, changed_by: User) -> None:
    """Close a reported list, as the authority accepted it; ``receipt`` is under which number, where it gave one.

    :raises CannotDeclare: it is not reported, or no receipt of that authority is written so.
    """
    locked = locked_list(sales_list)
    if locked.status == CLOSED:
        return
    if locked.status != REPORTED:
        raise CannotDeclare(_("Only a list that is reported is closed."))
    for form in formats_for(locked):
        if receipt and not form.knows_receipt(receipt):
            text = _(
                "The receipt is “%(receipt)s”, which is not written like %(example)s. Leave it empty where none is."
            )
            raise CannotDeclare(text % {"receipt": receipt, "example": form.receipt_example})
    move(locked, CLOSED, changed_by=changed_by, receipt=receipt)


@transaction.atomic
def reopen(*, sales_list: SalesList, reason: str, changed_by: User) -> None:
    """Let a closed list be reported again, as the authority did not accept it after all.

    :raises CannotDeclare: it is not closed.
    """
    locked = locked_list(sales_list)
    if locked.status != CLOSED:
        raise CannotDeclare(_("The list is not closed."))
    move(locked, REPORTED, changed_by=changed_by, reason=reason)


def locked_list(sales_list: SalesList) -> SalesList:
    """Give a list as it is now, locked against everybody else who would move it."""
    rows = SalesList.objects.select_for_update(no_key=True, of=("self",)).select_related("company", "registration")
    return rows.get(pk=sales_list.pk)


def move(
    locked: SalesList,
    status: ListStatus,
    *,
    changed_by: User,
    reason: str = "",
    receipt: str = "",
    withdrawn: Declaration | None = None,
) -> None:
    """Move a locked list to a status, and write down who did, why, and what is withdrawn by it."""
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
