"""Settle what was ticked, look at a settlement, and take one back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key
from arclose.ledger.models import Voucher
from arclose.web.days import format_day
from arclose.web.links import back_to_list, page_url
from arclose.web.selection import selected_rows
from customers.entries import EXCHANGE, REORGANIZATION, SETTLEMENT
from customers.models import Concession, CustomerTransaction, Reorganization, ReorganizedPart, Settlement
from customers.screens.across import is_across, show_across
from customers.screens.as_shown import Answer, answered
from customers.screens.forms import ReverseSettlementForm, SettleForm
from customers.screens.transactions import company_transactions
from customers.settling.conceding import parameters_of
from customers.settling.concession_entries import CONCESSION
from customers.settling.concessions import discounts_on, earns_discounts
from customers.settling.earliest_due import order_of_open
from customers.settling.settlement import reverse_settlements, settle, settled_together
from customers.settling.staying import stay
from customers.sql import Part

MARKED_AT_MOST = 200
Pair = tuple[CustomerTransaction, CustomerTransaction, Decimal]


class CannotMark(Exception):
    """What was ticked holds no pair that can settle."""


def mark(request: CompanyRequest) -> HttpResponse:
    """Propose how the ticked transactions settle each other; nothing is settled yet."""
    chosen = selected_rows(request, rows=company_transactions(request))
    rows = list(chosen.order_by("due_date", "pk")[: MARKED_AT_MOST + 1])
    if len(rows) <= MARKED_AT_MOST and is_across(rows):
        return show_across(request, rows)
    try:
        pairs = proposed_pairs(rows, _discounts(request, rows))
    except CannotMark as error:
        messages.warning(request, str(error))
        return back_to_list(request, "customers:transactions", ticked=request.POST.getlist("selected"))
    first_day = max(max(debit.transaction_date, credit.transaction_date) for debit, credit, _amount in pairs)
    day = max(min(request.today, request.period.end_date), first_day)
    initial = {"settlement_date": day}
    form = SettleForm(None, company=request.company, pairs=pairs, today=request.today, initial=initial)
    return _settle_page(request, form, new_key())


def _discounts(
    request: CompanyRequest, rows: Sequence[CustomerTransaction], *, whatever_the_day: bool = False
) -> dict[int, Decimal]:
    """Give the cash discounts of debits, where they are settled by the credits among the same rows."""
    paying = [row for row in rows if row.transaction_currency_amount < 0]
    debits = [row.pk for row in rows if row.transaction_currency_amount > 0]
    if not paying or not earns_discounts(parameters_of(request.company), paying):
        return {}
    paid_on = max(row.transaction_date for row in paying)
    offers = discounts_on(
        company=request.company, transactions=debits, paid_on=paid_on, always=debits if whatever_the_day else ()
    )
    return {pk: offer.amount for pk, offer in offers.items()}


def proposed_pairs(rows: Sequence[CustomerTransaction], discounts: Mapping[int, Decimal] | None = None) -> list[Pair]:
    """Match debits with credits of one customer and currency, in their order, each as far as it is open.

    The earliest due comes first, of one day the one with the better cash discount; that much less is proposed of it.

    :raises CannotMark: nothing can be matched; says why.
    """
    if len(rows) > MARKED_AT_MOST:
        raise CannotMark(_("Tick up to %(count)d transactions at a time.") % {"count": MARKED_AT_MOST})
    if len({(row.customer_id, row.currency_id) for row in rows}) > 1:
        text = _("Tick transactions of one customer and one currency, or one payment and invoices in another currency.")
        raise CannotMark(text)
    granted = discounts or {}
    still_open = [row for row in rows if hasattr(row, "open")]
    ordered = sorted(still_open, key=lambda row: order_of_open(row, granted.get(row.pk, Decimal(0))))
    left = {row.pk: row.open.transaction_currency_amount - granted.get(row.pk, Decimal(0)) for row in ordered}
    pairs: list[Pair] = []
    for debit in [row for row in ordered if left[row.pk] > 0]:
        for credit in [row for row in ordered if left[row.pk] < 0]:
            amount = min(left[debit.pk], -left[credit.pk])
            if amount > 0:
                left[debit.pk] -= amount
                left[credit.pk] += amount
                pairs.append((debit, credit, amount))
    if not pairs:
        raise CannotMark(_("Tick at least one open invoice and one open credit: a debit settles with a credit."))
    return pairs


def settle_marked(request: CompanyRequest) -> HttpResponse:
    """Settle the pairs with the amounts that were typed."""
    pairs = _typed_pairs(request)
    form = SettleForm(request.POST, company=request.company, pairs=pairs, today=request.today)
    if not form.is_valid():
        return _settle_page(request, form, key_of(request))
    day = form.cleaned_data["settlement_date"]
    parts = [Part(debit.pk, credit.pk, amount, day) for debit, credit, amount in form.amounts()]
    touched = sorted({pk for part in parts for pk in (part.debit_transaction_id, part.credit_transaction_id)})
    act = partial(
        settle,
        company=request.company,
        parts=parts,
        posted_by=request.user,
        uses=form.uses(),
        primary_payment=form.cleaned_data.get("primary_payment"),
        discount_account=account.pk if (account := form.cleaned_data["discount_account"]) else None,
    )
    answer = answered(request, form, transactions=touched, settle=act)
    if not answer.is_done:
        return _settle_page(request, form, new_key(), answer)
    first = pairs[0][0]
    messages.success(
        request,
        _("Settled on %(day)s for %(customer)s.") % {"day": format_day(day), "customer": first.customer},
    )
    return HttpResponseRedirect(page_url(request, "customers:transactions") + f"?customer={first.customer_id}")


def _typed_pairs(request: CompanyRequest) -> list[Pair]:
    """Give the pairs that the form names; an id that is not of the company answers 404."""
    sides = [request.POST.getlist(name)[:MARKED_AT_MOST] for name in ("debit", "credit")]
    rows = company_transactions(request)
    found = []
    for debit, credit in zip(*sides, strict=False):
        found.append((*(get_object_or_404(rows, pk=_id(typed)) for typed in (debit, credit)), Decimal(0)))
    return found  # type: ignore[return-value]


def _id(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 18 else 0


def _settle_page(request: CompanyRequest, form: SettleForm, key: str, answer: Answer | None = None) -> HttpResponse:
    sides = [side for debit, credit, _amount in form.pairs for side in (debit, credit)]
    discounts = _discounts(request, sides)
    offered = _discounts(request, sides, whatever_the_day=True)
    # Of a pair sent the wrong way round nothing is asked: settling it is refused.
    uses = {pk: form[f"use_{pk}"] for pk in offered if f"use_{pk}" in form.fields}
    rows = [
        (
            # How its discount is used is asked once of each debit.
            (debit, _open_amount(debit), discounts.get(debit.pk), uses.pop(debit.pk, None)),
            (credit, _open_amount(credit)),
            form[f"amount_{n}"],
        )
        for n, (debit, credit, _amount) in enumerate(form.pairs)
    ]
    context = {
        "title": _("Settle"),
        "form": form,
        "rows": rows,
        "key": key,
        "has_discounts": bool(offered),
        **(answer.context() if answer else {}),
    }
    return render(request, "customers/settle.html", context, status=answer.status if answer else HTTPStatus.OK)


def _open_amount(row: CustomerTransaction) -> Decimal:
    """Give what is open of a transaction; nothing where somebody else has settled it meanwhile."""
    return row.open.transaction_currency_amount if hasattr(row, "open") else Decimal(0)


def _sides(settlement: Settlement) -> dict[str, str]:
    """Give how the documents of a settlement are called."""
    debit, credit = settlement.debit_transaction, settlement.credit_transaction
    return {"debit": debit.document_number, "credit": credit.document_number}


def settlement(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one settlement: both sides, what left the books, its voucher, and whether it was taken back."""
    found = _find(request, pk)
    vouchers = Voucher.objects.filter(company=request.company, document_type=SETTLEMENT, document_id=found.pk)
    debit_leaving = found.debit_accounting_amount + found.debit_adjustment_amount
    credit_leaving = found.credit_accounting_amount + found.credit_adjustment_amount
    context = {
        "title": _("Settlement of %(debit)s with %(credit)s") % _sides(found),
        "settlement": found,
        "debit_leaving": debit_leaving,
        "credit_leaving": credit_leaving,
        "difference": debit_leaving - credit_leaving,
        "vouchers": vouchers,
        "concessions": conceded_beside(found),
        "parts": parts_beside(found),
        "may_be_settled_again": _is_open_again(found),
        "may_be_taken_back": _is_standing(found) and not stay(Settlement.objects.filter(pk=found.pk)),
    }
    return render(request, "customers/settlement.html", context)


def concession(request: CompanyRequest, pk: int) -> HttpResponse:
    """Go to the settlement by which a concession closed a part of its transaction."""
    found = get_object_or_404(Concession, company=request.company, pk=pk)
    own = CustomerTransaction.objects.filter(
        voucher__company=request.company, voucher__document_type=CONCESSION, voucher__document_id=found.pk
    )
    sides = Q(debit_transaction__in=own) | Q(credit_transaction__in=own)
    settled = get_object_or_404(Settlement, sides, posting=found.posting_id, reversal_of=None)
    return HttpResponseRedirect(page_url(request, "customers:settlement", pk=settled.pk))


def conceded_beside(settlement: Settlement) -> "QuerySet[Concession]":
    """Give what was conceded on either side when a settlement was made: it is taken back with it."""
    return Concession.objects.filter(
        posting=settlement.posting_id,
        transaction__in=(settlement.debit_transaction_id, settlement.credit_transaction_id),
    ).select_related("transaction", "account", "reason")


def parts_beside(settlement: Settlement) -> "QuerySet[ReorganizedPart]":
    """Give the parts that replaced a side when a settlement was made: they are taken back with it."""
    sides = (settlement.debit_transaction_id, settlement.credit_transaction_id)
    whole = Reorganization.objects.filter(posting=settlement.posting_id, transaction__in=sides)
    return ReorganizedPart.objects.filter(reorganization__in=whole).select_related("customer").order_by("number")


def _find(request: CompanyRequest, pk: int) -> Settlement:
    rows = Settlement.objects.filter(company=request.company).select_related(
        "debit_transaction__customer",
        "debit_transaction__open",
        "credit_transaction__customer",
        "credit_transaction__open",
        "posting__posted_by",
        "reversed_by__posting__posted_by",
        "reversal_of",
    )
    return get_object_or_404(rows, pk=pk)


def _is_standing(settlement: Settlement) -> bool:
    return settlement.reversal_of_id is None and not hasattr(settlement, "reversed_by")


def _is_open_again(settlement: Settlement) -> bool:
    """Tell whether a settlement was taken back, and something of both sides is still open."""
    sides = (settlement.debit_transaction, settlement.credit_transaction)
    return hasattr(settlement, "reversed_by") and all(hasattr(side, "open") for side in sides)


def reverse_settlement(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask for day and reason, then take a settlement back: both sides are open again."""
    found = _find(request, pk)
    if not _is_standing(found):
        messages.info(request, _("This settlement was taken back before; nothing was changed."))
        return HttpResponseRedirect(page_url(request, "customers:settlement", pk=pk))
    initial = {"day": max(min(request.today, request.period.end_date), found.settlement_date)}
    form = ReverseSettlementForm(
        request.POST if request.method == "POST" else None, today=request.today, initial=initial
    )
    goes = _goes_with(found)
    key, answer = key_of(request), Answer()
    if form.is_valid():
        act = partial(
            reverse_settlements,
            company=request.company,
            settlements=[found.pk],
            posted_by=request.user,
            **{name: form.cleaned_data[name] for name in ("day", "reason")},
        )
        answer = answered(request, form, transactions=goes.reopened, settle=act)
        if answer.is_done:
            messages.success(request, _("The settlement is taken back. Both sides are open again."))
            return HttpResponseRedirect(page_url(request, "customers:settlement", pk=pk))
        key = new_key()
    context = {
        "title": _("Take back: settlement of %(debit)s with %(credit)s") % _sides(found),
        "settlement": found,
        "form": form,
        "key": key,
        "goes": goes,
        **answer.context(),
    }
    return render(request, "customers/reverse_settlement.html", context, status=answer.status)


@dataclass(frozen=True)
class _GoesWith:
    """What is taken back when a settlement is: all that stand or fall with it, and what that opens again."""

    settlements: list[Settlement]
    concessions: list[Concession]
    reorganizations: list[Reorganization]
    reopened: list[int]
    is_exchange: bool


def _goes_with(settlement: Settlement) -> _GoesWith:
    together, made = settled_together([settlement.pk])
    beside = set(CustomerTransaction.objects.filter(voucher__in=made).values_list("pk", flat=True))
    rows = Settlement.objects.filter(pk__in=together).select_related("debit_transaction", "credit_transaction")
    sides = {pk for row in rows for pk in (row.debit_transaction_id, row.credit_transaction_id)}
    conceded = Voucher.objects.filter(pk__in=made, document_type=CONCESSION).values("document_id")
    arranged = Voucher.objects.filter(pk__in=made, document_type=REORGANIZATION).values("document_id")
    return _GoesWith(
        # What was made for a settlement is not open afterwards, on whichever side of it it stands.
        settlements=[row for row in rows if not {row.debit_transaction_id, row.credit_transaction_id} & beside],
        concessions=list(Concession.objects.filter(pk__in=conceded).select_related("transaction").order_by("pk")),
        reorganizations=list(
            Reorganization.objects.filter(pk__in=arranged).select_related("transaction").order_by("pk")
        ),
        reopened=sorted(sides - beside),
        is_exchange=Voucher.objects.filter(pk__in=made, document_type=EXCHANGE).exists(),
    )
