"""Which reported lists say otherwise than the books: found without collecting those that nothing has happened to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, ExpressionWrapper, F, Model, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, JSONObject

from arclose.ledger.money import ZERO
from ecsales import sql
from ecsales.collecting import Collection, TypedList, collect_together
from ecsales.corrections import Difference, by_key, differences
from ecsales.formats import CREDITS_GO_BACK
from ecsales.formats.listing import PURCHASES
from ecsales.models import Declaration, DeclaredLine, ManualLine, SalesList
from ecsales.reporting_rules import KINDS_OF_EU_SALES

_Line = TypeVar("_Line", bound=Model)
# How a value is read that JSON does not know.
_READ: dict[str, Callable[[str], Any]] = {"amount": Decimal, "line_date": date.fromisoformat}


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


@dataclass(frozen=True)
class Standing:
    """What the authority has of a list, line by line, and what is typed for the list now."""

    declaration: Declaration
    lines: Sequence[DeclaredLine]
    typed: Sequence[ManualLine]


def standing_of(declarations: Sequence[int]) -> list[Standing]:
    """Give what stands by some declarations, in one statement."""
    if not declarations:
        return []
    told = DeclaredLine.objects.filter(declaration=OuterRef("pk"))
    typed = ManualLine.objects.filter(sales_list=OuterRef("sales_list")).order_by("pk")
    named = Declaration.objects.filter(pk__in=declarations).annotate(
        told=_as_json(told, "supplies"), typed=_as_json(typed, "id", "line_date", "commodity_code")
    )
    return [
        Standing(one, _of_json(DeclaredLine, one.told), _of_json(ManualLine, one.typed))
        for one in named.select_related("sales_list__company", "sales_list__registration")
    ]


def _as_json(lines: "QuerySet[Any]", *names: str) -> ArraySubquery:
    """Give what lines say, with their amounts as text: to JavaScript they would be no decimals."""
    says: dict[str, Any] = {name: name for name in ("country", "vat_number", "kind", "name", *names)}
    return ArraySubquery(lines.values(json=JSONObject(**says, amount=Cast("amount", TextField()))))


def _of_json(model: type[_Line], lines: Sequence[dict[str, Any]]) -> list[_Line]:
    return [
        model(**{name: _READ[name](value) if name in _READ else value for name, value in line.items()})
        for line in lines
    ]


def those_that_differ(lists: "QuerySet[SalesList] | Sequence[SalesList]") -> list[Differing]:
    """Give, of one company's reported lists, those that say otherwise than the books, in order of their days.

    Collected again are those alone that something has happened to since.
    """
    standing = standing_of(to_collect(compared(lists))[0])
    if not standing:
        return []
    company = standing[0].declaration.sales_list.company
    return that_differ(standing, collect_together(company, lists=typed_for(standing))[1])


def typed_for(standing: Sequence[Standing]) -> list[TypedList]:
    """Give the lists with what is typed for them, as they are collected."""
    return [(one.declaration.sales_list, one.typed) for one in standing]


def that_differ(standing: Sequence[Standing], collected: Sequence[Collection]) -> list[Differing]:
    """Give which declarations say otherwise than what is collected of their lists, in order of days."""
    found = [
        Differing(one.declaration.sales_list, one.declaration, collection, differs)
        for one, collection in zip(standing, collected, strict=True)
        if (differs := differences(by_key(one.lines), collection))
    ]
    return sorted(found, key=lambda one: (one.sales_list.start_date, one.sales_list.pk))
