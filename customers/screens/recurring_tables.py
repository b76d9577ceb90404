"""How the list of recurring invoices looks, on the page and in exports."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from arclose.web.links import page_url
from arclose.web.states import state_badge
from arclose.web.tables import DayColumn, ListTable, PageColumn, StateColumn
from customers.models import RecurringInvoice
from customers.models.recurring import RecurrenceUnit
from customers.screens.tables import CustomerColumn

_RIGHT = {"th": {"class": "amount"}, "td": {"class": "amount"}}


def pattern_in_words(recurring: RecurringInvoice) -> str:
    """Say how often it comes."""
    count = recurring.every
    said = {
        RecurrenceUnit.DAYS: ngettext("every day", "every %(count)d days", count),
        RecurrenceUnit.WEEKS: ngettext("every week", "every %(count)d weeks", count),
        RecurrenceUnit.MONTHS: ngettext("every month", "every %(count)d months", count),
        RecurrenceUnit.YEARS: ngettext("every year", "every %(count)d years", count),
    }[RecurrenceUnit(recurring.unit)] % {"count": count}
    if not recurring.month_day:
        return said
    return gettext("%(often)s, on day %(day)d or the last one") % {"often": said, "day": recurring.month_day}


class RecurringTable(ListTable):
    """Recurring invoices, newest first."""

    document = PageColumn("customers:recurring_invoice", accessor="pk", verbose_name=_("Document"), order_by=("pk",))
    customer = CustomerColumn()
    template = tables.Column(verbose_name=_("Template"), order_by=("template__code",))
    comes = tables.Column(accessor="every", verbose_name=_("Comes"), orderable=False)
    start_date = DayColumn(verbose_name=_("First day"))
    end_date = DayColumn(verbose_name=_("Last day"), orderable=False)
    generated = tables.Column(verbose_name=_("Generated"), attrs=_RIGHT, orderable=False)
    waiting = tables.Column(verbose_name=_("Not posted"), attrs=_RIGHT, orderable=False)
    state = StateColumn(accessor="is_stopped", verbose_name=_("Status"), orderable=False)

    class Meta(ListTable.Meta):
        order_by = ("-document",)

    def render_document(self, record: Any) -> SafeString | str:
        """Give its name as a link."""
        url = page_url(self.request, "customers:recurring_invoice", pk=record.pk)
        return format_html('<a class="row-link nowrap" href="{}">{}</a>', url, record)

    def value_document(self, record: Any) -> str:
        """Give its name for an export."""
        return str(record)

    def render_comes(self, record: Any) -> str:
        """Say how often it comes."""
        return pattern_in_words(record)

    def render_state(self, record: Any) -> SafeString | str:
        """Say whether it goes on."""
        return state_badge("canceled" if record.is_stopped else "open", _stopped(record))

    def value_state(self, record: Any) -> str:
        """Say it for an export."""
        return _stopped(record)


def _stopped(record: Any) -> str:
    return gettext("Stopped by hand") if record.is_stopped else gettext("Goes on")
