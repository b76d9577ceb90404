"""Make payments of lines of bank statements: each holds what was proposed for its line, and waits in a journal.

A line whose payment is entered already is matched to that instead.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from arclose.ledger.models import Company
from arclose.ledger.posting import fingerprint_of
from arclose.web.days import format_day
from customers.models import Mark
from customers.settling.marking import Holder, mark_free
from journals.acts import SentBefore
from journals.banking.entered_payments import expected_payments
from journals.banking.match_reasons import MatchReason
from journals.banking.matching import Proposal, Proposed, propose
from journals.banking.queries import UNMATCHED
from journals.intercompany.marking import mark_free_elsewhere
from journals.intercompany.relations import lock_in_all
from journals.kinds.payments import PAYMENT
from journals.models import (
    BankAccount,
    BankLineDetail,
    BankLineExplanation,
    BankLinePayment,
    BankStatementLine,
    Journal,
    JournalName,
    Payment,
)
from journals.models.bank_statements import LineStatus
from journals.payments.fees import arriving_amount

PAYMENTS_AT_ONCE = 2_000
Accepted = tuple[BankStatementLine, Proposed]
# A payment that is made of a line, or of a payment in it.
Part = tuple[BankStatementLine, BankLineDetail | None, Proposal]


@dataclass
class Made:
    """What came of lines: the journal with the payments that were made, and for each line left out the reason.

    ``matched`` are payments that were entered before, and have their line now.
    """

    journal: Journal | None = None
    payments: list[Payment] = field(default_factory=list)
    matched: list[Payment] = field(default_factory=list)
    left_out: dict[int, str] = field(default_factory=dict)


def is_waiting(line: BankStatementLine) -> bool:
    """Tell whether a line is booked in a final statement that adds up, and nothing was made of it yet.

    It comes with its statement, and with what was made of it. One that books several payments waits until each of
    these is matched.
    """
    return (
        line.status == LineStatus.BOOKED
        and line.statement.may_be_posted
        and not _is_matched(line)
        and getattr(line, "explanation", None) is None
        and not any(one.undone_at is None for one in line.returns.all())
    )


def _is_matched(line: BankStatementLine) -> bool:
    return len(line.matches.all()) >= max(line.detail_count, 1)


def reason_against(line: BankStatementLine) -> str:
    """Say why a line cannot be matched to a payment; nothing where it may be. The line comes with its statement."""
    if _is_matched(line):
        payments = ", ".join(str(one.payment) for one in line.matches.all())
        return _("It became payment %(payment)s.") % {"payment": payments}
    if getattr(line, "explanation", None):
        return _("It is explained otherwise: %(reason)s") % {"reason": line.explanation.reason}
    if returned := next((one for one in line.returns.all() if one.undone_at is None), None):
        return _("It returned payment %(payment)s.") % {"payment": returned.payment}
    reasons = {
        _("Its statement is not final, or does not add up."): line.status != LineStatus.BOOKED
        or not line.statement.may_be_posted,
        _("It takes an earlier booking back, and no payment that it may return was found."): line.is_reversal,
        _("The payments in it do not come to its amount."): bool(line.detail_count)
        and sum(one.amount for one in line.details.all()) != line.amount,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


@transaction.atomic
def explain(*, company: Company, lines: Collection[int], reason: str, explained_by: User) -> int:
    """Say that lines are no payments of customers, with a reason, and give how many that was said of.

    Those that became payments, are explained already or cannot be matched anyway stay as they are.
    """
    one_after_the_other(company)
    waiting = BankStatementLine.objects.filter(UNMATCHED, company=company, pk__in=lines).order_by("pk")
    made = BankLineExplanation.objects.bulk_create(
        BankLineExplanation(company=company, line_id=pk, reason=reason, explained_by=explained_by)
        for pk in waiting.values_list("pk", flat=True)
    )
    return len(made)


def take_explanation_back(*, line: BankStatementLine) -> bool:
    """Let a line wait again to be matched; tell whether it was explained."""
    deleted, _per_model = BankLineExplanation.objects.filter(line=line).delete()
    return bool(deleted)


def one_after_the_other(company: Company) -> None:
    """Wait for whoever else reads files or matches lines of a company."""
    accounts = BankAccount.objects.filter(company=company).order_by("pk")
    list(accounts.select_for_update(no_key=True).values_list("pk"))


@transaction.atomic
def make_payments(*, company: Company, name: JournalName, shown: Mapping[int, str], made_by: User, key: str) -> Made:
    """Make a payment of each line whose proposal is still the one that was shown, all of them in one new journal.

    A line that names a payment which is entered already is matched to that.

    ``shown`` are the fingerprints of the proposals by line. The same key gives the journal it gave before.

    :raises SentBefore: the key belongs to another request.
    """
    one_after_the_other(company)
    fingerprint = fingerprint_of("bank lines", name.pk, sorted(shown.items()))
    if known := Journal.objects.filter(company=company, key=key).select_related("name").first():
        return _made_before(known, fingerprint, shown)
    lines = BankStatementLine.objects.filter(UNMATCHED, company=company, pk__in=shown)
    found = list(lines.select_related("statement__bank_account__currency").order_by("booking_date", "pk"))
    made = Made()
    before = _matched_before(company, shown, made_by)
    made.matched += before.values()
    for pk in shown.keys() - {line.pk for line in found} - before.keys():
        made.left_out[pk] = _("Somebody matched it meanwhile, or it cannot be matched.")
    parts = _parts(_as_shown(company, found, shown, made, made_by))
    _match(made, [one for one in parts if one[2].payment], company, made_by)
    if accepted := [one for one in parts if not one[2].payment]:
        text = _("Bank statements until %(day)s") % {
            "day": format_day(max(line.booking_date for line, _detail, _one in accepted))
        }
        made.journal = Journal.objects.create(
            company=company, name=name, text=text, created_by=made_by, key=key, fingerprint=fingerprint
        )
        _make(made, accepted, made_by)
    return made


def _made_before(journal: Journal, fingerprint: str, shown: Mapping[int, str]) -> Made:
    if journal.fingerprint != fingerprint:
        raise SentBefore
    matches = BankLinePayment.objects.filter(company=journal.company, line__in=shown)
    rows = matches.filter(payment__journal=journal).select_related("payment").order_by("payment")
    made = Made(journal, [one.payment for one in rows])
    out = shown.keys() - {one.line_id for one in matches}
    made.left_out = dict.fromkeys(sorted(out), _("It was left out when this was sent before."))
    return made


def _matched_before(company: Company, shown: Mapping[int, str], made_by: User) -> dict[int, Payment]:
    """Give the lines that somebody matched to a payment as it was shown, when they sent the same before.

    Where all lines name payments that are entered, there is no journal to know the request by.
    """
    own = BankLinePayment.objects.filter(
        company=company, line__in=shown, detail=None, reason=MatchReason.ENTERED, matched_by=made_by
    )
    rows = own.select_related("payment__customer").prefetch_related("payment__fees")
    proposals = {one.line_id: Proposal(one.payment.customer, (), {}, MatchReason.ENTERED, one.payment) for one in rows}
    return {pk: one.payment for pk, one in proposals.items() if one.payment and one.fingerprint == shown[pk]}


def _as_shown(
    company: Company, lines: Sequence[BankStatementLine], shown: Mapping[int, str], made: Made, made_by: User
) -> list[Accepted]:
    """Give the lines whose proposals are as they were shown, with what those hold locked in order of its id."""
    proposals = propose(company=company, lines=lines, user=made_by)
    same = {pk: one for pk, one in proposals.items() if one.fingerprint == shown[pk]}
    every = [part for one in same.values() for part in one.parts]
    held: dict[int, set[int]] = defaultdict(set)
    for part in every:
        held[(part.elsewhere or company).pk].update(part.marks)
    still_open = lock_in_all(held)
    elsewhere = set(Mark.objects.filter(transaction__in=still_open).values_list("pk", flat=True))
    expected = _lock_expected(company, [one.payment.pk for one in every if one.payment])
    accepted = []
    for line in lines:
        one = same.get(line.pk)
        if one and all(_stands(part, expected, still_open, elsewhere) for part in one.parts):
            accepted.append((line, one))
        else:
            made.left_out[line.pk] = _("What it may pay has changed since you looked. Look again.")
    return accepted


def _lock_expected(company: Company, payments: Collection[int]) -> dict[int, Payment]:
    """Lock those of the payments that are still expected, and give them as they are behind the lock."""
    rows = Payment.objects.filter(company=company, pk__in=payments).order_by("pk")
    return expected_payments(company).in_bulk(list(rows.select_for_update(no_key=True).values_list("pk", flat=True)))


def _stands(
    one: Proposal, expected: Mapping[int, Payment], still_open: Mapping[int, Decimal], elsewhere: Collection[int]
) -> bool:
    """Tell whether a payment is still expected as it was proposed, or what a proposal holds is open and free."""
    if one.payment:
        return one.payment.pk in expected and _told_of(expected[one.payment.pk]) == _told_of(one.payment)
    return all(still_open.get(pk, 0) >= amount and pk not in elsewhere for pk, amount in one.marks.items())


def _told_of(payment: Payment) -> tuple[object, ...]:
    """Give what a line was compared with: what reaches which bank account, and by which method."""
    return arriving_amount(payment), payment.bank_account_id, payment.method_id


def _parts(agreed: Sequence[Accepted]) -> list[Part]:
    """Give each payment that lines are the money of, with the payment of a batch that says so."""
    asked = [part.detail for _line, one in agreed for part in one.parts if part.detail]
    details = BankLineDetail.objects.in_bulk(asked)
    return [(line, details.get(part.detail), part) for line, one in agreed for part in one.parts]


def _match(made: Made, matched: Sequence[Part], company: Company, made_by: User) -> None:
    """Write which lines are the money of payments that were entered before."""
    payments = [one.payment for _line, _detail, one in matched if one.payment]
    made.matched += payments
    _write_matches(company, zip(payments, matched, strict=True), made_by)


def _write_matches(company: Company, payments: Iterable[tuple[Payment, Part]], made_by: User) -> None:
    BankLinePayment.objects.bulk_create(
        (
            BankLinePayment(
                company=company,
                line=line,
                detail=detail,
                payment=payment,
                reason=proposal.reason,
                score=proposal.score,
                matched_by=made_by,
            )
            for payment, (line, detail, proposal) in payments
        ),
        batch_size=PAYMENTS_AT_ONCE,
    )


def _make(made: Made, accepted: Sequence[Part], made_by: User) -> None:
    """Write payments, what they hold, and the lines they are of: a few statements however many they are."""
    assert made.journal is not None
    company = made.journal.company
    made.payments = Payment.objects.bulk_create(
        (_payment(one, made.journal, made_by) for one in accepted), batch_size=PAYMENTS_AT_ONCE
    )
    of_line = list(zip(made.payments, accepted, strict=True))
    mark_free(
        company=company,
        amounts={Holder(PAYMENT, payment.pk): one.marks for payment, (_l, _d, one) in of_line if not one.elsewhere},
        marked_by=made_by,
    )
    there = [(payment, one.elsewhere, one.marks) for payment, (_l, _d, one) in of_line if one.elsewhere]
    mark_free_elsewhere(paid=company, marks=there, marked_by=made_by)
    _write_matches(company, of_line, made_by)


def _payment(part: Part, journal: Journal, made_by: User) -> Payment:
    line, detail, proposal = part
    told = detail or line
    bank_account = line.statement.bank_account
    place = f"{line.pk}/{detail.pk}" if detail else f"{line.pk}"
    return Payment(
        company=journal.company,
        journal=journal,
        customer=proposal.customer,
        payment_date=line.booking_date,
        currency=bank_account.currency,
        amount=told.amount,
        bank_account=bank_account,
        reference=(told.creditor_reference or told.end_to_end_reference or told.servicer_reference)[:140],
        entered_by=made_by,
        key=f"{journal.pk} bank line {place}",
        fingerprint=fingerprint_of("bank line", place, proposal.fingerprint),
    )
