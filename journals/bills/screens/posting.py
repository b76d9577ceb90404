"""Lines of journals of bills: their list and page, preview, post, as a job, delete, and take back."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
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
    write_for,
)
from arclose.batch.screens.seen import seen_by, signed
from arclose.ledger.models import Voucher
from arclose.ledger.outcomes import CannotPost, Outcome
from arclose.ledger.posting import KeyReused
from arclose.ledger.seen import NotAsSeen
from arclose.web.amounts import format_money
from arclose.web.days import format_day
from arclose.web.links import back_to_list, page_url
from arclose.web.said import said
from arclose.web.selection import selected_rows
from customers.models import Concession
from customers.previewing import differences
from customers.settling.concession_entries import CONCESSION
from customers.settling.marking import marks_of
from journals.acts import CannotEnter
from journals.bills.customer_fees import BILL_FEE
from journals.bills.entering import delete_step, holder_of
from journals.bills.entries import BILL_STEP, BILL_STEPS, STEP_LABEL
from journals.bills.posting import post_bill_steps
from journals.bills.previewing import post_steps_as_seen, preview_steps
from journals.bills.refusals import in_words
from journals.bills.screens.journals import actions, company_steps, listing_of_steps
from journals.bills.screens.tables import StepFilter
from journals.bills.undoing import undo_steps
from journals.models import BillFee, BillStatus, BillStep, Journal, RemittanceType, StepStatus
from journals.screens.journals import company_journals, to_journal
from journals.screens.payment_forms import ReverseForm


def bill_steps(request: CompanyRequest) -> HttpResponseBase:
    """List the lines of all journals of bills."""
    listing = listing_of_steps(request, company_steps(request))
    context = {"title": _("Lines of journals of bills"), "key": new_key(), "actions": actions(request)}
    return listing.answer("journals/bill_steps.html", context)


def bill_step(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one line: what it does, what it marks, and its voucher."""
    rows = company_steps(request).select_related(
        "bill", "customer", "method", "bank_account", "remittance", "reason", "journal__name", "entered_by", "posting"
    )
    found = get_object_or_404(rows, pk=pk)
    voucher = Voucher.objects.filter(company=request.company, document_type=BILL_STEP, document_id=pk).first()
    fees = list(found.fees.order_by("pk"))
    context = {
        "title": _("Bill line %(line)s: %(step)s") % {"line": found, "step": found.get_step_type_display()},
        "step": found,
        "facts": [*facts_of_step(found), *facts_of_fees(found, fees)],
        "voucher": voucher,
        "beside": [*_conceded_beside(voucher), *_of_fees(found)] if voucher else [],
        "back_voucher": Voucher.objects.filter(reversal_of=voucher).first() if voucher else None,
        "marks": marks_of(company=request.company, holder=holder_of(found)).select_related("transaction"),
        "is_waiting": found.status == StepStatus.OPEN,
        "is_last": bool(
            found.bill
            and found.undone_by_id is None
            and found.bill.last_step_id == found.pk
            and found.bill.status != BillStatus.CLOSED
        ),
        "key": new_key(),
    }
    return render(request, "journals/bill_step.html", context)


def _conceded_beside(voucher: Voucher) -> "QuerySet[Voucher]":
    """Give the vouchers of what was conceded on what a step opened: a write-off with relief of sales tax."""
    conceded = Concession.objects.filter(company=voucher.company_id, transaction__voucher=voucher).values("pk")
    rows = Voucher.objects.filter(company=voucher.company_id, document_type=CONCESSION, document_id__in=conceded)
    return rows.order_by("pk")


def _of_fees(step: BillStep) -> "QuerySet[Voucher]":
    return Voucher.objects.filter(company=step.company_id, document_type=BILL_FEE, document_id=step.pk)


def facts_of_fees(step: BillStep, fees: Sequence[BillFee]) -> list[tuple[str, str]]:
    """Give what the customer is charged beside a step, fee by fee."""
    label = _("Charged to the customer")
    return [(label, f"{fee.name} {format_money(fee.amount, step.currency_id)}") for fee in fees]


def facts_of_step(step: BillStep) -> list[tuple[str, object]]:
    """Give what a line says beside its bill, or its customer where there is none; what it does not say is left out."""

    def money(amount: Any) -> str:
        return format_money(amount, step.currency_id) if amount else ""

    has_bank = step.remittance_type != RemittanceType.NONE
    facts: list[tuple[str, object]] = [
        (_("Customer"), step.customer if step.bill_id else ""),
        (_("Date"), format_day(step.step_date)),
        (_("Amount"), money(step.amount)),
        (_("Due date"), format_day(step.due_date) if step.due_date else ""),
        (_("Method of payment"), step.method or ""),
        (_("Remittance type"), step.get_remittance_type_display() if has_bank else ""),
        (_("Bank account"), step.bank_account or ""),
        (_("Remittance"), step.remittance or ""),
        (_("Advance"), money(step.advance_amount)),
        (_("Bank charges"), money(step.charges_amount)),
        (_("Discount interest"), money(step.discount_interest_amount)),
        (_("Deferred interest"), money(step.deferred_amount)),
        (_("Released interest"), money(step.released_amount)),
        (_("Costs"), money(step.costs_amount)),
        (_("Interest"), money(step.interest_amount)),
        (_("Cause"), step.cause),
        (_("Reason"), f"{step.reason} {step.reason.name}" if step.reason else ""),
        (_("Entered by"), step.entered_by),
    ]
    return [(label, value) for label, value in facts if value]


def preview(request: CompanyRequest) -> HttpResponse:
    """Show what posting the chosen lines would make, and post nothing."""
    return _show_preview(request, _chosen(request))


def _show_preview(
    request: CompanyRequest, chosen: "QuerySet[BillStep]", *, changed: NotAsSeen | None = None
) -> HttpResponse:
    ids = _ids(chosen)
    if reason := _cannot(ids):
        messages.warning(request, reason)
        return _back(request)
    found, errors = None, []
    try:
        found = preview_steps(company=request.company, documents=ids, previewed_by=request.user)
    except CannotPost as error:
        errors = [str(error)]
    context = {
        "title": _("Preview of bills"),
        "preview": found,
        "errors": errors,
        "changes": _changes(request, changed) if changed else [],
        "ids": ids,
        "is_whole": "is_whole" in request.POST,
        "seen": signed(found.seen) if found else "",
        "key": new_key(),
        "query": request.GET.urlencode(),
        "journal": _named_journal(request),
    }
    return render(request, "journals/bill_preview.html", context)


def _changes(request: CompanyRequest, changed: NotAsSeen) -> list[tuple[BillStep | None, str]]:
    found = differences(seen=changed.seen, now=changed.now, titled=lambda code: (in_words(code, []) or (code,))[0])
    known = company_steps(request).in_bulk([pk for pk, _text in found])
    return [(known.get(pk), text) for pk, text in found]


def post(request: CompanyRequest) -> HttpResponse:
    """Post the chosen lines at once: as a preview showed them where there was one; all or none where asked for."""
    chosen = _chosen(request)
    ids = _ids(chosen)
    if reason := _cannot(ids):
        messages.warning(request, reason)
        return _back(request)
    try:
        tell(request, write(partial(_post, request, ids)), is_whole="is_whole" in request.POST)
    except NotAsSeen as changed:
        return _show_preview(request, chosen, changed=changed)
    except (CannotPost, KeyReused) as error:
        messages.error(request, str(error))
    return _back(request)


def _post(request: CompanyRequest, ids: list[int]) -> Outcome:
    values: dict[str, Any] = {
        "company": request.company,
        "documents": ids,
        "posted_by": request.user,
        "key": key_of(request),
        "is_whole": "is_whole" in request.POST,
    }
    seen = seen_by(request)
    return post_bill_steps(**values) if seen is None else post_steps_as_seen(**values, seen=seen)


def tell(request: CompanyRequest, outcome: Outcome, *, is_whole: bool) -> None:
    """Say how many lines were posted, and why the others were not."""
    if outcome.posted:
        count = len(outcome.posted)
        text = ngettext("%(count)d line is posted.", "%(count)d lines are posted.", count)
        messages.success(request, text % {"count": count})
    heading = _("Nothing was posted: a journal is posted whole. These stand in its way:") if is_whole else ""
    tell_the_others(request, outcome, named="BL-{}".format, heading=heading)


def post_as_job(request: CompanyRequest) -> HttpResponse:
    """Submit the chosen lines as a job."""
    labeled = _chosen(request).annotate(label=STEP_LABEL)
    return submit_as_job(
        request,
        kind=BILL_STEPS,
        description=said(lambda: _("Post bills of exchange of %(company)s") % {"company": request.company.code}),
        documents=labeled.order_by("step_date", "pk").values_list("pk", "step_date", "label"),
        back=_back(request),
        none_chosen=_none_chosen(),
    )


def delete(request: CompanyRequest, pk: int) -> HttpResponse:
    """Delete a line that is not posted."""
    found = get_object_or_404(company_steps(request).select_related("journal__name"), pk=pk)
    name = str(found)
    try:
        is_deleted = delete_step(step=found, deleted_by=request.user)
    except CannotEnter as error:
        messages.error(request, str(error))
        return to_step(request, found)
    if is_deleted:
        messages.success(request, _("Line %(line)s is deleted; it marks nothing any more.") % {"line": name})
        return to_journal(request, found.journal)
    messages.error(request, _("Line %(line)s is posted by now: take it back instead.") % {"line": name})
    return to_step(request, found)


def undo(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask for day and reason, then take a posted line back: its bill stands where it stood before."""
    found = get_object_or_404(company_steps(request).select_related("bill"), pk=pk)
    key = key_of(request)
    initial = {"day": max(min(request.today, request.period.end_date), found.step_date)}
    form = ReverseForm(request.POST if request.method == "POST" else None, today=request.today, initial=initial)
    if form.is_valid():
        asked = {"company": request.company, "documents": [found.pk], **form.cleaned_data, "key": key}
        outcome = write_for(form, partial(undo_steps, **asked, undone_by=request.user))
        if outcome and (outcome.posted or outcome.already):
            messages.success(request, _("The step is taken back. The bill stands where it stood before."))
            return to_step(request, found)
    words = {"step": found.get_step_type_display(), "bill": found.bill or found}
    title = _("Take back: %(step)s of %(bill)s") % words
    context = {"title": title, "step": found, "form": form, "key": key}
    return render(request, "journals/undo_bill_step.html", context)


def to_step(request: CompanyRequest, step: BillStep) -> HttpResponse:
    """Go to the page of a line."""
    return HttpResponseRedirect(page_url(request, "journals:bill_step", pk=step.pk))


def _chosen(request: CompanyRequest) -> "QuerySet[BillStep]":
    return selected_rows(request, rows=company_steps(request), filters=StepFilter)


def _ids(chosen: "QuerySet[BillStep]") -> list[int]:
    return list(chosen.order_by("step_date", "pk").values_list("pk", flat=True)[: POSTED_NOW_AT_MOST + 1])


def _cannot(ids: list[int]) -> str:
    if not ids:
        return _none_chosen()
    text = _("At once, up to %(count)s lines are posted. Post these as a job, or choose fewer.")
    return text % {"count": POSTED_NOW_AT_MOST} if len(ids) > POSTED_NOW_AT_MOST else ""


def _none_chosen() -> str:
    return _("No line that waits was chosen. Tick some, or choose all of the filter.")


def _back(request: CompanyRequest) -> HttpResponse:
    """Go back to the journal that the query names, else to the list of lines."""
    if found := _named_journal(request):
        return to_journal(request, found)
    return back_to_list(request, "journals:bill_steps")


def _named_journal(request: CompanyRequest) -> Journal | None:
    named = request.GET.get("journal", "")
    is_id = named.isdecimal() and len(named) < len(str(2**63))
    return company_journals(request).filter(pk=int(named)).first() if is_id else None
