"""Why a document is not made of an order, in words, and what to do about it."""

import re
from collections.abc import Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from arclose.ledger.outcomes import Fact, Refusal
from arclose.web.days import format_day

# An order does not stand as the page showed it from which it is posted.
OVERTAKEN = ("overtaken", "changed_since")

# Their facts name days, which the reader's language writes.
_OF_A_DAY = {
    "period_not_open", "posting_date_not_open", "order_date_not_open", "delivery_date_not_open",
    "rate_missing", "tax_rate_missing", "credit_limit_expired", "not_released", "reserved_not_open",
}  # fmt: skip
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b", re.ASCII)

_IN_NO_OPEN_PERIOD = gettext_lazy("%s lies in no open period.")
_RELEASED_BY_A_CONTROLLER = gettext_lazy(
    "Collect payment, correct limit or order, or have a controller release it under “Orders on credit hold”."
)

# code: (reason with its facts, what to do)
_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "period_not_open": (
        _IN_NO_OPEN_PERIOD,
        gettext_lazy("Reopen the period on the ledger calendar, or change the invoice date of the order."),
    ),
    "posting_date_not_open": (
        _IN_NO_OPEN_PERIOD,
        gettext_lazy("Reopen the period on the ledger calendar, or choose another posting date."),
    ),
    "order_date_not_open": (
        _IN_NO_OPEN_PERIOD,
        gettext_lazy("Reopen the period on the ledger calendar, or change the order date of the order."),
    ),
    "delivery_date_not_open": (
        _IN_NO_OPEN_PERIOD,
        gettext_lazy("Reopen the period on the ledger calendar, or change the delivery date of the order."),
    ),
    "no_lines": (gettext_lazy("The order has no lines.%s"), gettext_lazy("Add a line, or cancel the order.")),
    "canceled": (
        gettext_lazy("The order is canceled.%s"),
        gettext_lazy("Leave it out; of a job, a controller dismisses it."),
    ),
    "rate_missing": (
        gettext_lazy("There is no exchange rate that may be used: %s."),
        gettext_lazy("Enter or load the rate, or raise the company's rate age limit."),
    ),
    "customer_blocked": (
        gettext_lazy("Customer %s is blocked."),
        gettext_lazy("Unblock the customer, or cancel the order."),
    ),
    "item_blocked": (gettext_lazy("Item %s is blocked."), gettext_lazy("Unblock the item, or remove the line.")),
    "tax_code_missing": (
        gettext_lazy("No tax rule for item %s and the tax group of the order."),
        gettext_lazy("Add a tax rule where the two tax groups meet."),
    ),
    "tax_rate_missing": (
        gettext_lazy("Tax code and date without a rate: %s."),
        gettext_lazy("Add a rate that is valid on that date."),
    ),
    "vat_number_missing": (
        gettext_lazy("Customer %s has no VAT number, which an exempt supply within the EU needs."),
        gettext_lazy("Enter the VAT number, or choose a domestic tax group on the order."),
    ),
    "not_a_member_state": (
        gettext_lazy("%s was not a member state on the invoice date, but the tax code says intra-Community."),
        gettext_lazy("Correct the delivery country, or choose another tax group on the order."),
    ),
    "taxed_for_another_country": (
        gettext_lazy("A line goes to a country that its tax code is not for (line: country and tax code): %s."),
        gettext_lazy("Enter what goes there on an order of its own, with the tax group of that country."),
    ),
    "credits_another": (
        gettext_lazy("%s is of another customer or currency, or cannot be undone by this kind of order."),
        gettext_lazy(
            "Name an invoice on a returned order, or a credit note on a sales order, of the same customer and currency."
        ),
    ),
    "before_its_invoice": (
        gettext_lazy("The credit note would be dated before invoice %s."),
        gettext_lazy("Choose a date on or after that of the invoice."),
    ),
    "credited_beyond": (
        gettext_lazy("It takes back more than is left of %s."),
        gettext_lazy("Lower quantities or prices to what is left, or cancel the order."),
    ),
    "prepaid_later": (
        gettext_lazy("Prepayment invoice %s is dated later than its invoice would be."),
        gettext_lazy("Choose a later invoice date, or deduct nothing of prepayments."),
    ),
    "reserved_not_open": (
        gettext_lazy("%s is reserved for the order, and can be settled on %s at the earliest, which is not open."),
        gettext_lazy("Reopen the period on the ledger calendar, or let go of it on the page of the order."),
    ),
    "amount_too_large": (
        gettext_lazy("The lines amount to %s, more than the books can hold."),
        gettext_lazy("Correct quantity or price."),
    ),
    "wrong_sign": (
        gettext_lazy("The lines amount to %s: an invoice cannot be below zero, nor a credit note above."),
        gettext_lazy("Correct the quantities, or enter it as the other type of order."),
    ),
    "account_blocked": (
        gettext_lazy("Ledger account %s is blocked."),
        gettext_lazy("Unblock it, or choose another account on the item group, tax code or posting profile."),
    ),
    "nothing_delivered": (
        gettext_lazy("Nothing of the order is delivered that is not invoiced.%s"),
        gettext_lazy("Post its packing slip, or invoice what was ordered."),
    ),
    "slip_taken": (
        gettext_lazy("Chosen packing slips have nothing left to invoice, taken meanwhile by others: %s."),
        gettext_lazy("Leave them out, and invoice the others."),
    ),
    "no_slip_chosen": (
        gettext_lazy("None of its packing slips was chosen.%s"),
        gettext_lazy("Tick at least one that has something left, or leave the order out."),
    ),
    "supplied_in_several_months": (
        gettext_lazy("Packing slips of a line have tax points in several months (line: months): %s."),
        gettext_lazy("Invoice it by packing slip, or choose the packing slips of one month at a time."),
    ),
    "nothing_now": (
        gettext_lazy("Nothing of the order is noted to be delivered now.%s"),
        gettext_lazy("Note on its page how much, or choose another quantity."),
    ),
    "nothing_picked": (
        gettext_lazy("Nothing of the order is picked that is not delivered.%s"),
        gettext_lazy("Post its picking list, or choose another quantity."),
    ),
    "on_hold": (
        gettext_lazy("The order is on hold: %s."),
        gettext_lazy("Clear the hold on the page of the order, or leave it out."),
    ),
    "not_in_stock": (
        gettext_lazy("Nothing of what is asked is on hand, such as of item %s."),
        gettext_lazy("Wait until it comes in, or post without reducing the quantity to what is on hand."),
    ),
    "summary_order_missing": (
        gettext_lazy("Order %s, with which the others were to be summarized, is not posted itself."),
        gettext_lazy("Choose it too, correct what speaks against it, or summarize by invoice account."),
    ),
    "not_with_order": (
        gettext_lazy(
            "It does not go with order %s: invoice account, currency, date, type, payment terms, tax group, delivery"
            " country, total discount or whether prices include tax differ."
        ),
        gettext_lazy("Post it by itself, or summarize by invoice account."),
    ),
    "only_credited": (
        gettext_lazy("A returned order is neither confirmed nor picked nor delivered.%s"),
        gettext_lazy("Post its credit note."),
    ),
    "more_than_left": (
        gettext_lazy("More than is left of a line (line: asked > left): %s."),
        gettext_lazy("Lower the quantity to deliver now."),
    ),
    "cost_account_missing": (
        gettext_lazy("Item group %s has no accounts for the cost of goods."),
        gettext_lazy("Enter them in Setup, or do not post the cost of goods."),
    ),
    "deferral_account_missing": (
        gettext_lazy("Item group %s has no accounts for deferred revenue."),
        gettext_lazy("Enter them in Setup, or do not defer revenue at delivery."),
    ),
    "control_account": (
        gettext_lazy("Ledger account %s is used as what it is not: a control account, or none."),
        gettext_lazy(
            "Choose an account for revenue, discount, tax or rounding that is no control account, and a control"
            " account for the posting profile."
        ),
    ),
    "overtaken": (
        gettext_lazy("Since you opened it, somebody posted %s."),
        gettext_lazy("Look at the order as it stands now, and post what is left."),
    ),
    "changed_since": (
        gettext_lazy("It was changed by somebody else since you opened it.%s"),
        gettext_lazy("Look at the order as it stands now, and post what is left."),
    ),
    "credit_limit_exceeded": (
        gettext_lazy("Over the credit limit: customer %s would owe %s with this order, and the limit is %s."),
        _RELEASED_BY_A_CONTROLLER,
    ),
    "credit_group_limit_exceeded": (
        gettext_lazy("Over the limit of the credit group: group %s would owe %s with this order, and the limit is %s."),
        _RELEASED_BY_A_CONTROLLER,
    ),
    "credit_hold_forced": (
        gettext_lazy("Put on credit hold by a person: %s."),
        gettext_lazy("A controller releases it under “Orders on credit hold”: no payment lifts it."),
    ),
    "credit_days_overdue": (
        gettext_lazy("Overdue for too long: by rule %s, %s days are more than %s."),
        _RELEASED_BY_A_CONTROLLER,
    ),
    "credit_overdue_amount": (
        gettext_lazy("Too much is overdue: by rule %s, %s is more than %s."),
        _RELEASED_BY_A_CONTROLLER,
    ),
    "credit_order_amount": (
        gettext_lazy("The order is larger than a rule allows: by rule %s, %s is more than %s."),
        _RELEASED_BY_A_CONTROLLER,
    ),
    "credit_limit_used": (
        gettext_lazy("Too much of the limit is used: by rule %s, %s with this order is more of the limit %s than %s."),
        _RELEASED_BY_A_CONTROLLER,
    ),
    "credit_limit_expired": (
        gettext_lazy("The credit limit has expired: rule %s, last day %s."),
        _RELEASED_BY_A_CONTROLLER,
    ),
    "credit_credit_stop": (
        gettext_lazy("The customer has a credit stop: rule %s, customer %s."),
        _RELEASED_BY_A_CONTROLLER,
    ),
    "credit_payment_terms": (
        gettext_lazy("The payment terms are not the customer's own: by rule %s, %s instead of %s."),
        _RELEASED_BY_A_CONTROLLER,
    ),
    "rounding_above_limit": (
        gettext_lazy("Translation would leave %s on the rounding account, more than the company allows."),
        gettext_lazy("Raise the company's rounding limit, or check rate and amounts."),
    ),
}

_TITLES: dict[str, str | Promise] = {
    "period_not_open": gettext_lazy("Period not open"),
    "posting_date_not_open": gettext_lazy("Period of the posting date not open"),
    "order_date_not_open": gettext_lazy("Period of the order date not open"),
    "delivery_date_not_open": gettext_lazy("Period of the delivery date not open"),
    "no_lines": gettext_lazy("No lines"),
    "canceled": gettext_lazy("Canceled"),
    "rate_missing": gettext_lazy("Exchange rate missing"),
    "customer_blocked": gettext_lazy("Customer blocked"),
    "item_blocked": gettext_lazy("Item blocked"),
    "tax_code_missing": gettext_lazy("Tax rule missing"),
    "tax_rate_missing": gettext_lazy("Tax rate missing"),
    "vat_number_missing": gettext_lazy("VAT number missing"),
    "not_a_member_state": gettext_lazy("Not a member state"),
    "taxed_for_another_country": gettext_lazy("Taxed for another country"),
    "credits_another": gettext_lazy("Names a document that it cannot undo"),
    "before_its_invoice": gettext_lazy("Dated before the document it undoes"),
    "credited_beyond": gettext_lazy("More than is left of the document it undoes"),
    "prepaid_later": gettext_lazy("Prepaid later"),
    "reserved_not_open": gettext_lazy("Period of a reserved payment not open"),
    "amount_too_large": gettext_lazy("Amount too large"),
    "wrong_sign": gettext_lazy("Wrong sign"),
    "account_blocked": gettext_lazy("Ledger account blocked"),
    "nothing_delivered": gettext_lazy("Nothing delivered"),
    "slip_taken": gettext_lazy("Packing slip taken by others"),
    "no_slip_chosen": gettext_lazy("No packing slip chosen"),
    "supplied_in_several_months": gettext_lazy("Supplied in several months"),
    "nothing_now": gettext_lazy("Nothing to deliver now"),
    "nothing_picked": gettext_lazy("Nothing picked"),
    "on_hold": gettext_lazy("On hold"),
    "not_in_stock": gettext_lazy("Not on hand"),
    "summary_order_missing": gettext_lazy("Order of the summary is missing"),
    "not_with_order": gettext_lazy("Does not go with the order of the summary"),
    "only_credited": gettext_lazy("Returned order"),
    "more_than_left": gettext_lazy("More than is left"),
    "cost_account_missing": gettext_lazy("Cost account missing"),
    "deferral_account_missing": gettext_lazy("Deferral account missing"),
    "control_account": gettext_lazy("Control account or none"),
    "overtaken": gettext_lazy("Overtaken by somebody else"),
    "changed_since": gettext_lazy("Changed by somebody else"),
    "credit_limit_exceeded": gettext_lazy("Over the credit limit"),
    "credit_group_limit_exceeded": gettext_lazy("Over the limit of the credit group"),
    "credit_hold_forced": gettext_lazy("On credit hold by a person"),
    "credit_days_overdue": gettext_lazy("Overdue for too long"),
    "credit_overdue_amount": gettext_lazy("Too much is overdue"),
    "credit_order_amount": gettext_lazy("Order larger than a rule allows"),
    "credit_limit_used": gettext_lazy("Too much of the limit is used"),
    "credit_limit_expired": gettext_lazy("Credit limit expired"),
    "credit_credit_stop": gettext_lazy("Credit stop"),
    "credit_payment_terms": gettext_lazy("Other payment terms"),
    "rounding_above_limit": gettext_lazy("Rounding above the limit"),
}


def title_of(code: str) -> str:
    """Give what refusals of this code have in common, in a few words."""
    return str(_TITLES.get(code, code))


def refusal(order_id: int, code: str, *facts: Fact) -> Refusal:
    """Give the refusal of an order in words."""
    words = in_words(code, facts)
    assert words, code
    return Refusal(order_id, code, *words, facts)


def in_words(code: str, facts: Sequence[Fact]) -> tuple[str, str] | None:
    """Give reason and remedy of a refusal in the active language; None where its code is none of orders."""
    if code not in _WORDS:
        return None
    reason, remedy = (str(text) for text in _WORDS[code])
    # Either every fact has its place in the sentence, or all stand in the one that there is.
    texts = [said(code, [fact]) for fact in facts] if reason.count("%s") > 1 else [said(code, facts)]
    return reason % tuple(texts), remedy


def said(code: str, facts: Sequence[Fact]) -> str:
    """Give the facts of a refusal as they stand in its reason."""
    text = ", ".join(str(fact) for fact in facts)
    return _DAY.sub(_as_read, text) if code in _OF_A_DAY else text


def _as_read(day: re.Match[str]) -> str:
    return format_day(date.fromisoformat(day[0]))
