"""General vouchers: the list, the page of one, and posting from them."""

from functools import partial

from django.contrib import messages
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Sum, When
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import POSTED_NOW_AT_MOST, key_of, new_key, submit_as_job, write
from arclose.ledger.models import Voucher
from arclose.ledger.outcomes import CannotPost, Outcome
from arclose.web.days import format_day
from arclose.web.links import back_to_list, page_url
from arclose.web.lists import ListPage
from arclose.web.selection import selected_rows
from journals import canceling
from journals.canceling import VoucherPosted, may_cancel
from journals.filters import GeneralVoucherFilter
from journals.forms import CancelForm
from journals.kinds.general import GENERAL_VOUCHER, GENERAL_VOUCHERS
from journals.models import GeneralVoucher, GeneralVoucherLine
from journals.posting import post_general_vouchers
from journals.tables import GeneralVoucherTable

REASONS_SHOWN = 10


def company_vouchers(request: CompanyRequest) -> "QuerySet[GeneralVoucher]":
    """Give the general vouchers of the request's company."""
    return GeneralVoucher.objects.filter(company=request.company)


def general_vouchers(request: CompanyRequest) -> HttpResponseBase:
    """List the general vouchers."""
    # A sum over joined lines would count a voucher once per line in the list's counts.
    debits = GeneralVoucherLine.objects.filter(voucher=OuterRef("pk"), amount__gt=0).order_by().values("voucher")
    rows = company_vouchers(request).annotate(debit_amount=Subquery(debits.values(sum=Sum("amount"))))
    may_post = request.may_open("journals:post_vouchers", "POST")
    listing = ListPage(
        request,
        name="general-vouchers",
        rows=rows,
        table=GeneralVoucherTable,
        filters=GeneralVoucherFilter,
        may_choose=may_post,
    )
    context = {
        "title": _("General vouchers"),
        "key": new_key(),
        "actions": "journals/voucher_actions.html" if may_post else "",
    }
    return listing.answer("journals/general_vouchers.html", context)


def general_voucher(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one general voucher: head, lines, and the voucher in the books."""
    found = get_object_or_404(
        company_vouchers(request).select_related("currency", "posting__posted_by", "cancellation__canceled_by"),
        pk=pk,
    )
    context = {
        "title": _("General voucher %(number)s") % {"number": found.number},
        "voucher": found,
        "lines": _sides(found).select_related("account").order_by("line_number"),
        "totals": _sides(found).aggregate(debit=Sum("debit_amount"), credit=Sum("credit_amount")),
        "facts": _facts(found),
        "posted": Voucher.objects.filter(
            company=request.company, document_type=GENERAL_VOUCHER, document_id=found.pk
        ).first(),
        "is_open": may_cancel(found),
        "key": new_key(),
    }
    return render(request, "journals/general_voucher.html", context)


def _sides(voucher: GeneralVoucher) -> "QuerySet[GeneralVoucherLine]":
    """Give the lines with their amount as a debit or as a credit, above zero."""
    return voucher.lines.annotate(
        debit_amount=Case(When(amount__gt=0, then="amount")),
        credit_amount=Case(When(amount__lt=0, then=-F("amount"))),
    )


def _facts(voucher: GeneralVoucher) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Date"), format_day(voucher.voucher_date)),
        (_("Text"), voucher.text),
        (_("Currency"), voucher.currency_id),
        (_("Status"), voucher.get_status_display()),
    ]
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
        except VoucherPosted as error:
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


def post_vouchers(request: CompanyRequest) -> HttpResponse:
    """Post the chosen vouchers at once, and say what was left out and why."""
    chosen = _chosen(request)
    ids = list(chosen.order_by("pk").values_list("pk", flat=True)[: POSTED_NOW_AT_MOST + 1])
    if not ids:
        messages.warning(request, _none_chosen())
    elif len(ids) > POSTED_NOW_AT_MOST:
        error = _("At once, up to %(count)s vouchers are posted. Post these as a job, or choose fewer.")
        messages.error(request, error % {"count": POSTED_NOW_AT_MOST})
    else:
        _post(request, ids)
    return _back(request)


def _post(request: CompanyRequest, ids: list[int]) -> None:
    try:
        outcome = write(
            partial(
                post_general_vouchers,
                company=request.company,
                documents=ids,
                posted_by=request.user,
                key=key_of(request),
            )
        )
    except CannotPost as error:
        messages.error(request, str(error))
    else:
        _tell(request, outcome)


def _tell(request: CompanyRequest, outcome: Outcome) -> None:
    if outcome.posted:
        count = len(outcome.posted)
        text = ngettext("%(count)d voucher is posted.", "%(count)d vouchers are posted.", count)
        messages.success(request, text % {"count": count})
    if outcome.already:
        count = len(outcome.already)
        text = ngettext("%(count)d was posted before and stays so.", "%(count)d were posted before and stay so.", count)
        messages.info(request, text % {"count": count})
    shown = outcome.left_out[:REASONS_SHOWN]
    named = company_vouchers(request).filter(pk__in=[refusal.document_id for refusal in shown])
    numbers = dict(named.values_list("pk", "number"))
    for refusal in shown:
        messages.error(request, f"{numbers.get(refusal.document_id, '')}: {refusal.reason} {refusal.remedy}")
    if len(outcome.left_out) > REASONS_SHOWN:
        messages.error(request, _("%(count)d were left out in all.") % {"count": len(outcome.left_out)})


def post_vouchers_as_job(request: CompanyRequest) -> HttpResponse:
    """Submit the chosen vouchers as a job."""
    return submit_as_job(
        request,
        kind=GENERAL_VOUCHERS,
        description=_("Post general vouchers of %(company)s") % {"company": request.company.code},
        documents=_chosen(request).order_by("voucher_date", "pk").values_list("pk", "voucher_date", "number"),
        back=_back(request),
        none_chosen=_none_chosen(),
    )


def _none_chosen() -> str:
    return _("No voucher was chosen. Tick some, or choose all of the filter.")


def _chosen(request: CompanyRequest) -> "QuerySet[GeneralVoucher]":
    return selected_rows(request, rows=company_vouchers(request), filters=GeneralVoucherFilter)


def _back(request: CompanyRequest) -> HttpResponse:
    return back_to_list(request, "journals:general_vouchers")
