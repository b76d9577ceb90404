"""Journals of payments, the payments in them, and the page of one payment."""

from typing import Any

from django.contrib import messages
from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Concat, TruncDate
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import new_key
from arclose.ledger.models import Voucher
from arclose.web.amounts import format_money
from arclose.web.days import format_day
from arclose.web.links import page_url
from arclose.web.lists import ListPage
from arclose.web.totals import Totals
from customers.models import CustomerTransaction, Mark, Settlement
from customers.settling.marking import marks_of
from customers.settling.staying import of_undone
from journals import acts, entering
from journals.banking.return_reasons import in_words
from journals.direct_debits.planning import TO_COLLECT
from journals.kinds.payments import PAYMENT, PAYMENT_LABEL
from journals.models import BankLineReturn, BankStatus, JournalType, Payment, PaymentStatus
from journals.screens.journals import (
    begin_journal,
    company_journals,
    counted_in_journal,
    facts_of_journal,
    hidden_from,
    to_journal,
)
from journals.screens.payment_tables import JournalFilter, JournalTable, PaymentFilter, PaymentTable


def company_payments(request: CompanyRequest) -> "QuerySet[Payment]":
    """Give the payments of the request's company, but for those in journals that are kept from the user."""
    return Payment.objects.filter(company=request.company).exclude(journal__in=hidden_from(request))


def hidden_payments(request: CompanyRequest) -> "QuerySet[Any, Any]":
    """Give the ids of the payments that are kept from the user."""
    return Payment.objects.filter(company=request.company, journal__in=hidden_from(request)).values("pk")


def payment_journals(request: CompanyRequest) -> HttpResponseBase:
    """List the journals of payments."""
    rows = company_journals(request).filter(name__journal_type=JournalType.PAYMENT)
    standing = Payment.objects.filter(company=request.company)
    rows = rows.annotate(
        shown=Concat(F("name__code"), Value("-"), Cast("pk", CharField())),
        payment_count=counted_in_journal(standing),
        open_count=counted_in_journal(standing.filter(status=PaymentStatus.OPEN)),
        created_on=TruncDate("created_at"),
    )
    listing = ListPage(request, name="payment-journals", rows=rows, table=JournalTable, filters=JournalFilter)
    return listing.answer("journals/payment_journals.html", {"title": _("Payment journals")})


def new_payment_journal(request: CompanyRequest) -> HttpResponse:
    """Begin a journal of payments."""
    return begin_journal(
        request,
        journal_type=JournalType.PAYMENT,
        title=_("New payment journal"),
        template="journals/new_payment_journal.html",
    )


def payments(request: CompanyRequest) -> HttpResponseBase:
    """List the payments of all journals."""
    listing = _listing(request, company_payments(request))
    context = {"title": _("Payments"), "key": new_key(), "actions": _actions(request)}
    return listing.answer("journals/payments.html", context)


def payment_journal(request: CompanyRequest, pk: int) -> HttpResponseBase:
    """Show one journal: its head, and the payments in it."""
    found = get_object_or_404(company_journals(request), pk=pk, name__journal_type=JournalType.PAYMENT)
    listing = _listing(request, company_payments(request).filter(journal=found))
    counted = found.payments.aggregate(
        waiting=Count("pk", filter=Q(status=PaymentStatus.OPEN)), to_collect=Count("pk", filter=TO_COLLECT)
    )
    context = {
        "title": _("Payment journal %(journal)s") % {"journal": found},
        "journal": found,
        "facts": facts_of_journal(found),
        "waiting": counted["waiting"],
        "has_direct_debits": bool(counted["to_collect"]),
        "files": found.direct_debit_files.defer("content").select_related("made_by").order_by("-pk"),
        "needs_approval": bool(counted["waiting"] and found.name.needs_approval and not found.approved_by_id),
        "key": new_key(),
        "actions": _actions(request),
    }
    return listing.answer("journals/payment_journal.html", context)


def _listing(request: CompanyRequest, rows: "QuerySet[Payment]") -> ListPage:
    held = Mark.objects.filter(document_type=PAYMENT, document_id=OuterRef("pk"), company=request.company)
    marked = held.order_by().values("document_id").annotate(sum=Sum("amount")).values("sum")
    return ListPage(
        request,
        name="payments",
        rows=rows.select_related("customer", "bank_account", "method").annotate(
            shown=PAYMENT_LABEL, marked_amount=Subquery(marked)
        ),
        table=PaymentTable,
        filters=PaymentFilter,
        totals=Totals(currency="currency_id", amounts={"amount": "amount"}),
        may_choose=request.may_open("journals:post_payments", "POST"),
    )


def _actions(request: CompanyRequest) -> str:
    return "journals/payment_actions.html" if request.may_open("journals:post_payments", "POST") else ""


def payment(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one payment: what it holds or settled, its voucher, and whether it was taken back."""
    rows = company_payments(request).select_related(
        "customer", "currency", "bank_account", "method", "journal__name", "posting__posted_by", "entered_by"
    )
    found = get_object_or_404(rows, pk=pk)
    voucher = _voucher(request, found)
    is_standing = bool(voucher and not hasattr(voucher, "reversed_by"))
    context = {
        "title": _("Payment %(payment)s") % {"payment": found},
        "payment": found,
        "voucher": voucher,
        "facts": _facts_of_payment(found),
        "marks": marks_of(company=request.company, holder=entering.holder_of(found)).select_related("transaction"),
        "elsewhere": found.elsewhere.select_related("company").order_by("pk"),
        "fees": found.fees.select_related("account").order_by("pk"),
        "direct_debits": found.direct_debits.select_related("file", "mandate").order_by("-pk"),
        "status_changes": [
            (one, in_words(one.reason)) for one in found.status_changes.select_related("changed_by").order_by("-pk")
        ],
        "settlements": _settlements(voucher) if voucher else [],
        "is_rejected": is_standing and found.bank_status == BankStatus.REJECTED,
        "is_waiting": found.status == PaymentStatus.OPEN,
        "returns": [(one, in_words(one.bank_reason)) for one in _returns(found)],
        "is_standing": is_standing,
        "key": new_key(),
    }
    return render(request, "journals/payment.html", context)


def _returns(payment: Payment) -> "QuerySet[BankLineReturn]":
    """Give what the bank returned of a payment and was not undone."""
    return payment.bank_returns.filter(undone_at=None).select_related("line__statement")


def _voucher(request: CompanyRequest, payment: Payment) -> Voucher | None:
    rows = Voucher.objects.filter(company=request.company, document_type=PAYMENT, document_id=payment.pk)
    return rows.select_related("reversed_by__posting__posted_by").first()


def _settlements(voucher: Voucher) -> "list[tuple[Settlement, CustomerTransaction]]":
    """Give the settlements of the payment that are not taken back, each with its other side."""
    own = CustomerTransaction.objects.filter(voucher=voucher)
    rows = Settlement.objects.filter(reversal_of=None, reversed_by=None).filter(
        Q(debit_transaction__in=own) | Q(credit_transaction__in=own)
    )
    # That with what took it back stands on its page already.
    rows = rows.exclude(pk__in=of_undone(rows).values("pk"))
    found = []
    for row in rows.select_related("debit_transaction__voucher", "credit_transaction__voucher").order_by("pk"):
        is_debit = row.debit_transaction.voucher_id == voucher.pk
        found.append((row, row.credit_transaction if is_debit else row.debit_transaction))
    return found


def _facts_of_payment(payment: Payment) -> list[tuple[str, object]]:
    """Give what a payment says; what it does not say is left out."""
    facts: list[tuple[str, object]] = [
        (_("Date"), format_day(payment.payment_date)),
        (_("Amount"), format_money(payment.amount, payment.currency_id)),
        (_("Method of payment"), payment.method or ""),
        (_("Payment status"), payment.get_bank_status_display() if payment.method else ""),
        (_("Bank account"), payment.bank_account or ""),
        (_("Payment reference"), payment.reference),
        (_("Entered by"), payment.entered_by),
    ]
    if payment.is_prepayment:
        facts.append((_("Prepayment"), _("Settles nothing by itself")))
    if payment.posting:
        facts.append((_("Posted by"), payment.posting.posted_by))
    return [(label, value) for label, value in facts if value]


def delete_payment(request: CompanyRequest, pk: int) -> HttpResponse:
    """Delete a payment that is not posted."""
    found = get_object_or_404(company_payments(request).select_related("journal__name"), pk=pk)
    name = str(found)
    try:
        is_deleted = entering.delete_payment(payment=found, deleted_by=request.user)
    except acts.CannotEnter as error:
        messages.error(request, str(error))
        return to_payment(request, found)
    if is_deleted:
        messages.success(
            request, _("Payment %(payment)s is deleted; nothing is marked by it any more.") % {"payment": name}
        )
        return to_journal(request, found.journal)
    messages.error(request, _("Payment %(payment)s is posted by now: reverse it instead.") % {"payment": name})
    return to_payment(request, found)


def to_payment(request: CompanyRequest, payment: Payment) -> HttpResponse:
    """Go to the page of a payment."""
    return HttpResponseRedirect(page_url(request, "journals:payment", pk=payment.pk))
