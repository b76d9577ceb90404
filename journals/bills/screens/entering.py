"""Enter lines into journals of bills: draw one, draw what is proposed, and take bills a step on."""

from datetime import date
from decimal import Decimal
from functools import partial
from http import HTTPStatus
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key, tell_left_out, write
from arclose.web.typed import parse_amount
from customers.models import Customer, CustomerTransaction
from customers.models.cash_discounts import DiscountUse
from customers.settling.concessions import discounts_on
from customers.settling.marking import CannotMark, said
from journals.acts import CannotEnter, SentBefore
from journals.bills.entering import TAKES_PARTS, Draw, Entered, draw_bill, enter_steps, left_of, open_invoices
from journals.bills.life import STEPS, may_come_from
from journals.bills.proposing import ForBank, draw_proposed, propose_bills, propose_remittance
from journals.bills.screens.forms import DrawForm, DrawProposalForm, NarrowForm, StepsForm
from journals.bills.screens.journals import a_bill_journal
from journals.models import BankAccount, Bill, Journal, JournalType, RemittanceType, StepStatus, StepType
from journals.payments.proposals import CHOSEN_AT_MOST
from journals.screens.journals import company_journals, to_journal
from journals.screens.mark_forms import Discounts, MarkForm, MarkWay

SHOWN_AT_MOST, SUGGESTED_AT_MOST = 200, 500
# How many bills there are before somebody is asked which of them to show.
NARROWED_FROM = 20


def draw(request: CompanyRequest, pk: int) -> HttpResponse:
    """Draw a bill on open invoices of a customer, which stand below to be marked."""
    journal = get_object_or_404(_draw_journals(request), pk=pk)
    key, status = key_of(request), HTTPStatus.OK
    typed = request.POST if request.method == "POST" else None
    method = journal.name.method.code if journal.name.method else None
    initial = {"draw_date": min(request.today, request.period.end_date), "method": method}
    initial["customer"] = request.GET.get("customer", "")
    form = DrawForm(typed, company=request.company, today=request.today, initial=initial)
    marks: MarkForm | None = None
    is_part = False
    if form.is_valid():
        marks, is_part = _marks(request, form)
        if request.POST.get("act") == "save" and marks.is_valid():
            try:
                made = write(partial(_draw, request, journal, form, marks, key))
            except SentBefore as error:
                form.add_error(None, str(error))
                key, status = new_key(), HTTPStatus.CONFLICT
            except CannotEnter as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
            except CannotMark as error:
                marks.refuse(error.reasons)
            else:
                messages.success(request, _("Line %(line)s draws the bill when it is posted.") % {"line": made})
                return to_journal(request, journal)
    customers = Customer.objects.filter(company=request.company).order_by("number")
    context = {
        "title": _("Draw a bill"),
        "journal": journal,
        "form": form,
        "marks": marks,
        "rows": _rows(marks) if marks else [],
        "customer": form.cleaned_data.get("customer") if marks else None,
        "has_discounts": bool(marks and marks.discounts.always),
        "is_part": is_part,
        "shown_at_most": SHOWN_AT_MOST,
        "key": key,
        "customers": customers.values_list("number", "name")[:SUGGESTED_AT_MOST],
    }
    return render(request, "journals/draw_bill.html", context, status=status)


def _draw_journals(request: CompanyRequest) -> "QuerySet[Journal]":
    rows = company_journals(request).filter(name__journal_type=JournalType.DRAW)
    return rows.select_related("name__method", "name__company", "company")


def _marks(request: CompanyRequest, form: DrawForm) -> tuple[MarkForm, bool]:
    """Give what is open of the customer, the earliest due and what was named, and whether more is due later.

    What was typed beside it is kept, once it was shown.
    """
    customer: Customer = form.cleaned_data["customer"]
    currency = form.document.currency if form.document else customer.currency
    all_open = open_invoices(company=request.company, customer=customer, currency=currency)
    rows = list(all_open[: SHOWN_AT_MOST + 1])
    is_part = len(rows) > SHOWN_AT_MOST
    del rows[SHOWN_AT_MOST:]
    if form.document and form.document.pk not in {row.pk for row in rows}:
        rows += all_open.filter(pk=form.document.pk)
    owed = [row.pk for row in rows if row.open.transaction_currency_amount > 0]
    day: date = form.cleaned_data["draw_date"]
    offers = discounts_on(company=request.company, transactions=owed, paid_on=day, always=owed)
    is_typed = request.POST.get("shown") == f"{customer.pk} {currency.pk}"
    discounts = Discounts(on_day={}, always=offers)
    typed = request.POST if is_typed else None
    return MarkForm(typed, company=request.company, transactions=rows, discounts=discounts), is_part


class _Row(NamedTuple):
    """An open transaction with its fields, who holds it where somebody does, and its cash discount."""

    transaction: CustomerTransaction
    tick: Any
    amount: Any
    holder: str
    discount: Decimal
    is_discounted: bool


def _rows(marks: MarkForm) -> list[_Row]:
    """Give each open transaction."""
    return [
        _Row(
            row,
            tick,
            amount,
            said(row.mark) if hasattr(row, "mark") else "",
            marks.discounts.amount(row.pk, MarkWay.ALWAYS),
            way.value() == MarkWay.ALWAYS,
        )
        for row, tick, amount, way, *_others in marks.rows()
    ]


def _draw(request: CompanyRequest, journal: Journal, form: DrawForm, marks: MarkForm, key: str) -> Any:
    typed = form.cleaned_data
    chosen = marks.transactions[0].currency if marks.transactions else typed["customer"].currency
    amounts = marks.marks()
    asked = Draw(
        customer=typed["customer"],
        currency=chosen,
        method=typed["method"],
        draw_date=typed["draw_date"],
        due_date=typed["due_date"],
        marks=amounts,
        always=[pk for pk, way in marks.ways().items() if way.discount_use == DiscountUse.ALWAYS and pk in amounts],
    )
    return draw_bill(journal=journal, draw=asked, entered_by=request.user, key=key)


def propose(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask what falls due until when, show the bills that would be drawn, and draw them as they were shown."""
    journal = get_object_or_404(_draw_journals(request), pk=pk)
    key, status, shown = key_of(request), HTTPStatus.OK, None
    typed = request.POST if request.method == "POST" else None
    initial = {
        "until": request.period.end_date,
        "draw_date": min(request.today, request.period.end_date),
        "method": journal.name.method.code if journal.name.method else None,
    }
    form = DrawProposalForm(typed, company=request.company, today=request.today, initial=initial)
    if form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("method", "until", "draw_date", "due_date")}
        if request.POST.get("act") == "make":
            try:
                work = partial(draw_proposed, journal=journal, **asked)
                made = len(write(partial(work, seen=request.POST.get("seen", ""), drawn_by=request.user, key=key)))
            except (CannotEnter, CannotMark) as error:
                form.add_error(None, str(error))
                key, status = new_key(), HTTPStatus.CONFLICT
            else:
                text = ngettext("%(count)d bill is to be drawn.", "%(count)d bills are to be drawn.", made)
                messages.success(request, text % {"count": made})
                return to_journal(request, journal)
        shown = propose_bills(company=request.company, **asked)
    context = {"title": _("Propose bills"), "journal": journal, "form": form, "key": key, "proposal": shown}
    context["chosen_at_most"] = CHOSEN_AT_MOST
    return render(request, "journals/draw_proposal.html", context, status=status)


def take_on(request: CompanyRequest, pk: int, step_type: str) -> HttpResponse:
    """Choose bills of a journal's step among those with which it may be taken, and enter a line for each."""
    journal = a_bill_journal(request, pk)
    if step_type not in STEPS[journal.name.journal_type] or step_type == StepType.DRAW:
        raise Http404
    return _TakingOn(request, journal, StepType(step_type)).answer()


class _TakingOn:
    """The page on which bills are chosen for a step: what was typed, and what came of it."""

    def __init__(self, request: CompanyRequest, journal: Journal, step: StepType) -> None:
        self.request, self.journal, self.step = request, journal, step
        self.key, self.status = key_of(request), HTTPStatus.OK
        usual = {"bank_account": _usual_bank(journal)}
        shown: dict[str, Any] = {"company": request.company, "step": step, "today": request.today}
        self.named = _number(request.GET.get("bill", ""))
        self.narrow = NarrowForm(None if self.named else request.GET or None, initial=usual, **shown)
        asked: dict[str, Any] = self.narrow.cleaned_data if self.narrow.is_valid() else {}
        self.until, self.proposal = asked.get("until"), self._proposal(asked)
        initial: dict[str, Any] = {"step_date": min(request.today, request.period.end_date), **usual}
        self.bills, self.further = self._candidates()
        proposed = {bill.pk for bill in self.proposal.bills} if self.proposal else set[int]()
        if self.proposal:
            initial |= {"bank_account": asked["bank_account"].code, "remittance_type": asked["remittance_type"]}
        elif self.named and self.bills:
            proposed, bill = {self.named}, self.bills[0]
            if bill.bank_account:
                initial |= {"bank_account": bill.bank_account.code, "remittance_type": bill.remittance_type}
        typed = request.POST if request.method == "POST" else None
        self.keeps_further = "keeps_further" in typed if typed is not None else bool(self.proposal)
        if typed is not None and self.keeps_further:
            self.further = _further(request)
        self.form = StepsForm(typed, initial=initial, **shown)
        self.chosen, self.amounts, self.wrong = _typed_amounts(request, self.bills) if typed else (proposed, {}, {})

    def _proposal(self, asked: dict[str, Any]) -> ForBank | None:
        """Give what a bank can be sent, where one is asked for."""
        if not asked.get("bank_account") or not asked.get("remittance_type"):
            return None
        return propose_remittance(
            company=self.request.company,
            bank_account=asked["bank_account"],
            remittance_type=RemittanceType(asked["remittance_type"]),
            until=asked["until"],
        )

    def answer(self) -> HttpResponse:
        """Show the page, or enter the lines and go back to the journal; who is left out is named."""
        if self.request.method == "POST" and not self.chosen:
            self.form.add_error(None, _("Tick the bills that this is for."))
        if self.form.is_valid() and self.chosen and not self.wrong:
            entered = self._enter()
            if entered is not None and not entered.left_out:
                return to_journal(self.request, self.journal)
        return self._show()

    def _enter(self) -> Entered | None:
        values: dict[str, Any] = {"journal": self.journal, "entered_by": self.request.user, "key": self.key}
        terms = self.form.terms(self.amounts)
        try:
            entered = write(partial(enter_steps, bills=sorted(self.chosen), terms=terms, **values))
        except SentBefore as error:
            self.form.add_error(None, str(error))
            self.key, self.status = new_key(), HTTPStatus.CONFLICT
            return None
        except CannotEnter as error:
            self.form.add_error(error.field if error.field in self.form.fields else None, str(error))
            return None
        if entered.steps:
            count = len(entered.steps)
            text = ngettext("%(count)d line is entered.", "%(count)d lines are entered.", count)
            messages.success(self.request, text % {"count": count})
        tell_left_out(self.request, entered.left_out, lambda one: f"{one[0]}: {one[1]}")
        self.key, self.keeps_further = new_key(), False
        self.bills, self.further = self._candidates()
        return entered

    def _show(self) -> HttpResponse:
        typed, left = self.request.POST, left_of(self.bills)
        context = {
            "title": f"{self.step.label.capitalize()}: {self.journal}",
            "journal": self.journal,
            "step": self.step,
            "form": self.form,
            "key": self.key,
            "takes_parts": self.step in TAKES_PARTS,
            "narrow": self.narrow,
            "may_narrow": self.step == StepType.REMIT or bool(self.until) or len(self.bills) > NARROWED_FROM,
            "proposal": self.proposal,
            "bills": [
                (bill, left[pk], pk in self.chosen, typed.get(f"amount-{pk}", ""), self.wrong.get(pk, ""))
                for pk, bill in ((bill.pk, bill) for bill in self.bills)
            ],
            "further": self.further[: CHOSEN_AT_MOST - SHOWN_AT_MOST],
            "keeps_further": self.keeps_further,
            "is_part": len(self.further) > CHOSEN_AT_MOST - SHOWN_AT_MOST,
            "chosen_at_most": CHOSEN_AT_MOST,
        }
        return render(self.request, "journals/take_bills_on.html", context, status=self.status)

    def _candidates(self) -> tuple[list[Bill], list[int]]:
        """Give the bills that are shown, and the ids of those that may be chosen with them."""
        if self.proposal and self.request.method == "GET":
            bills = list(self.proposal.bills)
            return bills[:SHOWN_AT_MOST], [bill.pk for bill in bills[SHOWN_AT_MOST:]]
        rows = _candidates(self.request, self.step, self.until)
        if self.named:
            return list(rows.filter(pk=self.named)), []
        further = rows.values_list("pk", flat=True)[SHOWN_AT_MOST : CHOSEN_AT_MOST + 1]
        return list(rows[:SHOWN_AT_MOST]), list(further)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len(str(2**63)) else None


def _further(request: CompanyRequest) -> list[int]:
    """Give the bills that were not shown and may be chosen with those that were."""
    return [pk for one in request.POST.get("further", "").split() if (pk := _number(one))]


def _usual_bank(journal: Journal) -> str:
    """Give the code of the bank account of a journal's name, or of the only one there is."""
    if journal.name.bank_account:
        return journal.name.bank_account.code
    active = BankAccount.objects.filter(company=journal.company_id, is_active=True)
    codes = list(active.values_list("code", flat=True)[:2])
    return codes[0] if len(codes) == 1 else ""


def _candidates(request: CompanyRequest, step: StepType, until: date | None) -> "QuerySet[Bill]":
    """Give the bills with which a step may be taken and that no line waits for, the earliest due first."""
    rows = Bill.objects.filter(company=request.company, status__in=may_come_from(step))
    rows = rows.exclude(steps__status=StepStatus.OPEN)
    if step == StepType.RELEASE:
        rows = rows.filter(deferred_amount__gt=0)
    if step == StepType.REMIT:
        rows = rows.exclude(method__needs_acceptance=True, accepted_date=None)
    if until:
        rows = rows.filter(due_date__lte=until)
    return rows.select_related("customer", "currency", "bank_account").order_by("due_date", "pk")


def _typed_amounts(
    request: CompanyRequest, candidates: list[Bill]
) -> tuple[set[int], dict[int, Decimal], dict[int, str]]:
    """Give the ticked bills, the amounts that were typed beside them, and what is wrong with some."""
    ticked = set(request.POST.getlist("selected"))
    if "keeps_further" in request.POST:
        ticked |= {str(pk) for pk in _further(request)}
    known = {bill.pk: bill for bill in candidates}
    chosen = {pk for pk in known if str(pk) in ticked}
    if len(chosen) < len(ticked):
        # Somebody took one on meanwhile; one of another company is none of ours.
        others = {pk for one in ticked if (pk := _number(one))} - chosen
        if Bill.objects.filter(company=request.company, pk__in=others).count() < len(ticked) - len(chosen):
            raise Http404
        chosen |= others
    amounts: dict[int, Decimal] = {}
    wrong: dict[int, str] = {}
    for pk in chosen:
        typed = request.POST.get(f"amount-{pk}", "").strip()
        if not typed or pk not in known:
            continue
        try:
            amounts[pk] = parse_amount(typed, decimals=known[pk].currency.decimals)
        except ValidationError as error:
            wrong[pk] = " ".join(error.messages)
    return chosen, amounts, wrong
