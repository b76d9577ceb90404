"""General vouchers: the list, the page of one, and canceling it."""

from typing import Any

from django.contrib import messages
from django.db.models import Case, F, QuerySet, Sum, When
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import new_key, submit_form
from arclose.ledger.models import Voucher
from arclose.web.days import format_day
from arclose.web.links import page_url
from arclose.web.lists import ListPage
from arclose.web.totals import Totals
from journals import canceling
from journals.acts import LockedByJob
from journals.canceling import VoucherPosted, may_cancel
from journals.filters import GeneralVoucherFilter
from journals.forms import CancelForm
from journals.kinds.general import GENERAL_VOUCHER
from journals.models import GeneralVoucher, GeneralVoucherLine
from journals.privacy import hidden_journals
from journals.queries import with_debits
from journals.tables import GeneralVoucherTable

# Each is looked up among the lines of its voucher.
ADDED_UP_AT_MOST = 5_000


def company_vouchers(request: CompanyRequest) -> "QuerySet[GeneralVoucher]":
    """Give the general vouchers of the request's company, but for those in journals that are kept from the user."""
    hidden = hidden_journals(company=request.company, user=request.user, roles=request.roles)
    return GeneralVoucher.objects.filter(company=request.company).exclude(journal__in=hidden)


def hidden_vouchers(request: CompanyRequest) -> "QuerySet[Any, Any]":
    """Give the ids of the general vouchers that are kept from the user."""
    hidden = hidden_journals(company=request.company, user=request.user, roles=request.roles)
    return GeneralVoucher.objects.filter(company=request.company, journal__in=hidden).values("pk")


def general_vouchers(request: CompanyRequest) -> HttpResponseBase:
    """List the general vouchers."""
    listing = list_of_vouchers(request, company_vouchers(request))
    context = {
        "title": _("General vouchers"),
        "key": new_key(),
        "options": submit_form(request),
        "actions": "journals/voucher_actions.html" if request.may_open("journals:post_vouchers", "POST") else "",
    }
    return listing.answer("journals/general_vouchers.html", context)


def list_of_vouchers(request: CompanyRequest, rows: "QuerySet[GeneralVoucher]") -> ListPage:
    """Give the list of these general vouchers."""
    return ListPage(
        request,
        name="general-vouchers",
        rows=with_debits(rows),
        table=GeneralVoucherTable,
        filters=GeneralVoucherFilter,
        totals=Totals(
            currency="currency_id",
            amounts={"debit_amount": "debit_amount"},
            at_most=ADDED_UP_AT_MOST,
            counts_first=True,
        ),
        may_choose=request.may_open("journals:post_vouchers", "POST"),
    )


def general_voucher(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one general voucher: head, lines, and the voucher in the books."""
    found = get_object_or_404(
        company_vouchers(request).select_related(
            "currency", "journal__name", "entered_by", "posting__posted_by", "cancellation__canceled_by"
        ),
        pk=pk,
    )
    posted = (
        Voucher.objects.filter(company=request.company, document_type=GENERAL_VOUCHER, document_id=found.pk)
        .select_related("reversed_by__posting__posted_by")
        .first()
    )
    context = {
        "title": _("General voucher %(number)s") % {"number": found.number},
        "voucher": found,
        "lines": _sides(found)
        .select_related("account", "customer", "bank_account", "currency", "settles")
        .order_by("line_number"),
        "totals": _totals(found),
        "facts": _facts(found),
        "posted": posted,
        "is_open": may_cancel(found),
        "is_standing": bool(posted and not hasattr(posted, "reversed_by")),
        "key": new_key(),
    }
    return render(request, "journals/general_voucher.html", context)


def _sides(voucher: GeneralVoucher) -> "QuerySet[GeneralVoucherLine]":
    """Give the lines with their amount as a debit or as a credit, above zero."""
    return voucher.lines.annotate(
        debit_amount=Case(When(amount__gt=0, then="amount")),
        credit_amount=Case(When(amount__lt=0, then=-F("amount"))),
    )


def _totals(voucher: GeneralVoucher) -> "QuerySet[Any, Any]":
    """Give (currency, debit, credit) of each currency of the lines."""
    rows = _sides(voucher).order_by("currency").values_list("currency")
    return rows.annotate(debit=Sum("debit_amount"), credit=Sum("credit_amount"))


def _facts(voucher: GeneralVoucher) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Journal"), voucher.journal),
        (_("Date"), format_day(voucher.voucher_date)),
        (_("Currency"), voucher.currency_id),
    ]
    if voucher.entered_by:
        facts.append((_("Entered by"), voucher.entered_by))
    if voucher.posting:
        facts.append((_("Posted by"), voucher.posting.posted_by))
    if cancellation := getattr(voucher, "cancellation", None):
        facts += [(_("Canceled by"), cancellation.canceled_by), (_("Reason"), cancellation.reason)]
    if voucher.source:
        facts.append((_("Source"), voucher.source))
    return facts


def cancel_voucher(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask why, then cancel an open voucher."""
    found = get_object_or_404(company_vouchers(request), pk=pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            canceling.cancel_voucher(voucher=found, reason=form.cleaned_data["reason"], canceled_by=request.user)
        except (VoucherPosted, LockedByJob) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("General voucher %(number)s is canceled.") % {"number": found.number})
        return HttpResponseRedirect(page_url(request, "journals:general_voucher", pk=pk))
    context = {
        "title": _("Cancel general voucher %(number)s") % {"number": found.number},
        "voucher": found,
        "form": form,
        "is_open": may_cancel(found),
    }
    return render(request, "journals/cancel_voucher.html", context)
