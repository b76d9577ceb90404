"""A payment proposal: what of the open transactions may be collected by a method of payment, and as which payments.

take       open transactions of the customers who pay so, due until a day, or with a cash discount until one
leave out  what is disputed, blocked, marked by another document, of a blocked customer, or comes to too little
group      per customer by the period of the method: each invoice, a day, a week, all of it; what is paid with a
           discount by itself, on the last day of that
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from arclose.ledger.models import Company
from arclose.web.amounts import format_money
from customers import sql
from customers.collecting import HELD_AS
from customers.models import Customer, CustomerTransaction, DiscountOffer, Mark
from customers.models.collection_holds import CollectionHoldKind
from customers.models.transactions import KEPT_BY_BILLS
from customers.settling.marking import said_alone
from journals.direct_debits.target_days import last_target_day, next_target_day
from journals.intercompany.relations import partners_of
from journals.models import CustomerParty
from journals.models.methods import AccountKind, FileFormat, Grouping
from journals.payments.methods import MANDATE_OF_TRANSACTION, paid_by, paid_by_another
from journals.payments.proposals import CHOSEN_AT_MOST, CannotPropose, Proposal, Proposed, Terms, Wanted


def propose(*, company: Company, terms: Terms) -> Proposal:
    """Give what may be collected on these terms now.

    :raises CannotPropose: the method goes through a bank account and none is named.
    """
    currency = _currency_of(company, terms)
    rows = _candidates(company, terms, currency)
    found = list(rows[: CHOSEN_AT_MOST + 1])
    payers = _payers_elsewhere(company, terms)
    found += _candidates_elsewhere(payers, terms, currency)
    kept, left_out = [], []
    for row in found[:CHOSEN_AT_MOST]:
        payer = payers.get(row.customer_id)
        if reason := _("The customer is blocked.") if payer and payer.is_blocked else reason_against(row):
            left_out.append((row, reason))
        else:
            kept.append(row)
    payments = []
    for group in _grouped(_wanted(kept, terms, payers), terms):
        one, nothing = _without_nothing(group)
        left_out += [(row, _nothing_there(row)) for row in nothing]
        if reason := _reason_against_group(one, terms, currency):
            left_out += [(row, reason) for row in one.transactions]
        elif one.parts:
            payments.append(one)
    payments.sort(key=lambda one: (one.customer.number, one.payment_date, one.parts[0].transaction.pk))
    return Proposal(payments, left_out, is_part=len(found) > CHOSEN_AT_MOST)


def _currency_of(company: Company, terms: Terms) -> str:
    if terms.method.account_kind == AccountKind.LEDGER:
        return company.accounting_currency_id
    if terms.bank_account is None:
        raise CannotPropose(_("Choose the bank account that the payments go through."))
    return terms.bank_account.currency_id


def _candidates(company: Company, terms: Terms, currency: str) -> "QuerySet[CustomerTransaction]":
    """Give the open transactions that fall due in time and are to be paid by the method."""
    rows = CustomerTransaction.objects.filter(
        company=company,
        open__company=company,
    ).filter(paid_by(terms.method))
    if terms.customers is not None:
        rows = rows.filter(customer__in=[one.pk for one in terms.customers])
    return _due(rows, terms, currency)


def _payers_elsewhere(company: Company, terms: Terms) -> dict[int, Customer]:
    """Give who of the customers who are asked pays what a customer of another company owes: the same party."""
    if terms.settled_by is None:
        return {}
    asked = Customer.objects.filter(company=company, usual_method__method=terms.method, party__isnull=False)
    if terms.customers is not None:
        asked = asked.filter(pk__in=[one.pk for one in terms.customers])
    own = {one.party.party: one for one in asked.select_related("party").order_by("-pk")}
    there = CustomerParty.objects.filter(company__in=partners_of(company, terms.settled_by), party__in=own)
    return {customer: own[party] for customer, party in there.values_list("customer", "party")}


def _candidates_elsewhere(payers: Mapping[int, Customer], terms: Terms, currency: str) -> list[CustomerTransaction]:
    if not payers:
        return []
    there = CustomerTransaction.objects.filter(customer__in=payers, open__isnull=False)
    rows = _due(there.exclude(paid_by_another(terms.method)), terms, currency)
    return list(rows.order_by("company", "open__due_date", "pk")[:CHOSEN_AT_MOST])


def _due(rows: "QuerySet[CustomerTransaction]", terms: Terms, currency: str) -> "QuerySet[CustomerTransaction]":
    """Give those of a currency that fall due in time, as proposals read them."""
    rows = rows.exclude(transaction_type__in=KEPT_BY_BILLS)
    in_time = Q(open__due_date__lte=terms.until)
    if terms.discount_until:
        offered = DiscountOffer.objects.filter(
            transaction=OuterRef("pk"), last_date__range=(_first_day(terms), terms.discount_until)
        )
        in_time |= Q(Exists(offered))
    rows = rows.filter(in_time, currency=currency)
    if not terms.with_credits:
        rows = rows.filter(open__transaction_currency_amount__gt=0)
    rows = rows.annotate(held_as=HELD_AS, mandate_id=MANDATE_OF_TRANSACTION).select_related(
        "open", "company", "customer", "mark__marked_by", "mark__transaction", "currency"
    )
    return rows.order_by("customer__number", "open__due_date", "pk")


def reason_against(row: CustomerTransaction) -> str:
    """Say why a transaction, read with ``held_as`` and its mark, is left out; nothing where it is taken."""
    if row.customer.is_blocked:
        return _("The customer is blocked.")
    held_as = row.held_as  # type: ignore[attr-defined]
    if held_as == CollectionHoldKind.DISPUTED:
        return _("It is disputed.")
    if held_as:
        return _("It is blocked for collection.")
    mark: Mark | None = getattr(row, "mark", None)
    return said_alone(mark) if mark else ""


def _first_day(terms: Terms) -> date:
    return terms.payment_date or terms.earliest


def _wanted(rows: Sequence[CustomerTransaction], terms: Terms, payers: Mapping[int, Customer]) -> Iterator[Wanted]:
    """Give what is collected of transactions: less the discount where its last day is asked for."""
    offers = {}
    if terms.discount_until:
        debits = [row.pk for row in rows if row.open.transaction_currency_amount > 0]
        offers = sql.offers([(pk, _first_day(terms), False) for pk in debits])
    for row in rows:
        offer, still_open, payer = offers.get(row.pk), row.open.transaction_currency_amount, payers.get(row.customer_id)
        if offer and terms.discount_until and offer.last_date <= terms.discount_until:
            yield Wanted(row, still_open - offer.amount, offer.last_date, payer)
        else:
            yield Wanted(row, still_open, payer=payer)


def _grouped(wanted: Iterable[Wanted], terms: Terms) -> list[Proposed]:
    """Put transactions together by the period of the method; what is owed to a customer joins what they owe.

    What is collected by mandates of its own stands apart.
    """
    groups: dict[tuple[int, int | None, object], list[Wanted]] = {}
    for one in wanted:
        mandate_id = one.transaction.mandate_id  # type: ignore[attr-defined]
        key = (one.customer.pk, mandate_id, period_of(one, terms.method.grouping))
        groups.setdefault(key, []).append(one)
    return [Proposed(own[0].customer, _day_of(own, terms), own) for own in groups.values()]


def period_of(one: Wanted, grouping: str) -> object:
    """Give what is collected together by a method of this period: the same for what goes into one payment."""
    if grouping == Grouping.INVOICE:
        return one.transaction.pk
    if one.discount_date or grouping == Grouping.DATE:
        return (one.discount_date is not None, one.day)
    return one.day - timedelta(days=one.day.weekday()) if grouping == Grouping.WEEK else None


def _day_of(parts: Sequence[Wanted], terms: Terms) -> date:
    """Give the latest day of what is settled: nothing is collected before it is due, unless for its discount.

    What is collected by SEPA is so on a day on which banks settle: the next one, or the last one of a discount.
    """
    debits = [part.day for part in parts if part.amount > 0]
    day = terms.payment_date or max([terms.earliest, *debits])
    if terms.payment_date or terms.method.file_format != FileFormat.SEPA_DIRECT_DEBIT:
        return day
    before = last_target_day(day)
    is_for_discount = any(part.discount_date for part in parts)
    return before if is_for_discount and before >= terms.earliest else next_target_day(day)


def _without_nothing(one: Proposed) -> tuple[Proposed, list[CustomerTransaction]]:
    """Leave out what comes to nothing for a customer of another company: it is settled there."""
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for part in one.parts:
        if part.payer:
            sums[part.transaction.customer_id] += part.amount
    empty = {customer for customer, amount in sums.items() if amount == 0}
    kept = [part for part in one.parts if not (part.payer and part.transaction.customer_id in empty)]
    nothing = [part.transaction for part in one.parts if part.payer and part.transaction.customer_id in empty]
    return replace(one, parts=kept), nothing


def _nothing_there(row: CustomerTransaction) -> str:
    return _("What is marked in %(company)s comes to nothing: settle it there.") % {"company": row.company}


def _reason_against_group(one: Proposed, terms: Terms, currency: str) -> str:
    if one.amount <= 0:
        return _("Nothing is to be collected: it is owed to the customer.")
    if one.amount < terms.minimum:
        facts = {"amount": format_money(one.amount, currency), "minimum": format_money(terms.minimum, currency)}
        return _("%(amount)s is less than the minimum of %(minimum)s.") % facts
    return ""
