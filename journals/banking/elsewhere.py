"""What lines of bank statements may pay of what customers owe other companies, which settle with the company.

Only where nothing of the company itself is proposed, and only for customers who are the same party here. A line names
the document and pays what is open of it, or comes from that party; else a document of a payer who is known here has
just its amount open.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Min

from arclose.ledger.models import Company
from journals.banking.debits import ASKED_AT_ONCE, Debit, debits, owed, to_pay
from journals.banking.entered_payments import Place
from journals.banking.match_reasons import MatchReason, reason_of_named
from journals.banking.receipts import Receipt
from journals.intercompany.relations import partners_of
from journals.models import CustomerParty

# The customers that lines may come from, and how that is known.
Payers = Mapping[Place, tuple[Collection[int], MatchReason]]
_NOBODY: tuple[Collection[int], MatchReason] = ((), MatchReason.SAME_NAME)


@dataclass(frozen=True)
class OwedElsewhere:
    """What a line may pay in another company, and the customer here who is the same party."""

    receipt: Receipt
    company: Company
    customer: int
    debits: Sequence[Debit]
    reason: MatchReason


def owed_elsewhere(
    *, company: Company, user: User, receipts: Sequence[Receipt], payers: Payers
) -> Iterator[OwedElsewhere]:
    """Give what lines may pay in other companies; ``payers`` are those here that they may come from."""
    taken: set[int] = set()
    left = list(receipts)
    for other in partners_of(company, user).order_by("pk"):
        here = _the_same_here(company, other)
        for look in (_by_number, _by_payer):
            found = list(look(other, here, left, payers, taken))
            yield from found
            places = {one.receipt.place for one in found}
            left = [one for one in left if one.place not in places]


def _the_same_here(company: Company, other: Company) -> dict[int, int]:
    """Give the customer of a company by that of another one who is the same party; the first of several."""
    own = CustomerParty.objects.filter(company=company).values("party").annotate(first=Min("customer"))
    customers = dict(own.values_list("party", "first"))
    there = CustomerParty.objects.filter(company=other, party__in=customers).values_list("customer", "party")
    return {customer: customers[party] for customer, party in there}


def _by_number(
    other: Company,
    here: Mapping[int, int],
    receipts: Sequence[Receipt],
    payers: Payers,
    taken: set[int],
) -> Iterator[OwedElsewhere]:
    numbers = sorted({number for receipt in receipts for number in receipt.numbers})
    of_number: dict[str, list[Debit]] = defaultdict(list)
    for place in range(0, len(numbers), ASKED_AT_ONCE):
        for debit in debits(other, document_number__in=numbers[place : place + ASKED_AT_ONCE], customer__in=here):
            of_number[debit.number].append(debit)
    for receipt in receipts:
        named = (debit for number in sorted(receipt.numbers) for debit in of_number.get(number, ()))
        found = [one for one in named if one.currency == receipt.currency and one.pk not in taken]
        if len({one.customer for one in found}) != 1:
            continue
        customer = here[found[0].customer]
        pays_it = receipt.amount in (owed(found), to_pay(found, receipt.day))
        if pays_it or customer in payers.get(receipt.place, _NOBODY)[0]:
            taken.update(one.pk for one in found)
            reason = reason_of_named(receipt.amount, receipt.day, found)
            yield OwedElsewhere(receipt, other, customer, found, reason)


def _by_payer(
    other: Company,
    here: Mapping[int, int],
    receipts: Sequence[Receipt],
    payers: Payers,
    taken: set[int],
) -> Iterator[OwedElsewhere]:
    of_line = {one.place: payers.get(one.place, _NOBODY) for one in receipts}
    known = {place: next(iter(customers)) for place, (customers, _by) in of_line.items() if len(customers) == 1}
    payer = set(known.values())
    asked = {there for there, customer in here.items() if customer in payer}
    of_customer: dict[int, list[Debit]] = defaultdict(list)
    if asked:
        for debit in debits(other, customer__in=asked):
            of_customer[here[debit.customer]].append(debit)
    for receipt in receipts:
        rows = of_customer[known[receipt.place]] if receipt.place in known else []
        free = (one for one in rows if one.currency == receipt.currency and one.pk not in taken)
        exact = [one for one in free if receipt.amount in (one.amount, one.to_pay(receipt.day))]
        if len(exact) == 1:
            taken.add(exact[0].pk)
            yield OwedElsewhere(receipt, other, known[receipt.place], exact, of_line[receipt.place][1])
