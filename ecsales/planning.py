"""What reporting a list would declare, as its page shows it before: the list, what corrects it, what it takes along."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from arclose.ledger.posting import fingerprint_of
from ecsales.collecting import Collection, collect_list
from ecsales.comparing import those_that_differ
from ecsales.corrections import Difference, declared_lines, differences, earlier_lists, standing
from ecsales.formats.format import CorrectionPlace
from ecsales.listings import formats_for
from ecsales.models import Declaration, SalesList


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
    carries = before is None and takes_along(sales_list)
    return Plan(sales_list, collection, before, found, _carried(sales_list) if carries else ())


def _carried(sales_list: SalesList) -> list[Plan]:
    """Give the corrections of earlier lists that the file of this one takes along."""
    earlier = earlier_lists(sales_list.registration, before=sales_list.start_date)
    return [Plan(one.sales_list, one.collection, one.before, one.differences) for one in those_that_differ(earlier)]


def takes_along(sales_list: SalesList) -> bool:
    """Tell whether a file of a list tells its state what earlier lists should have said."""
    return any(form.correction_place is CorrectionPlace.NEXT_LIST for form in formats_for(sales_list))


def goes_along(sales_list: SalesList) -> bool:
    """Tell whether a state is told in nothing but the next list what a list should have said."""
    return all(form.correction_place is CorrectionPlace.NEXT_LIST for form in formats_for(sales_list))
