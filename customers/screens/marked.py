"""Transactions that documents hold: the list of marks, and letting go of chosen ones."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import django_tables2 as tables
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import tell_left_out, write
from arclose.ledger.documents import called, kept_from, kind_of
from arclose.web.filters import ChoiceFilter, DayRangeFilter, ListFilter
from arclose.web.links import back_to_list, page_url
from arclose.web.lists import ListPage
from arclose.web.selection import selected_rows
from arclose.web.tables import AmountColumn, DayColumn, ListTable, MomentColumn, SelectColumn
from arclose.web.totals import Totals
from customers.models import Mark
from customers.screens.filters import CustomerPickFilter, DocumentFilter
from customers.screens.tables import CustomerColumn
from customers.settling.marking import Holder, release

LONGEST_NUMBER = 19


Left = Callable[..., "QuerySet[Mark]"]
_LEFT_BEHIND: list[Left] = []
LEFT_BEHIND = "left_behind"


def ask_what_is_left_behind(left: Left) -> None:
    """Let the list show what ``left(company=, until=)`` gives: marks that no document settles in the period."""
    _LEFT_BEHIND.append(left)


class LeftBehindFilter(ChoiceFilter):
    """Marks by whether their documents will settle them in the period."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer those that they will not."""
        choices = [(LEFT_BEHIND, gettext_lazy("Left behind"))]
        super().__init__(**{"label": gettext_lazy("State"), "choices": choices, **kwargs})

    def filter(self, qs: "QuerySet[Any]", value: Any) -> "QuerySet[Any]":
        """Give the marks."""
        if value != LEFT_BEHIND:
            return qs
        request = self.parent.request
        of = {"company": request.company, "until": request.period.end_date}
        return qs.filter(pk__in=[pk for left in _LEFT_BEHIND for pk in left(**of).values_list("pk", flat=True)])


class MarkFilter(ListFilter):
    """Marked transactions of a customer, with a number, or those that are left behind."""

    text = DocumentFilter(number="transaction__document_number", customer="transaction__customer")
    customer = CustomerPickFilter(field_name="transaction__customer")
    state = LeftBehindFilter()
    date = DayRangeFilter(field_name="transaction__transaction_date", label=gettext_lazy("Date"))


class _HeldColumn(SelectColumn):
    """A box to choose a marked transaction with, and who held it when it was shown."""

    def render(self, value: Any, record: Mark, table: Any) -> SafeString:
        """Give the box, and the holder beside it."""
        box = super().render(value, record, table)
        shown = '{}<input type="hidden" name="holder_{}" value="{} {}">'
        return format_html(shown, box, value, record.document_type, record.document_id)


class MarkTable(ListTable):
    """Transactions that a document holds: which one, who marked it, and since when."""

    select = _HeldColumn()
    document = tables.Column(
        accessor="transaction__document_number",
        verbose_name=gettext_lazy("Document"),
        attrs={"td": {"class": "nowrap"}},
    )
    due_date = DayColumn(accessor="transaction__due_date", verbose_name=gettext_lazy("Due date"))
    customer = CustomerColumn("transaction__customer")
    amount = AmountColumn(currency="transaction__currency_id", verbose_name=gettext_lazy("Marked amount"))
    currency = tables.Column(
        accessor="transaction__currency_id", verbose_name=gettext_lazy("Currency"), orderable=False
    )
    holder = tables.Column(accessor="document_id", verbose_name=gettext_lazy("Will be settled by"), orderable=False)
    marked_by = tables.Column(verbose_name=gettext_lazy("By"), orderable=False)
    marked_at = MomentColumn(verbose_name=gettext_lazy("Since"))

    class Meta(ListTable.Meta):
        order_by = ("marked_at",)

    def render_holder(self, value: int, record: Mark) -> SafeString | str:
        """Give the document, as a link to its page."""
        kind = kind_of(record.document_type)
        name = self.value_holder(value, record)
        if kind.route and self.request.may_open(kind.route):
            return format_html('<a href="{}">{}</a>', page_url(self.request, kind.route, pk=value), name)
        return name

    def value_holder(self, value: int, record: Mark) -> str:
        """Give the document in words."""
        return called(record.document_type, value)


def company_marks(request: CompanyRequest) -> Any:
    """Give the marks on transactions of the request's company, but for those of documents kept from its user."""
    rows = Mark.objects.filter(company=request.company)
    for document_type, hidden in kept_from(request):
        rows = rows.exclude(document_type=document_type, document_id__in=hidden)
    return rows


def marked_transactions(request: CompanyRequest) -> HttpResponseBase:
    """List the transactions that documents hold, with who holds them."""
    may_release = request.may_open("customers:release_marked", "POST")
    listing = ListPage(
        request,
        name="marked-transactions",
        rows=company_marks(request).select_related("transaction__customer", "marked_by"),
        table=MarkTable,
        filters=MarkFilter,
        totals=Totals(currency="transaction__currency_id", amounts={"amount": "amount"}),
        may_choose=may_release,
    )
    context = {
        "title": _("Marked transactions"),
        "lead": _("What a document will settle when it is posted. Nobody else can settle it until then."),
        "actions": "customers/marked_actions.html" if may_release else "",
    }
    return listing.answer("customers/marked_transactions.html", context)


def release_marked(request: CompanyRequest) -> HttpResponse:
    """Let go of the chosen transactions; the documents that held them stay, and settle that much less."""
    chosen = selected_rows(request, rows=company_marks(request), filters=MarkFilter)
    shown = {pk: _holder_shown(request, pk) or now for pk, now in _held_now(chosen)}
    act = partial(release, company=request.company, shown=shown, released_by=request.user)
    count, kept = write(act) if shown else (0, ())
    tell_left_out(request, kept, str)
    if count:
        text = ngettext("%(count)d transaction is free again.", "%(count)d transactions are free again.", count)
        messages.success(request, text % {"count": count})
    elif not kept:
        messages.warning(request, _("Tick what is to be released."))
    return back_to_list(request, "customers:marked_transactions")


def _held_now(chosen: "QuerySet[Mark]") -> Iterator[tuple[int, Holder]]:
    for pk, document_type, document in chosen.values_list("pk", "document_type", "document_id"):
        yield pk, Holder(document_type, document)


def _holder_shown(request: CompanyRequest, pk: int) -> Holder | None:
    """Give who held a transaction where its row was shown; None where the whole filter was chosen."""
    document_type, _space, document = request.POST.get(f"holder_{pk}", "").rpartition(" ")
    is_number = document.isascii() and document.isdecimal() and len(document) < LONGEST_NUMBER
    return Holder(document_type, int(document)) if is_number else None
