"""Which reported lists say otherwise than the books: found without collecting those that nothing has happened to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from arclose.ledger.money import ZERO
from ecsales import sql
from ecsales.collecting import Collection, collect_together
from ecsales.corrections import Difference, declared_lines, differences
from ecsales.formats import CREDITS_GO_BACK
from ecsales.formats.listing import PURCHASES
from ecsales.models import Declaration, SalesList
from ecsales.reporting_rules import KINDS_OF_EU_SALES


def compared(lists: "QuerySet[SalesList] | Sequence[SalesList]") -> sql.Compiled | None:
    """Give the statement of what stands of reported lists, as :func:`to_collect` takes it; None: nothing."""
    reported = Declaration.objects.filter(sales_list__in=lists, withdrawal=None)
    standing = reported.order_by("sales_list", "-number").distinct("sales_list")
    asked = standing.values_list(
        "pk",
        "sales_list",
        "company",
        "sales_list__registration",
        "reported_at",
        "sales_list__start_date",
        "sales_list__end_date",
        _whether(sales_list__registration__country=F("company__country")),
        _whether(sales_list__registration__country__in=CREDITS_GO_BACK),
    )
    try:
        return asked.query.sql_with_params()
    except EmptyResultSet:
        return None


def _whether(**condition: Any) -> ExpressionWrapper:
    return ExpressionWrapper(Q(**condition), BooleanField())


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


def to_collect(lists: sql.Compiled | None, *, months: sql.Compiled | None = None) -> tuple[list[int], list[date]]:
    """Give, of reported lists, the declarations of those that something has happened to since; and months as asked.

    Something came into them or left them, or somebody changed what is typed for them. All others say what they said.
    """
    return sql.to_collect(lists, months=months, kinds=[str(kind) for kind in KINDS_OF_EU_SALES])


def standing_of(declarations: Sequence[int]) -> list[Declaration]:
    """Give declarations with their lines, and their lists with what was typed for them."""
    named = Declaration.objects.filter(pk__in=declarations).select_related(
        "sales_list__company", "sales_list__registration"
    )
    return list(named.prefetch_related("lines", "sales_list__manual_lines"))


def those_that_differ(lists: "QuerySet[SalesList] | Sequence[SalesList]") -> list[Differing]:
    """Give, of one company's reported lists, those that say otherwise than the books, in order of their days.

    Collected again are those alone that something has happened to since.
    """
    standing = standing_of(to_collect(compared(lists))[0])
    if not standing:
        return []
    declared = [before.sales_list for before in standing]
    return that_differ(standing, collect_together(declared[0].company, lists=declared)[1])


def that_differ(standing: Sequence[Declaration], collected: Sequence[Collection]) -> list[Differing]:
    """Give which declarations say otherwise than what is collected of their lists, in order of days."""
    found = [
        Differing(before.sales_list, before, collection, differs)
        for before, collection in zip(standing, collected, strict=True)
        if (differs := differences(declared_lines(before), collection))
    ]
    return sorted(found, key=lambda one: (one.sales_list.start_date, one.sales_list.pk))
