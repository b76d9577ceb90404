"""Collect the EU sales of a registration and period: what is listed, what is not and why. Both are all of them.

One grouped query over the tax rows as posting stored them; what becomes of a group is decided from what it says.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from arclose.ledger.memberships import memberships
from arclose.ledger.models import Company, VatRegistration
from arclose.ledger.models.currencies import Union
from arclose.ledger.money import ZERO
from customers.models.sales_tax import TaxKind
from ecsales import sql
from ecsales.formats import credits_go_back
from ecsales.formats.listing import PURCHASES, Kind, Period
from ecsales.models import ListedNumber, ListParameters, ManualLine, SalesList
from ecsales.reporting_rules import KINDS_OF_EU_SALES, LISTED, REASONS, Reason, Rules
from ecsales.sql import Group, Supply
from ecsales.vat_numbers import prefix_of, split

LineKey = tuple[str, str, Kind]
TypedList = tuple[SalesList, Iterable[ManualLine]]


@dataclass(frozen=True)
class Scope:
    """A company's registration and the period that is looked at; ``dated_since`` leaves earlier documents aside."""

    company: Company
    registration: VatRegistration
    period: Period
    rules: Rules
    dated_since: date | None = None

    @staticmethod
    def of(sales_list: SalesList) -> "Scope":
        """Give that of a list."""
        return _scopes(sales_list.company, [], [sales_list])[1][0]

    @property
    def first(self) -> date:
        """Give the first day."""
        return self.period.first_day

    @property
    def last(self) -> date:
        """Give the last day."""
        return self.period.last_day

    @property
    def is_home(self) -> bool:
        """Tell whether it is the registration of the company's own state."""
        return self.registration.country == self.company.country

    @cached_property
    def asked(self) -> dict[str, Any]:
        """Give what statements take."""
        return {
            "company": self.company.pk,
            "registration": self.registration.pk,
            "is_home": self.is_home,
            "first": self.first,
            "last": self.last,
            "dated_since": self.dated_since or self.first,
            "kinds": [str(kind) for kind in KINDS_OF_EU_SALES],
            "credits_go_back": credits_go_back(self.registration.country),
            "abroad": sorted(set(self.rules.goods_members) - {self.registration.country}),
        }


def scopes_of(company: Company, period: Period) -> list[Scope]:
    """Give the registrations of a company, in states that are members on the days of a period, in order of state."""
    return _scopes(company, [period], [])[0]


def _scopes(company: Company, periods: Sequence[Period], lists: Sequence[SalesList]) -> tuple[list[Scope], list[Scope]]:
    """Give the scopes of each of some periods, and those of lists in their order, asked in one statement."""
    days = sorted({one.first_day for one in periods} | {one.start_date for one in lists})
    held = list(_with_what_decides(company, *days).order_by("country", "valid_from")) if days else []
    of_periods = [_scope_held(company, by, one, days.index(one.first_day)) for one in periods for by in held]
    holder = {registration.pk: registration for registration in held}
    of_lists = [(one, holder[one.registration_id], days.index(one.start_date)) for one in lists]
    return (
        [scope for scope in of_periods if scope],
        [Scope(company, by, one.period, _rules(by, place)) for one, by, place in of_lists],
    )


def _scope_held(company: Company, registration: Any, period: Period, place: int) -> Scope | None:
    """Give the scope of a registration where it holds on some day of a period, in a member state."""
    ended = registration.valid_to is not None and registration.valid_to < period.first_day
    rules = _rules(registration, place)
    if ended or registration.valid_from > period.last_day or registration.country not in rules.goods_members:
        return None
    return Scope(company, registration, period, rules)


def parameters_of(registration: VatRegistration) -> ListParameters:
    """Give the parameters of a registration's lists, the usual ones where it has none of its own."""
    own: ListParameters | None = getattr(registration, "list_parameters", None)
    return own or ListParameters(company_id=registration.company_id, registration=registration)


def _with_what_decides(company: Company, *days: date) -> "QuerySet[Any]":
    """Give the registrations of a company with all that decides about their lists, in one statement.

    That is their parameters, who was a member of which union on each day, and the numbers given that count from the
    first day on.
    """
    unions = {"goods_members": Union.EU_GOODS, "service_members": Union.EU}
    rows = VatRegistration.objects.filter(company=company).select_related("list_parameters", "currency")
    given = ListedNumber.objects.filter(company=company).exclude(valid_to__lt=min(days)).order_by("pk")
    theirs = given.filter(Q(registration=OuterRef("pk")) | Q(registration=None))
    return rows.annotate(
        numbers_given=ArraySubquery(
            theirs.values(
                json=JSONObject(
                    customer="customer",
                    used="used_number",
                    listed="listed_number",
                    since="valid_from",
                    until="valid_to",
                )
            )
        ),
        **{
            f"{name}_{place}": ArraySubquery(memberships(union=union, on=on).order_by("country").values("country"))
            for name, union in unions.items()
            for place, on in enumerate(days)
        },
    )


def _rules(registration: Any, place: int) -> Rules:
    """Give the rules of a day that was asked for, by its place. States join and leave between two periods."""
    return Rules(
        home=prefix_of(registration.country),
        goods_members=frozenset(getattr(registration, f"goods_members_{place}")),
        members=frozenset(getattr(registration, f"service_members_{place}")),
        reports_cash_discounts=parameters_of(registration).reports_cash_discounts,
    )


@dataclass(frozen=True)
class Fate:
    """What becomes of a group: the line it is on, or the reason why on none."""

    group: Group
    number: str
    reason: str = ""

    @property
    def key(self) -> LineKey:
        """Give country, number and kind of its line."""
        return line_key(self.group, self.number)

    @property
    def why(self) -> Reason:
        """Give why it is not listed."""
        return REASONS[self.reason]

    @property
    def stands(self) -> bool:
        """Tell whether anything is left of it once its credit notes are taken off."""
        return bool(self.group.amount or self.group.accounting_amount)


@dataclass
class ListLine:
    """What a list says of a VAT number and kind, to the cent in the currency of the registration."""

    country: str
    vat_number: str
    kind: Kind
    name: str
    amount: Decimal = ZERO
    supplies: int = 0

    @property
    def number(self) -> str:
        """Give the number with its country."""
        return f"{self.country}{self.vat_number}"

    @property
    def key(self) -> LineKey:
        """Give country, number and kind."""
        return (self.country, self.vat_number, self.kind)


@dataclass(frozen=True)
class LeftOut:
    """EU sales that are not listed for one reason: how many documents, and how much."""

    code: str
    fates: Sequence[Fate]

    @property
    def why(self) -> Reason:
        """Give the reason."""
        return REASONS[self.code]

    @property
    def blocks(self) -> bool:
        """Tell whether something of it has to be listed: of what was credited in full within these days nothing has."""
        return self.why.blocks and any(fate.stands for fate in self.fates)

    @property
    def documents(self) -> int:
        """Give the number of documents."""
        return sum(fate.group.documents for fate in self.fates)

    @property
    def amount(self) -> Decimal:
        """Give the amount, in the currency of the registration."""
        return sum((fate.group.amount for fate in self.fates), ZERO)


@dataclass(frozen=True)
class Collection:
    """The EU sales of a registration and period, and what was typed beside them."""

    scope: Scope
    fates: Sequence[Fate]
    manual: Sequence[ManualLine]

    @cached_property
    def listed(self) -> list[Fate]:
        """Give what is listed."""
        return [fate for fate in self.fates if not fate.reason]

    @cached_property
    def lines(self) -> list[ListLine]:
        """Give the lines in order of country, number and kind: one per VAT number and kind."""
        return self._added_up(self.manual)

    @cached_property
    def lines_of_documents(self) -> list[ListLine]:
        """Give the lines without what was typed."""
        return self._added_up([])

    def _added_up(self, manual: Iterable[ManualLine]) -> list[ListLine]:
        found: dict[LineKey, ListLine] = {}
        for fate in self.listed:
            _add(found, fate.key, fate.group.customer_name, fate.group.amount, fate.group.documents)
        for one in manual:
            _add(found, (one.country, one.vat_number, Kind(one.kind)), one.name, one.amount, 1)
        return sorted(found.values(), key=lambda line: line.key)

    @cached_property
    def left_out(self) -> list[LeftOut]:
        """Give what is not listed, by reason; what blocks first."""
        of_reason: dict[str, list[Fate]] = defaultdict(list)
        for fate in self.fates:
            if fate.reason:
                of_reason[fate.reason].append(fate)
        return sorted(
            (LeftOut(code, fates) for code, fates in of_reason.items()), key=lambda out: (not out.blocks, out.code)
        )

    @property
    def blocking(self) -> list[LeftOut]:
        """Give what has to be listed and cannot."""
        return [LeftOut(out.code, [one for one in out.fates if one.stands]) for out in self.left_out if out.blocks]

    @property
    def total(self) -> Decimal:
        """Give the sum of the lines, without purchases."""
        return sum((line.amount for line in self.lines if line.kind not in PURCHASES), ZERO)

    @property
    def purchases(self) -> Decimal:
        """Give the sum of the lines of purchases."""
        return sum((line.amount for line in self.lines if line.kind in PURCHASES), ZERO)

    @property
    def typed(self) -> Decimal:
        """Give what manual lines make of the total."""
        return sum((one.amount for one in self.manual if one.kind not in PURCHASES), ZERO)

    @property
    def left_out_amount(self) -> Decimal:
        """Give what is not listed, in the currency of the registration."""
        return sum((out.amount for out in self.left_out), ZERO)

    @property
    def accounting_amounts(self) -> tuple[Decimal, Decimal]:
        """Give what is listed of the books, and what is not, in accounting currency."""
        listed = sum((fate.group.accounting_amount for fate in self.listed), ZERO)
        return listed, sum((fate.group.accounting_amount for fate in self.fates if fate.reason), ZERO)

    @property
    def row_count(self) -> int:
        """Give the number of tax rows and manual lines."""
        return sum(fate.group.rows for fate in self.fates) + len(self.manual)


def _add(found: dict[LineKey, ListLine], key: LineKey, name: str, amount: Decimal, supplies: int) -> None:
    line = found.setdefault(key, ListLine(*key, name=name))
    line.amount += amount
    line.supplies += supplies


def collect(scope: Scope, *, manual: Iterable[ManualLine] = ()) -> Collection:
    """Give the EU sales of a registration and period as they stand now."""
    return _collected(scope, sql.groups([scope.asked])[0], manual)


def collect_list(sales_list: SalesList) -> Collection:
    """Give those of a list, with its manual lines."""
    manual = sales_list.manual_lines.order_by("pk")
    return collect_together(sales_list.company, lists=[(sales_list, manual)])[1][0]


def collect_together(
    company: Company,
    periods: Sequence[Period] = (),
    *,
    lists: Sequence[TypedList] = (),
    dated_since: date | None = None,
) -> tuple[list[Collection], list[Collection]]:
    """Give the EU sales of each registration and period, and those of lists of the company with what is typed for them.

    Two statements ask for all of it; ``dated_since`` leaves earlier documents of the periods aside.
    """
    of_periods, of_lists = _scopes(company, periods, [one for one, _typed in lists])
    asked = [replace(scope, dated_since=dated_since) for scope in of_periods] + of_lists
    manual: list[Iterable[ManualLine]] = [()] * len(of_periods) + [typed for _one, typed in lists]
    found = [
        _collected(scope, groups, typed)
        for scope, groups, typed in zip(asked, sql.groups([scope.asked for scope in asked]), manual, strict=True)
    ]
    return found[: len(of_periods)], found[len(of_periods) :]


def _collected(scope: Scope, groups: Iterable[Group], manual: Iterable[ManualLine] = ()) -> Collection:
    numbers = listed_numbers(scope)
    return Collection(scope, [fate_of(group, scope.rules, numbers) for group in groups], list(manual))


def fate_of(group: Group, rules: Rules, numbers: dict[tuple[int, str], str]) -> Fate:
    """Give what becomes of a group, with the number that a person gave for it where there is one."""
    number = number_listed(group, numbers)
    return Fate(group, number, rules.reason(group, number))


def number_listed(row: Group | Supply, numbers: dict[tuple[int, str], str]) -> str:
    """Give the VAT number by which a list names EU sales: the one given for that of the document, or that itself."""
    return numbers.get((row.customer_id, row.used_number), row.used_number)


def line_key(row: Group | Supply, number: str) -> LineKey:
    """Give country, number and kind of the line of what is listed."""
    return (*split(number), LISTED[TaxKind(row.tax_kind)])


def listed_numbers(scope: Scope) -> dict[tuple[int, str], str]:
    """Give the numbers that lists take instead, by customer and number on the document; the last given one counts."""
    first, last = scope.first.isoformat(), scope.last.isoformat()
    return {
        (one["customer"], one["used"]): one["listed"]
        for one in scope.registration.numbers_given  # type: ignore[attr-defined]
        if one["since"] <= last and (one["until"] or last) >= first
    }
