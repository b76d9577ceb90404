"""The state of mandates on a day, and what a collection by one is (EPC016-06, the core rulebook, section 4.1)."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from journals.models import BankStatus, DirectDebit, Mandate
from journals.models.direct_debits import SequenceType
from journals.models.mandates import MandateKind

EXPIRES_AFTER_MONTHS = 36

ACTIVE, LATER, USED, CANCELED, EXPIRED = "active", "later", "used", "canceled", "expired"
STATES = {
    ACTIVE: _("active"),
    LATER: _("not signed yet"),
    USED: _("used"),
    CANCELED: _("canceled"),
    EXPIRED: _("expired"),
}

# Collections that count: their file stands, and the bank did not reject them.
COUNTING = Q(is_canceled=False) & ~Q(payment__bank_status=BankStatus.REJECTED)


@dataclass
class Use:
    """A mandate with what was collected by it: when last, and whether that was the last time of all."""

    mandate: Mandate
    last_collected: date | None
    is_finished: bool

    def state(self, on: date) -> str:
        """Give its state on a day: active, not signed yet, used, canceled or expired."""
        mandate = self.mandate
        if mandate.signed_date > on:
            return LATER
        if mandate.canceled_date is not None and mandate.canceled_date <= on:
            return CANCELED
        if self.is_finished:
            return USED
        since = max(filter(None, (self.last_collected, mandate.signed_date)))
        return EXPIRED if on > months_later(since, EXPIRES_AFTER_MONTHS) else ACTIVE

    def take(self, on: date) -> SequenceType:
        """Collect by it on a day, and give what the collection is; a final one is planned with :meth:`finish`."""
        is_first = self.last_collected is None
        self.last_collected = max(filter(None, (self.last_collected, on)))
        if self.mandate.kind == MandateKind.ONE_OFF:
            self.is_finished = True
            return SequenceType.ONE_OFF
        return SequenceType.FIRST if is_first else SequenceType.RECURRING


def uses_of(mandates: "QuerySet[Mandate]") -> dict[int, Use]:
    """Give mandates with what was collected by them, by id, the last signed first."""
    rows = DirectDebit.objects.filter(COUNTING, mandate__in=mandates)
    collected = dict(rows.values_list("mandate").annotate(last=Max("collection_date")))
    final = rows.filter(sequence_type__in=(SequenceType.FINAL, SequenceType.ONE_OFF))
    finished = set(final.values_list("mandate", flat=True))
    found = {}
    for one in mandates.select_related("bank_account", "customer").order_by("-signed_date", "-pk"):
        last = max(filter(None, (collected.get(one.pk), one.last_collected_date)), default=None)
        once = one.kind == MandateKind.ONE_OFF and one.last_collected_date is not None
        found[one.pk] = Use(one, last, one.pk in finished or once)
    return found


def months_later(day: date, months: int) -> date:
    """Give the same day so many months later, or the last of a shorter month, or the last that there is."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def usable(uses: Collection[Use], *, on: date) -> Use | None:
    """Give the mandate to collect by on a day: the active one that was signed last."""
    return next((use for use in uses if use.state(on) == ACTIVE), None)
