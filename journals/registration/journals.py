"""What general journals and payment journals add: jobs, pages, search, kinds of documents and probes."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet

from arclose.batch.kinds import JobKind, SelectDocuments
from arclose.batch.models import JobTask
from arclose.batch.screens import late_selection
from arclose.batch.screens.narrowing import Narrowing
from arclose.ledger.documents import DocumentKind
from arclose.ledger.probes import Probe
from arclose.web import pages, search
from arclose.web.days import format_day
from arclose.web.links import page_url
from arclose.web.pages import Page
from arclose.web.search import Provider
from journals.entering import keep_or_let_go
from journals.filters import GeneralVoucherFilter
from journals.jobs import GENERAL_VOUCHER_JOB, PAYMENT_JOB
from journals.kinds.general import GENERAL_VOUCHER
from journals.kinds.payments import PAYMENT, PAYMENT_LABEL
from journals.marked_lines import note_release
from journals.models import GeneralVoucher, Journal, Payment, PaymentStatus, VoucherStatus
from journals.privacy import hidden_journals
from journals.proofs import (
    marks_can_be_settled,
    payments_are_posted_whole,
    returned_payments_are_taken_back,
    vouchers_are_posted_whole,
)
from journals.registration.additions import Additions
from journals.screens.payment_tables import PaymentFilter
from journals.screens.payments import company_payments, hidden_payments
from journals.views import company_vouchers, hidden_vouchers

# A text may stand in any of a million vouchers: search looks through the newest, the list of vouchers through all.
TEXTS_LOOKED_AT = 50_000


def _called(voucher: int) -> str:
    """Give the number of a general voucher; nothing where there is none any more."""
    return GeneralVoucher.objects.filter(pk=voucher).values_list("number", flat=True).first() or ""


def _hidden_from(task: JobTask) -> "QuerySet[Journal]":
    """Give the journals that whoever the job works for does not see."""
    user = task.job.works_for
    roles = user.memberships.filter(company=task.company_id).values_list("role", flat=True)
    return hidden_journals(company=task.company, user=user, roles=list(roles))


def _select_vouchers(task: JobTask) -> "QuerySet[Any, Any]":
    """Give (id, date, label) of the vouchers that the filter of a task finds now and that are open."""
    seen = GeneralVoucher.objects.exclude(journal__in=_hidden_from(task))
    found = late_selection.found_now(task, rows=seen, filters=GeneralVoucherFilter, day="voucher_date")
    return found.filter(status=VoucherStatus.OPEN).values_list("pk", "voucher_date", "number")


def _select_payments(task: JobTask) -> "QuerySet[Any, Any]":
    """Give (id, date, label) of the payments that wait for a task and that are open."""
    seen = Payment.objects.exclude(journal__in=_hidden_from(task))
    found = late_selection.found_now(task, rows=seen, filters=PaymentFilter, day="payment_date")
    rows: QuerySet[Any, Any] = found.filter(status=PaymentStatus.OPEN).annotate(shown=PAYMENT_LABEL)
    return rows.values_list("pk", "payment_date", "shown")


def _found(request: HttpRequest, text: str) -> Iterator[search.Hit]:
    """Give vouchers by number, then the newest whose text has it, of the last :data:`TEXTS_LOOKED_AT`."""
    rows = company_vouchers(request)  # type: ignore[arg-type]
    oldest = rows.order_by("-pk").values("pk")[TEXTS_LOOKED_AT : TEXTS_LOOKED_AT + 1]
    recent = rows.filter(text__icontains=text, pk__gte=Coalesce(Subquery(oldest), 0)).order_by("-pk")
    numbered = rows.filter(Q(number__startswith=text) | Q(number__startswith=text.upper())).order_by("number")
    most = search.HITS_PER_PROVIDER
    found = numbered[:most].union(recent[:most])
    for voucher in sorted(
        found, key=lambda voucher: (not voucher.number.upper().startswith(text.upper()), voucher.number)
    ):
        yield search.Hit(
            title=voucher.number,
            url=page_url(request, "journals:general_voucher", pk=voucher.pk),
            detail=f"{voucher.text} · {format_day(voucher.voucher_date)} · {voucher.get_status_display()}",
        )


def _named_payments(request: HttpRequest, text: str) -> "QuerySet[Payment]":
    rows = company_payments(request)  # type: ignore[arg-type]
    number = text.upper().removeprefix("PM-")
    named = Q(reference__icontains=text)
    if number.isdecimal() and len(number) < 19:
        named |= Q(pk=int(number))
    return rows.filter(named)


def _found_payments(request: HttpRequest, text: str) -> Iterator[search.Hit]:
    for payment in (
        _named_payments(request, text).select_related("customer").order_by("-pk")[: search.HITS_PER_PROVIDER]
    ):
        yield search.Hit(
            title=str(payment),
            url=page_url(request, "journals:payment", pk=payment.pk),
            detail=f"{payment.customer} · {format_day(payment.payment_date)} · {payment.get_status_display()}",
        )


def _posting_job(kind: JobKind, select: SelectDocuments, filters: type[FilterSet]) -> JobKind:
    task_form = late_selection.narrowed_to(Narrowing(filters, ["text", "date"]))
    return replace(kind, select=select, task_form=task_form, facts=late_selection.facts_of)


OF_JOURNALS = Additions(
    jobs=(
        _posting_job(GENERAL_VOUCHER_JOB, _select_vouchers, GeneralVoucherFilter),
        _posting_job(PAYMENT_JOB, _select_payments, PaymentFilter),
    ),
    documents=(
        DocumentKind(
            GENERAL_VOUCHER,
            _("General voucher"),
            route="journals:general_voucher",
            undone_by=_("A general voucher is reversed on its own page."),
            kept_from=hidden_vouchers,
            called=_called,
        ),
        DocumentKind(
            PAYMENT,
            _("Payment"),
            route="journals:payment",
            undone_by=_("A payment is taken back on its own page."),
            kept_from=hidden_payments,
            called="PM-{}".format,
        ),
    ),
    pages=(
        Page(
            "journals:payment_journals",
            label=_("Payment journals"),
            section=pages.JOURNALS,
            position=5,
            icon="voucher",
            keywords=_("customer payments, receipts, bank"),
            names=(_("Payments"),),
            highlights=(
                "journals:payment_journal",
                "journals:new_payment_journal",
                "journals:payments",
                "journals:payment",
                "journals:enter_payment",
                "journals:enter_payments",
                "journals:change_payment",
                "journals:reverse_payment",
                "journals:change_payment_status",
                "journals:payment_proposal",
                "journals:reimbursement",
                "journals:direct_debit",
            ),
        ),
        Page(
            "journals:general_journals",
            label=_("General journals"),
            section=pages.JOURNALS,
            position=9,
            icon="voucher",
            keywords=_("general journal, memorial, entries"),
            names=(_("Journals"),),
            highlights=(
                "journals:general_journal",
                "journals:new_general_journal",
                "journals:enter_voucher",
                "journals:change_voucher",
                "journals:copy_journal",
            ),
        ),
        Page(
            "journals:general_vouchers",
            label=_("General vouchers"),
            section=pages.JOURNALS,
            position=10,
            icon="voucher",
            keywords=_("general journal"),
            highlights=("journals:general_voucher", "journals:cancel_voucher", "journals:reverse_general_voucher"),
        ),
    ),
    before_release={PAYMENT: keep_or_let_go, GENERAL_VOUCHER: note_release},
    searches=(
        Provider(_("General vouchers"), "journals:general_voucher", _found, position=40),
        Provider(_("Payments"), "journals:payment", _found_payments, position=46, rows=_named_payments),
    ),
    probes=(
        Probe("general vouchers", _("Every general voucher is posted whole."), vouchers_are_posted_whole),
        Probe("payments", _("Every payment is posted whole."), payments_are_posted_whole),
        Probe("marks", _("What a payment or a voucher marks, it can settle."), marks_can_be_settled),
        Probe("returns", _("Every payment that the bank returned is taken back."), returned_payments_are_taken_back),
    ),
)
