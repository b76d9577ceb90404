"""Preview, post and take back payments from their lists and pages, at once or as a job."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import (
    POSTED_NOW_AT_MOST,
    key_of,
    new_key,
    submit_as_job,
    tell_the_others,
    write,
)
from arclose.batch.screens.seen import seen_by, signed
from arclose.ledger.models import Voucher
from arclose.ledger.outcomes import CannotPost, Outcome
from arclose.ledger.posting import KeyReused
from arclose.ledger.seen import NotAsSeen
from arclose.web.links import back_to_list
from arclose.web.said import said
from arclose.web.selection import selected_rows
from customers import subledger
from customers.previewing import differences
from customers.screens.as_shown import Answer, answered
from journals.kinds.payments import PAYMENT, PAYMENT_LABEL, PAYMENTS
from journals.models import Payment
from journals.payments.paying import TAKEN_BACK, post_payments, reverse_payments
from journals.payments.previewing import post_payments_as_seen, preview_payments
from journals.refusals import title_of
from journals.screens.journals import company_journals, to_journal
from journals.screens.payment_forms import ReverseForm
from journals.screens.payment_tables import PaymentFilter
from journals.screens.payments import company_payments, to_payment
from journals.screens.taking_back import taken_back


def preview(request: CompanyRequest) -> HttpResponse:
    """Show what posting the chosen payments would make, and post nothing."""
    return _show_preview(request, _chosen(request))


def _show_preview(
    request: CompanyRequest, chosen: "QuerySet[Payment]", *, changed: NotAsSeen | None = None
) -> HttpResponse:
    ids = list(chosen.order_by("payment_date", "pk").values_list("pk", flat=True)[: POSTED_NOW_AT_MOST + 1])
    if not ids:
        messages.warning(request, _none_chosen())
        return back_to_payments(request)
    if len(ids) > POSTED_NOW_AT_MOST:
        messages.error(request, _too_many())
        return back_to_payments(request)
    found, errors = None, []
    try:
        found = preview_payments(company=request.company, documents=ids, previewed_by=request.user)
    except CannotPost as error:
        errors = [str(error)]
    context = {
        "title": _("Preview of payments"),
        "preview": found,
        "errors": errors,
        "changes": _changes(request, changed) if changed else [],
        "ids": ids,
        "is_whole": "is_whole" in request.POST,
        "seen": signed(found.seen) if found else "",
        "key": new_key(),
        "query": request.GET.urlencode(),
    }
    return render(request, "journals/payment_preview.html", context)


def _changes(request: CompanyRequest, changed: NotAsSeen) -> list[tuple[Payment | None, str]]:
    found = differences(seen=changed.seen, now=changed.now, titled=title_of)
    known = company_payments(request).in_bulk([pk for pk, _text in found])
    return [(known.get(pk), text) for pk, text in found]


def post(request: CompanyRequest) -> HttpResponse:
    """Post the chosen payments at once: as a preview showed them where there was one; all or none where asked for."""
    chosen = _chosen(request)
    ids = list(chosen.order_by("pk").values_list("pk", flat=True)[: POSTED_NOW_AT_MOST + 1])
    if not ids:
        messages.warning(request, _none_chosen())
    elif len(ids) > POSTED_NOW_AT_MOST:
        messages.error(request, _too_many())
    else:
        try:
            tell(request, write(partial(_post, request, ids)), is_whole="is_whole" in request.POST)
        except NotAsSeen as changed:
            return _show_preview(request, chosen, changed=changed)
        except (CannotPost, KeyReused) as error:
            messages.error(request, str(error))
    return back_to_payments(request)


def _post(request: CompanyRequest, ids: list[int]) -> Outcome:
    values: dict[str, Any] = {
        "company": request.company,
        "documents": ids,
        "posted_by": request.user,
        "key": key_of(request),
        "is_whole": "is_whole" in request.POST,
    }
    seen = seen_by(request)
    return post_payments(**values) if seen is None else post_payments_as_seen(**values, seen=seen)


def tell(request: CompanyRequest, outcome: Outcome, *, is_whole: bool) -> None:
    """Say how many payments were posted, and why the others were not."""
    if outcome.posted:
        count = len(outcome.posted)
        text = ngettext("%(count)d payment is posted.", "%(count)d payments are posted.", count)
        messages.success(request, text % {"count": count})
    heading = _("Nothing was posted: a journal is posted whole. These stand in its way:") if is_whole else ""
    tell_the_others(request, outcome, named="PM-{}".format, heading=heading)


def post_as_job(request: CompanyRequest) -> HttpResponse:
    """Submit the chosen payments as a job."""
    labeled = _chosen(request).annotate(label=PAYMENT_LABEL)
    return submit_as_job(
        request,
        kind=PAYMENTS,
        description=said(lambda: _("Post payments of %(company)s") % {"company": request.company.code}),
        documents=labeled.order_by("payment_date", "pk").values_list("pk", "payment_date", "label"),
        back=back_to_payments(request),
        none_chosen=_none_chosen(),
    )


def reverse(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask for day and reason, show what it would make, then take a payment back: what it settled is open again."""
    found = get_object_or_404(company_payments(request).select_related("customer"), pk=pk)
    own = Voucher.objects.filter(company=request.company, document_id=found.pk)
    if own.filter(document_type=PAYMENT, reversed_by__isnull=False).exists():
        return _taken_back(request, found) if request.method == "POST" else to_payment(request, found)
    initial = {"day": max(min(request.today, request.period.end_date), found.payment_date)}
    form = ReverseForm(request.POST if request.method == "POST" else None, today=request.today, initial=initial)
    key, answer = key_of(request), Answer()
    if form.is_valid():
        vouchers = own.filter(document_type__in=[PAYMENT, *TAKEN_BACK.along]).values_list("pk", flat=True)
        opened = subledger.opened_by_taking_back(vouchers=list(vouchers))
        answer = answered(request, form, transactions=opened, settle=partial(_reverse, request, found, form))
        if answer.is_done:
            return _taken_back(request, found)
        key = new_key()
    title = _("Take back: payment %(payment)s") % {"payment": found}
    context = {"title": title, "payment": found, "form": form, "key": key, **answer.context()}
    return render(request, "journals/reverse_payment.html", context, status=answer.status)


def _taken_back(request: CompanyRequest, payment: Payment) -> HttpResponse:
    messages.success(request, _("The payment is taken back. What it settled is open again."))
    return to_payment(request, payment)


def _reverse(
    request: CompanyRequest, payment: Payment, form: ReverseForm, *, key: str, is_preview: bool = False
) -> Outcome:
    outcome = reverse_payments(
        company=request.company,
        documents=[payment.pk],
        **form.cleaned_data,
        reversed_by=request.user,
        key=key,
        is_preview=is_preview,
    )
    return taken_back(outcome)


def _chosen(request: CompanyRequest) -> "QuerySet[Payment]":
    return selected_rows(request, rows=company_payments(request), filters=PaymentFilter)


def _none_chosen() -> str:
    return _("No payment that waits was chosen. Tick some, or choose all of the filter.")


def _too_many() -> str:
    text = _("At once, up to %(count)s payments are posted. Post these as a job, or choose fewer.")
    return text % {"count": POSTED_NOW_AT_MOST}


def back_to_payments(request: CompanyRequest) -> HttpResponse:
    """Go back to the journal that the query names, else to the list of payments."""
    named = request.GET.get("journal", "")
    if named.isdecimal() and len(named) < len(str(2**63)):
        found = company_journals(request).filter(pk=int(named)).first()
        if found:
            return to_journal(request, found)
    return back_to_list(request, "journals:payments")
