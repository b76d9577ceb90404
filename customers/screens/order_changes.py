"""What somebody changed of an order, in words."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from arclose.web.amounts import DASH, format_plain
from arclose.web.days import format_day
from customers.models import OrderChange, SalesOrder, SalesOrderLine

DETAILS_SHOWN = 8
CHARACTERS_SHOWN = 60


def change_in_words(change: OrderChange) -> str:
    """Give what was changed, the first details of many, with what was written before and after; or why."""
    said = [_said(detail) for detail in change.details[:DETAILS_SHOWN]]
    if len(change.details) > DETAILS_SHOWN:
        said.append(_("and %(count)d more") % {"count": len(change.details) - DETAILS_SHOWN})
    return "; ".join(filter(None, [*said, change.reason]))


def _said(detail: Mapping[str, Any]) -> str:
    line = _("line %(number)s") % {"number": detail["line"]} if "line" in detail else ""
    if "field" not in detail:
        goods = {"line": line, "goods": detail.get("after", detail.get("before", ""))}
        return _("%(line)s deleted: %(goods)s") % goods if line else _("line added: %(goods)s") % goods
    if detail["field"] == "charges":
        return _("charges")
    field = (SalesOrderLine if line else SalesOrder)._meta.get_field(detail["field"])
    name = _(str(field.verbose_name))  # type: ignore[union-attr]
    return _("%(field)s %(before)s → %(after)s") % {
        "field": f"{line}, {name}" if line else name,
        "before": _shown(field, detail["before"]),
        "after": _shown(field, detail["after"]),
    }


def _shown(field: Any, text: str) -> str:
    if not text:
        return DASH
    if isinstance(field, models.DateField):
        return format_day(date.fromisoformat(text))
    if isinstance(field, models.DecimalField):
        return format_plain(Decimal(text))
    if isinstance(field, models.BooleanField):
        return _("yes") if text == "True" else _("no")
    if field.choices:
        return capfirst(str(dict(field.choices).get(text, text)))
    return Truncator(" ".join(text.split())).chars(CHARACTERS_SHOWN)
