"""Write what is conceded beside settlements: documents with vouchers, sales tax that goes back, and transactions.

A concession is a customer transaction of its own type, opposite to what it closes a part of, and settles with it in
the same posting. So open amounts, ageing, reconciliation and undoing need no rule of their own for it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.db.models import Max

from arclose.ledger import posting as ledger
from arclose.ledger.fields import array_of
from arclose.ledger.models import Company, Currency, Posting
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.rates import rates_to_accounting_currency
from arclose.ledger.sql import compiled
from customers import sql
from customers.models import CashDiscount, Concession, ConcessionTaxRow, CustomerTransaction, Mark, SettlementParameters
from customers.models.cash_discounts import DiscountUse
from customers.models.concessions import KINDS
from customers.models.transactions import TransactionType
from customers.settling.conceding import Conceded, Conceding, Paid, Rest, parameters_of
from customers.settling.concession_entries import CONCESSION, concession_posting, concessions_owed
from customers.settling.standing_for import invoices_behind
from customers.sql import Grant, Offer, Part
from customers.used_accounts import refuse_unusable


def offer_discounts(*, posting: Posting) -> int:
    """Write what the invoices of a posting offer for early payment; return the number of rows."""
    if not CashDiscount.objects.filter(company=posting.company).exists():
        return 0
    return sql.insert_offers(posting_id=posting.pk, base=parameters_of(posting.company).discount_base)


def write_concessions(*, posting: Posting, grants: Sequence[Grant], is_preview: bool = False) -> list[Part]:
    """Write concessions with their vouchers and transactions, and give how these settle what they are granted on.

    A posting may write some more than once: as payments of one wait for others of it, or settle across currencies.

    :raises AccountUnusable: an account of theirs is blocked, or a control account.
    """
    if not grants:
        return []
    grants = _shared_out(grants)
    refuse_unusable(company=posting.company, accounts={grant.account_id for grant in grants})
    decimals = accounting_decimals(company=posting.company)
    before = Concession.objects.filter(posting=posting).aggregate(last=Max("pk"))["last"] or 0
    sql.insert_concessions(company_id=posting.company_id, posting_id=posting.pk, grants=grants, decimals=decimals)
    own = ConcessionTaxRow.objects.filter(concession__posting=posting, concession__gt=before, account__isnull=False)
    refuse_unusable(company=posting.company, accounts=own.values_list("account", flat=True).distinct())
    kinds = [kind for kind in KINDS if any(grant.kind == kind for grant in grants)]
    ledger.write(
        posting=posting, contents=concession_posting(posting, kinds=kinds, after=before), is_preview=is_preview
    )
    for kind in kinds:
        sql.insert_transactions_of_vouchers(
            company_id=posting.company_id,
            document_type=CONCESSION,
            transaction_type=kind,
            owed=compiled(concessions_owed(posting, kind, after=before)),
        )
    return sql.parts_of_concessions(posting_id=posting.pk, document_type=CONCESSION, after=before)


def _shared_out(grants: Sequence[Grant]) -> list[Grant]:
    """Give grants, a cash discount on what stands for invoices with the share of each: it reduces what they supplied.

    Where the tax of a document behind it is not known, it reduces none.
    """
    discounted = [grant.transaction_id for grant in grants if grant.kind == TransactionType.CASH_DISCOUNT]
    if not discounted:
        return list(grants)
    rows = (
        CustomerTransaction.objects.filter(pk__among=array_of(discounted), invoice=None)
        .select_related("currency")
        .in_bulk()
    )
    behind = {pk: one for pk, one in invoices_behind(rows.values()).items() if not one.unknown}
    return [
        replace(
            grant,
            shares=behind[grant.transaction_id].shares_of(
                grant.amount, decimals=rows[grant.transaction_id].currency.decimals
            ),
        )
        if grant.kind == TransactionType.CASH_DISCOUNT and grant.transaction_id in behind
        else grant
        for grant in grants
    ]


def concede_marks(
    *, posting: Posting, document_type: str, documents: Sequence[int], has_more: Collection[int] = ()
) -> list[Grant]:
    """Give what is granted on the marks of documents whose own transactions are written.

    Where a discount is less because more was paid, the mark is raised by that much; where it is granted in full
    although more was marked, lowered. Documents that ``has_more`` names are a part of a payment that has more: what
    their marks leave was paid on account, so it stays as it is.

    :raises AutomaticAccountMissing: something is granted and the company names no account for it.
    """
    company = posting.company
    held = Mark.objects.filter(company=company, document_type=document_type, document_id__among=array_of(documents))
    if not _decides_anything(company) and not held.filter(settles_fully=True).exists():
        return []
    marked = sql.marked_rows(
        company_id=company.pk, posting_id=posting.pk, document_type=document_type, documents=documents
    )
    offers = sql.offers(
        [(one.transaction_id, one.discount_day, one.discount_use == DiscountUse.ALWAYS) for one in marked]
    )
    rules = _rules(company, {(one.currency, one.paid_on) for one in marked})
    grants: list[Grant] = []
    moved: list[tuple[int, Decimal]] = []
    for _document, group in groupby(marked, key=lambda one: one.document_id):
        rows = list(group)
        first = rows[0]
        own_rules, paid = rules[first.currency, first.paid_on], [_paid(one, offers) for one in rows]
        lowered = {one.transaction_id: own_rules.to_pay(one) - one.amount for one in paid}
        is_part = first.document_id in has_more
        unspent = Decimal(0) if is_part else first.unspent - sum(lowered.values())
        conceded = own_rules.concede(
            [replace(one, amount=one.amount + lowered[one.transaction_id]) for one in paid],
            unspent=abs(unspent),
            rest=Rest(first.own_id, -unspent, max(one.day for one in rows)),
            has_more=is_part,
        )
        grants += conceded.grants
        moved += [*((pk, less) for pk, less in lowered.items() if less), *conceded.raised.items()]
    if moved:
        sql.move_marks(sorted(moved))
    return grants


def lower_marks(*, company: Company, document_type: str, documents: Collection[int], paid_on: date) -> None:
    """Mark no more of transactions than has to be paid when their cash discount of a day is taken in full.

    For documents that are a part of a payment: the rest is left of that, and not of the part.
    """
    held = Mark.objects.filter(company=company, document_type=document_type, document_id__in=documents)
    marks = list(held.select_related("transaction__open").order_by("pk"))
    if not marks or not _decides_anything(company):
        return
    asked = [(one.pk, one.discount_date or paid_on, one.discount_use == DiscountUse.ALWAYS) for one in marks]
    offers = sql.offers(asked)
    rules = _rules(company, {(one.transaction.currency_id, paid_on) for one in marks})
    moved = []
    for one in marks:
        paid = Paid(
            transaction_id=one.pk,
            still_open=one.transaction.open.transaction_currency_amount,
            amount=one.amount,
            day=paid_on,
            offer=offers.get(one.pk),
            use=DiscountUse(one.discount_use),
            settles_fully=one.settles_fully,
        )
        less = rules[one.transaction.currency_id, paid_on].to_pay(paid) - one.amount
        if less:
            moved.append((one.pk, less))
    if moved:
        sql.move_marks(moved)


def discounts_on(
    *, company: Company, transactions: Sequence[int], paid_on: date, always: Collection[int] = ()
) -> dict[int, Offer]:
    """Give the cash discount of open transactions where all that is open of them is paid on a day.

    One on a credit note counts where the company grants it, or where ``always`` names it.
    """
    offers = sql.offers([(pk, paid_on, pk in always) for pk in transactions])
    on_notes = parameters_of(company).discounts_credit_notes
    return {pk: offer for pk, offer in offers.items() if offer.amount > 0 or on_notes or pk in always}


def earns_discounts(parameters: SettlementParameters, credits_used: Iterable[CustomerTransaction]) -> bool:
    """Tell whether what these settle may have a cash discount: credit notes alone pay nothing, unless they count."""
    return parameters.discounts_credit_notes or any(
        one.transaction_type != TransactionType.CREDIT_NOTE for one in credits_used
    )


@dataclass(frozen=True)
class ByHand:
    """How transactions are settled by hand beside their amounts.

    ``uses`` are the uses of cash discounts that are not normal, per transaction. The day of payment, by which discounts
    hold and things are valued, is ``paid_on``, else that of the primary payment, else of the latest credit.
    ``has_more``: what pays is a part of a payment that has more. ``is_each_alone``: a part has nothing to do with the
    others, which are of documents of their own. ``discount_account`` is where somebody chose that discounts go.
    """

    uses: Mapping[int, DiscountUse] = field(default_factory=dict)
    primary_payment: int | None = None
    paid_on: date | None = None
    has_more: bool = False
    is_each_alone: bool = False
    discount_account: int | None = None


def concede_parts(
    *, company: Company, parts: Sequence[Part], still_open: Mapping[int, Decimal], how: ByHand
) -> tuple[list[Grant], list[Part]]:
    """Give what is granted on transactions that settle each other by hand, and the parts as they are with it.

    Credit notes pay nothing, unless the company grants discounts on them.

    :raises AutomaticAccountMissing: something is granted and the company names no account for it.
    :raises RateMissing: something is granted, or valued by a limit, and the currency has no rate on the day of payment.
    """
    if not _decides_anything(company):
        return [], list(parts)
    sides = {side for part in parts for side in (part.debit_transaction_id, part.credit_transaction_id)}
    known = CustomerTransaction.objects.filter(company=company).in_bulk(sides)
    of_group: dict[tuple[int, str, int], list[Part]] = defaultdict(list)
    for place, part in enumerate(parts):
        debit = known[part.debit_transaction_id]
        of_group[debit.customer_id, debit.currency_id, place if how.is_each_alone else 0].append(part)
    days = {group: how.paid_on or _day_of_payment(known, own, how.primary_payment) for group, own in of_group.items()}
    rules = _rules(company, {(group[1], day) for group, day in days.items()})
    grants: list[Grant] = []
    settled: list[Part] = []
    for group, own in of_group.items():
        day = days[group]
        granted, made = _concede_group(
            rules[group[1], day],
            own,
            known=known,
            still_open=still_open,
            how=replace(how, paid_on=day),
        )
        grants += granted
        settled += made
    return grants, settled


def _day_of_payment(known: Mapping[int, CustomerTransaction], parts: Sequence[Part], primary: int | None) -> date:
    paying = {part.credit_transaction_id for part in parts}
    chosen = {primary} if primary in paying else paying
    return max(known[pk].transaction_date for pk in chosen if pk is not None)


def _concede_group(
    rules: Conceding,
    parts: Sequence[Part],
    *,
    known: Mapping[int, CustomerTransaction],
    still_open: Mapping[int, Decimal],
    how: ByHand,
) -> tuple[list[Grant], list[Part]]:
    """Give what is granted on debits of one customer and currency, and on a credit that is left over alone.

    Beside it the parts: what was asked for, but for what is paid beyond discounts, or taken off them.
    """
    taken: dict[int, Decimal] = defaultdict(Decimal)
    day: dict[int, date] = {}
    for part in parts:
        taken[part.debit_transaction_id] += part.amount
        day[part.debit_transaction_id] = max(part.day, day.get(part.debit_transaction_id, part.day))
    paying = {part.credit_transaction_id for part in parts}
    assert how.paid_on, "the day of payment is known by here"
    asked = [(pk, how.paid_on, how.uses.get(pk) == DiscountUse.ALWAYS) for pk in day]
    offers = sql.offers(asked) if earns_discounts(rules.parameters, [known[pk] for pk in paying]) else {}
    typed = [
        Paid(
            transaction_id=pk,
            still_open=still_open[pk],
            amount=taken[pk],
            day=day[pk],
            offer=offers.get(pk),
            use=how.uses.get(pk, DiscountUse.NORMAL),
            account_id=how.discount_account,
        )
        for pk in sorted(day, key=lambda pk: (known[pk].due_date, pk))
    ]
    paid = [replace(one, amount=rules.to_pay(one)) for one in typed]
    settled = _lowered(parts, {one.transaction_id: taken[one.transaction_id] - one.amount for one in paid})
    left = {pk: -still_open[pk] for pk in paying}
    for part in settled:
        left[part.credit_transaction_id] -= part.amount
    left = {pk: amount for pk, amount in left.items() if amount}
    unspent = sum(left.values(), Decimal(0))
    rest = Rest(next(iter(left)), -unspent, max(day.values())) if len(left) == 1 else None
    conceded = rules.concede(paid, unspent=unspent, rest=rest, has_more=how.has_more)
    return conceded.grants, _raised(settled, conceded)


def _lowered(parts: Sequence[Part], less: Mapping[int, Decimal]) -> list[Part]:
    """Give parts with less settled of debits, the last of each first."""
    to_take, found = dict(less), []
    for part in reversed(parts):
        off = min(to_take[part.debit_transaction_id], part.amount)
        to_take[part.debit_transaction_id] -= off
        found.append(replace(part, amount=part.amount - off))
    return [part for part in reversed(found) if part.amount]


def _raised(parts: Sequence[Part], conceded: Conceded) -> list[Part]:
    """Give parts with what is settled more of debits: by the credit that has a rest, and of no other."""
    more, rest = dict(conceded.raised), conceded.rest
    if not more or rest is None:
        return list(parts)
    settled = []
    for part in parts:
        debit = part.debit_transaction_id
        extra = more.pop(debit, Decimal(0)) if part.credit_transaction_id == rest.transaction_id else Decimal(0)
        settled.append(replace(part, amount=part.amount + extra))
    return settled + [Part(debit, rest.transaction_id, amount, rest.day) for debit, amount in more.items()]


def _paid(one: sql.MarkedRow, offers: Mapping[int, sql.Offer]) -> Paid:
    return Paid(
        transaction_id=one.transaction_id,
        still_open=one.still_open,
        amount=one.paid,
        day=one.day,
        offer=offers.get(one.transaction_id),
        use=DiscountUse(one.discount_use),
        settles_fully=one.settles_fully,
        account_id=one.discount_account_id,
    )


def _decides_anything(company: Company) -> bool:
    """Tell whether the company offers cash discounts, or lets small differences go."""
    decided = parameters_of(company)
    limits = (decided.penny_limit_amount, decided.underpayment_limit_amount, decided.overpayment_limit_amount)
    return any(limits) or CashDiscount.objects.filter(company=company).exists()


def _rules(company: Company, asked: Iterable[tuple[str, date]]) -> dict[tuple[str, date], Conceding]:
    """Give the rules for each currency and day of payment."""
    parameters = parameters_of(company)
    in_books = accounting_decimals(company=company)
    rates = rates_to_accounting_currency(company=company, asked=asked)
    decimals = dict(Currency.objects.filter(code__in={code for code, _day in rates}).values_list("code", "decimals"))
    return {
        (currency, day): Conceding(
            company=company,
            parameters=parameters,
            rate=rate,
            decimals=decimals[currency],
            accounting_decimals=in_books,
        )
        for (currency, day), rate in rates.items()
    }
