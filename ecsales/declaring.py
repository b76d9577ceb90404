"""Declare a list: report it with its files, as a first list or as a correction.

lock      the periods from its days on (so that nothing is posted meanwhile that it would list), the list
repeat    the same form again gives what it gave
refuse    what is not as it was seen, what has to be listed and cannot, what no file can say
write     the declaration, its lines, the rows behind them, its files; the list's new status
"""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from arclose.ledger.posting import fingerprint_of
from ecsales import sql
from ecsales.corrections import earlier_lists
from ecsales.declaration_writing import Writer
from ecsales.list_files import files_of
from ecsales.list_states import REPORTED, CannotDeclare, locked_list, move
from ecsales.models import Declaration, SalesList
from ecsales.planning import Plan, goes_along, plan, takes_along


class ListChanged(CannotDeclare):
    """What would be declared is not what somebody looked at."""


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
    sql.lock_periods(company_id=sales_list.company_id, since=first)
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
    made = Writer(moment, reported_by).write(now, key=key, fingerprint=fingerprint, files=files_of(now, moment))
    move(locked, REPORTED, changed_by=reported_by)
    return made


def _first_day_told(sales_list: SalesList) -> date:
    """Give the first day of all that reporting a list may tell of, the earlier lists that it corrects included."""
    if not takes_along(sales_list):
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


def _locked_with_earlier(sales_list: SalesList, *, since: date) -> SalesList:
    """Give a list, locked with those before it that its file may correct, in the order of their ids."""
    rows = SalesList.objects.filter(registration=sales_list.registration_id, start_date__gte=since)
    told = rows.filter(end_date__lte=sales_list.end_date).order_by("pk")
    list(told.select_for_update(no_key=True).values_list("pk"))
    return locked_list(sales_list)
