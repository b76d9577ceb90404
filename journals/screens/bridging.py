"""Bridged payments: what was not seen on the bank account, clearing it, and the page of a clearing."""

from functools import partial
from typing import Any

import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key, write
from arclose.ledger.models import Voucher
from arclose.ledger.outcomes import CannotPost
from arclose.web.days import format_day
from arclose.web.filters import DayRangeFilter, ListFilter, RowFilter, SearchFilter
from arclose.web.forms import DatedForm, DayField
from arclose.web.links import back_to_list, page_url
from arclose.web.lists import ListPage
from arclose.web.selection import selected_rows
from arclose.web.tables import AmountColumn, DayColumn, ListTable, PageColumn, SelectColumn
from arclose.web.totals import Totals
from journals.banking.queries import UNMATCHED
from journals.kinds.bridging import BRIDGE_CLEARING
from journals.models import BankStatementLine, BridgeClearing, Payment
from journals.payments import bridging
from journals.screens.journals import hidden_from
from journals.screens.payment_tables import own_bank_accounts

CHOSEN_AT_MOST = 500
LINES_OFFERED = 100


class ClearForm(DatedForm):
    """When bridged payments were seen on the bank account, and on which line of its statements."""

    day = DayField(label=gettext_lazy("Date"))
    bank_line: Any = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label=gettext_lazy("Line of a bank statement"),
        empty_label=gettext_lazy("none"),
        help_text=gettext_lazy("Lines of the same amount that wait to be matched."),
        widget=forms.Select({"class": "form-select"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, lines: "QuerySet[BankStatementLine]", **kwargs: Any) -> None:
        """Offer these lines."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["bank_line"]
        field.queryset = lines
        field.label_from_instance = lambda line: f"{format_day(line.booking_date)} · {line.text or line.pk}"


class BridgedTable(ListTable):
    """What stands or stood on bridging accounts, newest first."""

    select = SelectColumn()
    number = PageColumn("ledger:voucher", verbose_name=gettext_lazy("Voucher"))
    posting_date = DayColumn(verbose_name=gettext_lazy("Date"), order_by=("posting_date", "pk"))
    text = tables.Column(verbose_name=gettext_lazy("Text"), orderable=False)
    bank_account = tables.Column(
        accessor="bank_account_code", verbose_name=gettext_lazy("Bank account"), orderable=False
    )
    bridged_amount = AmountColumn(currency="currency_id", verbose_name=gettext_lazy("Amount"), orderable=False)
    currency = tables.Column(accessor="currency_id", verbose_name=gettext_lazy("Currency"), orderable=False)

    class Meta(ListTable.Meta):
        order_by = ("-posting_date",)


class BridgedFilter(ListFilter):
    """What stands or stood on bridging accounts."""

    text = SearchFilter(fields=["number", "text"])
    bank_account = RowFilter(
        queryset=own_bank_accounts, field_name="bank_account_id", label=gettext_lazy("Bank account")
    )
    date = DayRangeFilter(field_name="posting_date", label=gettext_lazy("Date"))


def waiting_vouchers(request: CompanyRequest) -> "QuerySet[Any]":
    """Give the bridged vouchers that were not seen on a bank account, but for those that are kept from the user."""
    own = Payment.objects.filter(pk=OuterRef("payment_id"))
    rows = bridging.without_hidden(bridging.uncleared(company=request.company), hidden_from(request))
    found: QuerySet[Any] = rows.annotate(bank_account_code=Subquery(own.values("bank_account__code")))
    return found


def bridged_payments(request: CompanyRequest) -> HttpResponseBase:
    """List what stands on bridging accounts."""
    listing = ListPage(
        request,
        name="bridged-payments",
        rows=waiting_vouchers(request),
        table=BridgedTable,
        filters=BridgedFilter,
        totals=Totals(currency="currency_id", amounts={"bridged_amount": "bridged_amount"}),
        may_choose=request.may_open("journals:clear_bridged", "POST"),
    )
    may_clear = request.may_open("journals:clear_bridged", "POST")
    context = {
        "title": _("Bridged payments"),
        "actions": "journals/bridged_actions.html" if may_clear else "",
    }
    return listing.answer("journals/bridged_payments.html", context)


def clear_bridged(request: CompanyRequest) -> HttpResponse:
    """Show what the chosen vouchers come to, ask for the day, and move it to the bank account."""
    chosen = selected_rows(request, rows=waiting_vouchers(request), filters=BridgedFilter)
    found = list(chosen.order_by("posting_date", "pk")[: CHOSEN_AT_MOST + 1])
    if not found or len(found) > CHOSEN_AT_MOST:
        messages.warning(request, _("Tick from one up to %(count)d vouchers.") % {"count": CHOSEN_AT_MOST})
        return back_to_list(request, "journals:bridged_payments")
    rows: list[Any] = list(found)
    total = sum(one.bridged_amount for one in rows)
    lines = BankStatementLine.objects.filter(
        UNMATCHED, company=request.company, statement__bank_account=rows[0].bank_account_id, amount=total
    ).order_by("-booking_date", "pk")
    form = ClearForm(
        request.POST if "decided" in request.POST else None,
        today=request.today,
        lines=lines,
        initial={"day": min(request.today, request.period.end_date)},
    )
    key = key_of(request)
    if form.is_valid():
        clear = partial(
            bridging.clear_bridged,
            company=request.company,
            vouchers=[one.pk for one in found],
            **form.cleaned_data,
            cleared_by=request.user,
            key=key,
        )
        try:
            posting = write(clear)
        except CannotPost as error:
            form.add_error(None, str(error))
            key = new_key()
        else:
            made = BridgeClearing.objects.get(company=request.company, posting=posting)
            messages.success(request, _("They stand on the bank account now."))
            return HttpResponseRedirect(page_url(request, "journals:bridge_clearing", pk=made.pk))
    context = {
        "title": _("Clear bridged payments"),
        "vouchers": rows,
        "total": total,
        "currency": rows[0].currency_id,
        "form": form,
        "key": key,
        "query": request.GET.urlencode(),
    }
    return render(request, "journals/clear_bridged.html", context)


def bridge_clearing(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one clearing: its day, what it cleared, its voucher, and whether that was taken back."""
    rows = BridgeClearing.objects.filter(company=request.company).select_related(
        "bank_account", "posting__posted_by", "bank_line"
    )
    found = get_object_or_404(rows, pk=pk)
    voucher = Voucher.objects.select_related("reversed_by").get(
        company=request.company, document_type=BRIDGE_CLEARING, document_id=found.pk
    )
    bridged = bridging.bridged_vouchers(company=request.company).filter(bridge_clearings__clearing=found)
    context = {
        "title": _("Clearing of bridged payments %(clearing)s") % {"clearing": found},
        "clearing": found,
        "voucher": voucher,
        "facts": [
            (_("Date"), format_day(found.clearing_date)),
            (_("Bank account"), found.bank_account),
            (_("Text"), found.text),
            (_("Posted by"), found.posting.posted_by),
        ],
        "vouchers": bridged.order_by("posting_date", "pk"),
    }
    return render(request, "journals/bridge_clearing.html", context)
