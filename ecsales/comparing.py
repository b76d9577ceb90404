"""Which reported lists say otherwise than the books: found without collecting those that nothing has happened to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from arclose.ledger.money import ZERO
from ecsales import sql
from ecsales.collecting import Collection, collect_list
from ecsales.corrections import Difference, declared_lines, differences
from ecsales.formats import credits_go_back
from ecsales.formats.listing import PURCHASES
from ecsales.models import (
    Declaration,
    DeclaredRow,
    ListedNumber,
    ListParameters,
    ManualLine,
    SalesList,
    Source,
)
from ecsales.reporting_rules import KINDS_OF_EU_SALES
from ecsales.sql import Declared

# A change that had begun when a list was reported may be kept with an earlier moment, and be seen only afterwards.
_AS_LONG_AS_A_CHANGE_TAKES = timedelta(hours=1)


def that_may_differ(lists: Iterable[SalesList]) -> list[tuple[SalesList, Declaration]]:
    """Give, of one company's reported lists, those that something has happened to since, with what stands of each.

    That is: something was posted into their days, a credit note went back to the list of its invoice, or somebody
    changed what is typed for them. Only these are worth being collected again; all others say what they said.
    """
    found = {one.pk: one for one in lists}
    whole = Declaration.objects.filter(sales_list__in=found, withdrawal=None).order_by("sales_list", "-number")
    declared = [(found[one.sales_list_id], one) for one in whole.distinct("sales_list")]
    if not declared:
        return []
    company = declared[0][0].company
    asked = [
        Declared(
            one.pk,
            sales_list.registration_id,
            sales_list.start_date,
            sales_list.end_date,
            sales_list.registration.country == company.country,
            credits_go_back(sales_list.registration.country),
        )
        for sales_list, one in declared
    ]
    moved = sql.with_other_rows(asked, company_id=company.pk, kinds=[str(kind) for kind in KINDS_OF_EU_SALES])
    typed = _typed_since(declared)
    return [(sales_list, one) for sales_list, one in declared if one.pk in moved | typed]


def _typed_since(declared: Sequence[tuple[SalesList, Declaration]]) -> set[int]:
    """Give the declarations since which a line, a number or a parameter of their list was changed."""
    keys = [one.pk for _list, one in declared]
    since = min(one.reported_at for _list, one in declared) - _AS_LONG_AS_A_CHANGE_TAKES
    registrations = {one.registration_id for one, _declaration in declared}
    theirs = Q(registration__in=registrations) | Q(registration=None)
    changes: list[tuple[datetime, int | None]] = []
    for model in (ListedNumber, ListParameters):
        history: Any = model._meta.get_field("events").related_model
        kept = history.objects.filter(theirs, company=declared[0][0].company_id, pgh_created_at__gte=since)
        changes += kept.values_list("pgh_created_at", "registration")
    typed = ManualLine.objects.filter(sales_list__in=[sales_list.pk for sales_list, _one in declared])
    declared_rows = DeclaredRow.objects.filter(declaration__in=keys, source=Source.MANUAL)
    now, then = _grouped(typed, "sales_list", "pk"), _grouped(declared_rows, "declaration", "source_id")
    return {
        one.pk
        for sales_list, one in declared
        if now[sales_list.pk] != then[one.pk]
        or any(
            changed >= one.reported_at - _AS_LONG_AS_A_CHANGE_TAKES and whose in (None, sales_list.registration_id)
            for changed, whose in changes
        )
    }


def _grouped(rows: "QuerySet[Any]", by: str, of: str) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for key, row in rows.values_list(by, of):
        found[key].add(row)
    return found


@dataclass(frozen=True)
class Differing:
    """A reported list that says otherwise than the books, with what was declared of it and what would be now."""

    sales_list: SalesList
    before: Declaration
    collection: Collection
    differences: Sequence[Difference]

    @property
    def change(self) -> Decimal:
        """Give what the list would say more, purchases left aside."""
        return sum((one.change for one in self.differences if one.kind not in PURCHASES), ZERO)


def those_that_differ(lists: Iterable[SalesList]) -> list[Differing]:
    """Give, of one company's reported lists, those that say otherwise than the books, in order of their days."""
    found = []
    for sales_list, before in that_may_differ(lists):
        collection = collect_list(sales_list)
        if differs := differences(declared_lines(before), collection):
            found.append(Differing(sales_list, before, collection, differs))
    return sorted(found, key=lambda one: (one.sales_list.start_date, one.sales_list.pk))
