"""Filters and tags of the templates: amounts, days, links, states.

Amounts and days have one filter each: ``{{ total|amount:"EUR" }}``, ``{{ invoice.invoice_date|day }}``.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.formats import number_format
from django.utils.safestring import SafeString

from arclose.web import amounts, days, states
from arclose.web.links import changed_query, page_url

register = template.Library()


@register.filter
def amount(value: Decimal | None, currency: Any = "") -> str:
    """Give an amount in the user's locale, with the currency's decimals; nothing for None."""
    return "" if value is None else amounts.format_amount(value, currency)


@register.filter
def amount_cell(value: Decimal | None, currency: Any = "") -> str:
    """Give an amount for a table's cell: zero is a dash, None an empty cell."""
    if value is None:
        return ""
    return amounts.format_amount(value, currency) if value else amounts.DASH


@register.filter
def money(value: Decimal | None, currency: Any) -> str:
    """Give an amount with its currency: EUR 1,234.56."""
    return "" if value is None else amounts.format_money(value, currency)


@register.filter
def plain(value: Decimal | None, decimals: int = 0) -> str:
    """Give a quantity or percentage without needless zeros; ``{{ price|plain:2 }}`` with two decimals or more."""
    return "" if value is None else amounts.format_plain(value, decimals)


@register.filter
def quantity_cell(value: Decimal) -> str:
    """Give a quantity in a table, nothing as a dash."""
    return amounts.format_plain(value) if value else amounts.DASH


@register.filter
def day(value: date | None) -> str:
    """Give a day unmistakably: 31 Oct 2026; nothing for None."""
    return days.format_day(value) if value else ""


@register.filter
def short_day(value: date) -> str:
    """Give a day without its year: 31 Oct."""
    return days.format_short_day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """Give day and time in the company's time zone; nothing for None."""
    return days.format_moment(value) if value else ""


@register.filter
def state(key: Any, word: Any) -> SafeString:
    """Give icon and word of a state: ``{{ order.state|state:order.get_state_display }}``."""
    return states.state_badge(str(key), word)


@register.filter
def localized(number: int) -> str:
    """Give a count in the user's locale, grouped: 12,345."""
    return str(number_format(number, decimal_pos=0, use_l10n=True, force_grouping=True))


@register.simple_tag
def icon_address(name: str) -> str:
    """Give the address of a drawing, where its ``<svg>`` stands in the template."""
    return states.icon_address(name)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Give a drawing of static/arclose/icons.svg."""
    return states.icon(name)


@register.simple_tag(takes_context=True)
def page(context: template.Context, route: str, **values: Any) -> str:
    """Give the address of a page in the current company and period: ``{% page "customers:invoice" pk=1 %}``."""
    return page_url(context["request"], route, **values)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """Give the current filters with some changed (None: taken away): ``href="{% query state="posted" %}"``."""
    return changed_query(context["request"].GET, **changes)


@register.simple_tag(takes_context=True)
def query_of(context: template.Context, name: str, value: Any) -> str:
    """Give the current filters with the one of this name changed; an empty value takes it away."""
    return changed_query(context["request"].GET, **{name: value or None})


@register.simple_tag(takes_context=True)
def may(context: template.Context, route: str, method: str = "GET") -> bool:
    """Tell whether the user may use a route this way: ``{% may "ledger:hold" "POST" as can_hold %}``."""
    allowed = getattr(context.get("request"), "may_open", None)
    return bool(allowed and allowed(route, method))


@register.simple_tag
def sort_query(column: Any) -> str:
    """Give the order that a click on the column's head asks for."""
    return str(column.order_by_alias.next)


@register.filter
def field_with_errors(field: BoundField) -> SafeString:
    """Give the input of a field, tied to its error and its help."""
    ends = [f"{field.auto_id}_error"] if field.errors else []
    attributes: dict[str, Any] = {"aria-invalid": "true"} if field.errors else {}
    if field.help_text:
        ends.append(f"{field.auto_id}_help")
    if ends:
        attributes["aria-describedby"] = " ".join(ends)
    parts = getattr(field.field.widget, "widgets", [])
    css = field.field.widget.attrs.get("class", "") or (parts[0].attrs.get("class", "") if parts else "")
    attributes["class"] = f"{css} is-invalid" if field.errors else css
    return field.as_widget(attrs=attributes)
