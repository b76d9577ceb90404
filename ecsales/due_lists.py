"""All lists of a company that are due until a day: begun together, and reported one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from arclose.ledger.models import Company
from ecsales.declaring import report
from ecsales.formats import credits_go_back
from ecsales.list_states import CannotDeclare, begin_list
from ecsales.models import Declaration, Frequency, SalesList
from ecsales.periods import before, lists_to_make, period_of
from ecsales.planning import plan
from ecsales.readiness import lists_to_report


@dataclass
class Reported:
    """What became of the lists that were due: what was declared, and which lists were not, with every reason."""

    declared: list[Declaration] = field(default_factory=list)
    left: list[tuple[SalesList, Sequence[str]]] = field(default_factory=list)


@transaction.atomic
def begin_due_lists(*, company: Company, until: date, made_by: User) -> list[SalesList]:
    """Begin every list of a period that ends by a day, in which something is to be listed; give those that were made.

    Looked at is what has its tax point in the quarter of that day and the one before, or was invoiced in them.
    """
    since = before(period_of(until, Frequency.QUARTER)).first_day
    return [
        begin_list(company=company, registration=one.registration, period=one.period, made_by=made_by)
        for one in lists_to_make(company=company, since=since, until=until)
    ]


@transaction.atomic
def report_due_lists(*, company: Company, until: date, moment: datetime, reported_by: User, key: str) -> Reported:
    """Report every list of a company that ends by a day and is not reported, oldest first, as it is collected now.

    A list with something on it that has to be listed and cannot is left, as is one whose file would be refused; the
    others go on. Where credit notes go back to the list of their invoice, no list goes before an earlier one that is
    left: it would declare what belongs there. ``moment`` and ``key`` as :func:`ecsales.declaring.report` takes them;
    each list adds to the key.
    """
    found = Reported()
    for sales_list in lists_to_report(company=company, until=until):
        if earlier := _waits_for(sales_list, found):
            found.left.append((sales_list, [_("List %(list)s comes first: report that.") % {"list": earlier.period}]))
            continue
        try:
            declared = report(
                sales_list=sales_list,
                moment=moment,
                seen=plan(sales_list).fingerprint,
                reported_by=reported_by,
                key=f"{key}/list-{sales_list.pk}",
            )
        except CannotDeclare as refused:
            found.left.append((sales_list, refused.reasons))
        else:
            found.declared.append(declared)
    return found


def _waits_for(sales_list: SalesList, found: Reported) -> SalesList | None:
    """Give the list that was left and that has to be reported before, where there is one."""
    if not credits_go_back(sales_list.registration.country):
        return None
    return next((one for one, _reasons in found.left if one.registration_id == sales_list.registration_id), None)
