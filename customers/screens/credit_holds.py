"""Orders on credit hold: the list, releasing and rejecting what is chosen, and holding an order by hand."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.jobs import AT_ONCE
from arclose.batch.screens.posting import POSTED_NOW_AT_MOST, key_of, new_key, tell_the_others, write
from arclose.ledger.outcomes import CannotPost
from arclose.web.links import back_to_list, page_url
from arclose.web.lists import ListPage
from arclose.web.selection import selected_rows
from arclose.web.totals import Totals
from customers import changing, giving_up
from customers.credit import holds as credit_holds
from customers.models import CreditHold
from customers.models.update_defaults import Printing
from customers.screens.credit_hold_list import CreditHoldFilter, CreditHoldTable, run_in_words
from customers.screens.forms import ReasonForm, ReleaseForm
from customers.screens.order_posting import result_page
from customers.screens.orders import company_orders
from customers.screens.posted_numbers import posted_numbers
from customers.screens.update_form import Asked
from customers.sending.after_posting import emailed_by, post_and_email
from customers.update_parameters import UpdateParameters
from customers.updates import UPDATES, Update

RELEASE, RELEASE_AND_POST, REJECT = "release", "post", "reject"
_ACTS = (RELEASE, RELEASE_AND_POST, REJECT)


def company_holds(request: CompanyRequest) -> "QuerySet[CreditHold]":
    """Give the holds of the request's company."""
    return CreditHold.objects.filter(company=request.company)


def held_orders(request: CompanyRequest) -> HttpResponseBase:
    """List the orders on credit hold; those decided about too where the filter asks for them."""
    listing = ListPage(
        request,
        name="credit-holds",
        rows=company_holds(request).select_related("order__customer", "held_by", "decided_by"),
        table=CreditHoldTable,
        filters=CreditHoldFilter,
        totals=Totals(currency="company__accounting_currency_id", amounts={"amount": "amount"}),
    )
    may_decide = request.may_open("customers:decide_credit", "POST")
    context = {
        "title": _("Orders on credit hold"),
        "lead": _("What a posting left out for credit, or a person put on hold. A controller decides."),
        "actions": "customers/credit_hold_actions.html" if may_decide else "",
    }
    return listing.answer("customers/credit_holds.html", context)


def decide_credit(request: CompanyRequest) -> HttpResponse:
    """Ask why, then release or reject the chosen holds. Those decided about before stay as they are."""
    act = request.POST.get("act", RELEASE)
    act = act if act in _ACTS else RELEASE
    ids = list(
        selected_rows(request, rows=company_holds(request), filters=CreditHoldFilter).values_list("pk", flat=True)
    )
    if not ids or len(ids) > POSTED_NOW_AT_MOST:
        text = _("Tick from one up to %(count)d orders.") % {"count": POSTED_NOW_AT_MOST}
        messages.warning(request, text)
        return _to_list(request)
    typed = request.POST if "decided" in request.POST else None
    form = ReasonForm(typed) if act == REJECT else ReleaseForm(typed, today=request.today)
    if form.is_valid():
        try:
            printed = _decide(request, act, ids, form.cleaned_data)
        except (credit_holds.OwnOrder, changing.OrderNotOpen, giving_up.NothingToClose) as error:
            form.add_error(None, str(error))
        else:
            return printed or _to_list(request)
    titles = {
        RELEASE: _("Release orders on credit hold"),
        RELEASE_AND_POST: _("Release orders on credit hold and post them"),
        REJECT: _("Reject orders on credit hold"),
    }
    chosen = company_holds(request).filter(pk__in=ids).select_related("order__customer").order_by("pk")
    context = {
        "title": titles[act],
        "act": act,
        "holds": [(hold, run_in_words(hold) if act == RELEASE_AND_POST else "") for hold in chosen],
        "form": form,
        "key": key_of(request) or new_key(),
        "query": request.GET.urlencode(),
    }
    return render(request, "customers/decide_credit.html", context)


def _decide(request: CompanyRequest, act: str, ids: Sequence[int], typed: dict[str, Any]) -> HttpResponse | None:
    """Decide about holds; give the page that prints what was posted of them, where a run was to print it."""
    values: dict[str, Any] = {"company": request.company, "holds": ids, "reason": typed["reason"]}
    if act == REJECT:
        decided = write(partial(credit_holds.reject, **values, rejected_by=request.user))
        text = ngettext("%(count)d order is rejected.", "%(count)d orders are rejected.", len(decided.holds))
    else:
        values["valid_until"] = typed["valid_until"]
        decided = write(partial(credit_holds.release, **values, released_by=request.user))
        text = ngettext("%(count)d order is released.", "%(count)d orders are released.", len(decided.holds))
    messages.success(request, text % {"count": len(decided.holds)})
    if decided.already:
        text = ngettext(
            "%(count)d was decided about before, and stays as it is.",
            "%(count)d were decided about before, and stay as they are.",
            decided.already,
        )
        messages.info(request, text % {"count": decided.already})
    return _post(request, decided.holds) if act == RELEASE_AND_POST else None


def _post(request: CompanyRequest, holds: Sequence[CreditHold]) -> HttpResponse | None:
    """Post the update that each hold had stopped, as its run was to post it, and say what came of it."""
    printed = None
    by_hand = [hold for hold in holds if hold.update not in UPDATES]
    if by_hand:
        messages.info(request, _("Held by hand, so there is nothing to post: %(orders)s.") % _numbers(by_hand))
    for place, (update, parameters, found) in enumerate(_runs(holds)):
        post = partial(
            update.post,
            company=request.company,
            orders=[hold.order_id for hold in found],
            parameters=parameters,
            posted_by=request.user,
            key=f"{key_of(request)}-{place}",
        )
        emailed = emailed_by(update, parameters)
        try:
            outcome = write(
                partial(post_and_email, post, company=request.company, emailed=emailed, asked_by=request.user)
            )
        except CannotPost as error:
            messages.error(request, str(error))
            continue
        made = update.made(company=request.company, posting=outcome.posting_id or 0)
        if made:
            messages.success(request, format_html(_("Posted: {numbers}."), numbers=posted_numbers(request, made)))
        tell_the_others(request, outcome, named={hold.order_id: hold.order.number for hold in found}.__getitem__)
        if made and parameters.printing != Printing.NONE:
            printed = result_page(request, Asked(update, parameters, AT_ONCE), outcome)
    return printed


def _runs(holds: Sequence[CreditHold]) -> list[tuple[Update, UpdateParameters, list[CreditHold]]]:
    """Give the updates that holds had stopped, those of like runs together: they may share documents."""
    alike: dict[tuple[str, str, bool], list[tuple[CreditHold, UpdateParameters]]] = defaultdict(list)
    for hold in holds:
        parameters = credit_holds.parameters_of(hold)
        if hold.update in UPDATES:
            without_slips = json.dumps(replace(parameters, slips=None).as_stored(), sort_keys=True)
            alike[hold.update, without_slips, parameters.slips is None].append((hold, parameters))
    return [
        (UPDATES[name], _together([parameters for _hold, parameters in found]), [hold for hold, _of in found])
        for (name, _as_stored, _all), found in sorted(alike.items())
    ]


def _together(parameters: Sequence[UpdateParameters]) -> UpdateParameters:
    """Give parameters that differ in their packing slips alone as one, with the slips of all."""
    slips = {slip for one in parameters for slip in one.slips or ()}
    return replace(parameters[0], slips=None if parameters[0].slips is None else tuple(sorted(slips)))


def _numbers(holds: Sequence[CreditHold]) -> dict[str, str]:
    return {"orders": ", ".join(hold.order.number for hold in holds)}


def _to_list(request: CompanyRequest) -> HttpResponse:
    return back_to_list(request, "customers:credit_holds")


def hold_credit(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask why, then put an order on credit hold by hand."""
    order = get_object_or_404(company_orders(request).select_related("customer", "currency"), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            credit_holds.hold_order(order=order, reason=form.cleaned_data["reason"], held_by=request.user)
        except changing.OrderNotOpen as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Order %(number)s is on credit hold.") % {"number": order.number})
        return HttpResponseRedirect(page_url(request, "customers:order", pk=pk))
    context = {"title": _("Put order %(number)s on credit hold") % {"number": order.number}, "order": order}
    return render(request, "customers/hold_credit.html", {**context, "form": form})
