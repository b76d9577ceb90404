"""What bills of exchange add: pages, search, kinds of documents, states, jobs and probes."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from arclose.batch.models import JobTask
from arclose.batch.screens import late_selection
from arclose.ledger.documents import DocumentKind
from arclose.ledger.probes import Probe
from arclose.web import pages, search
from arclose.web.days import format_day
from arclose.web.links import page_url
from arclose.web.pages import Page
from arclose.web.search import Provider
from customers.screens.customer_panels import Panel
from journals.bills.customer_fees import BILL_FEE
from journals.bills.entries import BILL_STEP, STEP_LABEL
from journals.bills.jobs import BILL_JOB, UNDO_BILLS_JOB
from journals.bills.proofs import (
    bills_are_numbered_without_gaps,
    bills_equal_their_accounts,
    bills_stand_where_their_steps_led,
    fees_are_posted_whole,
    steps_are_posted_whole,
)
from journals.bills.screens.bills import bills_of_customer
from journals.bills.screens.journals import ROUTES, TITLES, hidden_steps
from journals.bills.screens.tables import StepFilter
from journals.models import OF_BILLS as BILL_JOURNALS
from journals.models import Bill, BillStep, Journal, StepStatus
from journals.privacy import hidden_journals
from journals.registration.additions import Additions

_NAMES = {
    "draw": _("Draw bill of exchange journal"),
    "remittance": _("Remittance journal"),
    "settle": _("Settle bill of exchange journal"),
    "protest": _("Protest bill of exchange journal"),
    "redraw": _("Redraw bill of exchange journal"),
}
# The five journals stand behind the bills, which lead to them: navigation shows one entry for all.
_JOURNAL_PAGES = (
    *ROUTES.values(),
    "journals:new_bill_journal",
    "journals:bill_journal",
    "journals:bill_step",
    "journals:preview_bill_steps",
    "journals:post_bill_steps",
    "journals:draw_bill",
    "journals:draw_proposal",
    "journals:take_bills_on",
    "journals:undo_bill_step",
)
_WORDS = _("bills of exchange, promissory notes, drafts")


def _select_steps(task: JobTask) -> "QuerySet[Any, Any]":
    """Give (id, date, label) of the lines that wait for a task and that are open."""
    user = task.job.works_for
    roles = user.memberships.filter(company=task.company_id).values_list("role", flat=True)
    hidden: QuerySet[Journal] = hidden_journals(company=task.company, user=user, roles=list(roles))
    seen = BillStep.objects.exclude(journal__in=hidden)
    found = late_selection.found_now(task, rows=seen, filters=StepFilter, day="step_date")
    rows: QuerySet[Any, Any] = found.filter(status=StepStatus.OPEN).annotate(shown=STEP_LABEL)
    return rows.values_list("pk", "step_date", "shown")


def _named_bills(request: HttpRequest, text: str) -> "QuerySet[Bill]":
    named = Q(number__startswith=text.upper()) | Q(customer__number=text.upper())
    return Bill.objects.filter(named, company=request.company)  # type: ignore[attr-defined]


def _found_bills(request: HttpRequest, text: str) -> Iterator[search.Hit]:
    rows = _named_bills(request, text).select_related("customer").order_by("-pk")
    for bill in rows[: search.HITS_PER_PROVIDER]:
        yield search.Hit(
            title=bill.number,
            url=page_url(request, "journals:bill", pk=bill.pk),
            detail=f"{bill.customer} · {format_day(bill.due_date)} · {bill.get_status_display()}",
        )


_OF_WHAT_WAITS: dict[str, Any] = {"task_form": late_selection.WhatWaits, "facts": late_selection.facts_of}

OF_BILLS = Additions(
    jobs=(replace(BILL_JOB, select=_select_steps, **_OF_WHAT_WAITS), UNDO_BILLS_JOB),
    documents=(
        DocumentKind(
            BILL_STEP,
            _("Bill of exchange"),
            route="journals:bill_step",
            undone_by=_("A step of a bill is taken back on its own page."),
            kept_from=hidden_steps,
            called="BL-{}".format,
        ),
        DocumentKind(
            BILL_FEE,
            _("Fee on a bill of exchange"),
            route="journals:bill_step",
            undone_by=_("A fee is taken back with the step that it is charged on, on its page."),
            kept_from=hidden_steps,
            called="BL-{}".format,
        ),
    ),
    pages=(
        Page(
            "journals:bills",
            label=_("Bills of exchange"),
            section=pages.JOURNALS,
            position=11,
            icon="voucher",
            keywords=_("promissory notes, drafts, maturity"),
            highlights=("journals:bill", "journals:bill_steps", "journals:bill_maturity", *_JOURNAL_PAGES),
        ),
        *(
            Page(
                ROUTES[journal_type],
                label=TITLES[journal_type],
                section=pages.JOURNALS,
                position=12 + place,
                icon="voucher",
                keywords=_WORDS,
                names=(_NAMES[journal_type],),
                shown_in_navigation=False,
            )
            for place, journal_type in enumerate(BILL_JOURNALS)
        ),
        Page(
            "journals:remittances",
            label=_("Remittances"),
            section=pages.JOURNALS,
            position=18,
            icon="voucher",
            keywords=_("collection, discount, bank, bills of exchange"),
            highlights=("journals:remittance",),
        ),
    ),
    panels=(Panel("journals/bills_of_customer.html", bills_of_customer),),
    states={
        "drawn": ("draft", "busy"),
        "remitted": ("run", "busy"),
        "taken_back": ("undo", "wait"),
        "honored": ("check", "good"),
        "closed": ("lock", "quiet"),
        "protested": ("warning", "bad"),
        "redrawn": ("draft", "busy"),
        "paid": ("check", "good"),
        "given_up": ("minus", "quiet"),
    },
    searches=(Provider(_("Bills of exchange"), "journals:bill", _found_bills, position=47, rows=_named_bills),),
    probes=(
        Probe(
            "bills",
            _("A bill stands where its last step led, and is open for what is left of it."),
            bills_stand_where_their_steps_led,
        ),
        Probe("bill steps", _("Every step of a bill is posted whole."), steps_are_posted_whole),
        Probe("bill fees", _("Every fee on a posted step of a bill is posted whole."), fees_are_posted_whole),
        Probe(
            "bill accounts", _("The accounts of bills hold what the bills on them come to."), bills_equal_their_accounts
        ),
        Probe("bill numbers", _("Numbers of bills have neither gap nor double."), bills_are_numbered_without_gaps),
    ),
)
