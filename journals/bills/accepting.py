"""Record that customers accept bills: their word that they will pay."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from journals.acts import CannotEnter
from journals.bills.days import days_drawn
from journals.models import Bill, BillStatus, Instrument


def may_be_accepted(bill: Bill) -> bool:
    """Tell whether the customer may accept a bill now."""
    return _is_for_acceptance(bill) and bill.status in (BillStatus.DRAWN, BillStatus.REDRAWN)


def _is_for_acceptance(bill: Bill) -> bool:
    """Tell whether a bill is accepted at all: who makes a note owes it without that, unless its method asks for it."""
    return bill.instrument == Instrument.BILL or bill.method.needs_acceptance


@transaction.atomic
def record_acceptance(*, bill: Bill, accepted_on: date | None, today: date) -> Bill:
    """Record when the customer accepted a bill, or that they did not, while no bank has it.

    :raises CannotEnter: it is a note that nobody accepts, it is neither drawn nor redrawn, or the day is before it last
        was or still to come.
    """
    locked = Bill.objects.select_related("method").select_for_update(no_key=True, of=("self",)).get(pk=bill.pk)
    if not _is_for_acceptance(locked):
        text = _("%(bill)s is a note: who made it owes it without acceptance. Its method of payment asks for none.")
        raise CannotEnter(text % {"bill": locked})
    if not may_be_accepted(locked):
        raise CannotEnter(_("Only a bill that is drawn or redrawn is accepted."))
    if accepted_on and accepted_on < days_drawn([bill.pk])[bill.pk]:
        raise CannotEnter(_("It was drawn later than that day."), "accepted_on")
    if accepted_on and accepted_on > today:
        raise CannotEnter(_("That day is still to come: enter the day on which it was accepted."), "accepted_on")
    Bill.objects.filter(pk=bill.pk).update(accepted_date=accepted_on)
    bill.refresh_from_db()
    return bill
