"""A submitted EC sales list on paper: for states whose file is typed in by hand, and for the records of all others."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from arclose.web.amounts import format_amount, format_money
from customers.papers.letterhead import Letterhead, filled
from customers.papers.paper import Column, Paper, table, total
from customers.papers.writing import line_of, long_day
from ecsales.formats.listing import PURCHASES, Kind
from ecsales.models import Declaration

LINES_AT_MOST = 5_000


def paper_of(declared: Declaration) -> Paper:
    """Give a submitted list as it was submitted, in the company's language."""
    with override(declared.company.language):
        return _paper(declared)


def _paper(declared: Declaration) -> Paper:
    sales_list, registration = declared.sales_list, declared.sales_list.registration
    lines = list(declared.lines.order_by("line_number"))
    head = Letterhead(declared.company, []).head(at=declared.reported_at, vat_number=registration.vat_number)
    content = head | {
        "title": _("Correction of an EC sales list") if declared.is_correction else _("EC sales list"),
        "number": str(sales_list.period),
        "addressee_label": "",
        "addressee": [],
        "places": [],
        "facts": filled(
            (_("Period"), str(sales_list.period)),
            (_("VAT number"), line_of(registration.vat_number)),
            (_("Currency"), declared.currency_id),
            (_("Reported"), long_day(declared.reported_at.date())),
            (_("Reported by"), line_of(str(declared.reported_by))),
        ),
        "lead": [],
        "table": table(_columns(declared), [_row(declared, line) for line in lines]),
        "totals": _totals(declared, lines),
    }
    number = f"{_('EC sales list')}-{registration.vat_number}-{sales_list.period}-{declared.number}"
    return Paper("sales_list", declared.pk, number, declared.reported_at.date(), content)


def _columns(declared: Declaration) -> list[Column]:
    before = [Column(_("Declared before"))] if declared.is_correction else []
    return [
        Column(_("VAT number"), "left"),
        Column(_("Name"), "left", "fill"),
        Column(_("Kind"), "left"),
        *before,
        Column(_("Amount")),
    ]


def _row(declared: Declaration, line: Any) -> list[str]:
    before = [format_amount(line.previous_amount, declared.currency)] if declared.is_correction else []
    return [
        f"{line.country} {line.vat_number}",
        line_of(line.name),
        str(Kind(line.kind).label),
        *before,
        format_amount(line.amount, declared.currency),
    ]


def _totals(declared: Declaration, lines: list[Any]) -> list[dict[str, str]]:
    """Give the sum of each kind, and of all supplies."""
    sums: dict[Kind, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[Kind(line.kind)] += line.amount
    kinds = [total(str(kind.label), format_amount(sums[kind], declared.currency)) for kind in Kind if sums.get(kind)]
    supplies = sum((amount for kind, amount in sums.items() if kind not in PURCHASES), Decimal(0))
    return [*kinds, total(_("Supplies in total"), format_money(supplies, declared.currency), style="grand")]
