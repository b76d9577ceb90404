"""Make payments of lines of bank statements: each holds what was proposed for its line, and waits in a journal."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from arclose.ledger.models import Company
from customers.marking import CannotMark
from journals.bank_matching import Proposal, propose
from journals.bank_queries import UNMATCHED
from journals.entering import CannotEnter, PaymentHead, begin_journal, enter_payment
from journals.models import (
    BankAccount,
    BankLineExplanation,
    BankLinePayment,
    BankStatementLine,
    Journal,
    JournalName,
    Payment,
)
from journals.models.bank_statements import LineStatus


@dataclass
class Made:
    """What came of lines: the journal with the payments that were made, and for each line left out the reason."""

    journal: Journal | None = None
    payments: list[Payment] = field(default_factory=list)
    left_out: dict[int, str] = field(default_factory=dict)


def is_waiting(line: BankStatementLine) -> bool:
    """Tell whether a line is booked in a final statement that adds up, and nothing was made of it yet.

    It comes with its statement, and with what was made of it.
    """
    return (
        line.status == LineStatus.BOOKED
        and line.statement.may_be_posted
        and getattr(line, "matched", None) is None
        and getattr(line, "explanation", None) is None
        and not any(one.undone_at is None for one in line.returns.all())
    )


def reason_against(line: BankStatementLine) -> str:
    """Say why a line cannot become a payment of a customer; nothing where it can. The line comes with its statement."""
    if getattr(line, "matched", None):
        return _("It became payment %(payment)s.") % {"payment": line.matched.payment}
    if getattr(line, "explanation", None):
        return _("It is explained otherwise: %(reason)s") % {"reason": line.explanation.reason}
    if returned := next((one for one in line.returns.all() if one.undone_at is None), None):
        return _("It returned payment %(payment)s.") % {"payment": returned.payment}
    reasons = {
        _("Its statement is not final, or does not add up."): line.status != LineStatus.BOOKED
        or not line.statement.may_be_posted,
        _("Money went out."): line.amount <= 0,
        _("It takes an earlier booking back, and no payment that it may return was found."): line.is_reversal,
        _("It books several payments at once."): bool(line.detail_count),
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
    """Make a payment of each line whose proposal is still the one that was shown, in a new journal of a name.

    ``shown`` are the fingerprints of the proposals by line. Asked again, the lines are matched and nothing is made.
    """
    one_after_the_other(company)
    lines = list(
        BankStatementLine.objects.filter(UNMATCHED, company=company, pk__in=shown)
        .select_related("statement__bank_account", "statement__currency")
        .order_by("booking_date", "pk")
    )
    proposals = propose(company=company, lines=lines)
    made = Made()
    for pk in shown.keys() - {line.pk for line in lines}:
        made.left_out[pk] = _("Somebody matched it meanwhile, or it cannot be matched.")
    for line in lines:
        proposal = proposals.get(line.pk)
        if proposal is None or proposal.fingerprint != shown[line.pk]:
            made.left_out[line.pk] = _("What it may pay has changed since you looked. Look again.")
        else:
            made.journal = made.journal or _journal(company, name, lines, made_by, key)
            _make(line, proposal, made, made_by)
    return made


def _journal(
    company: Company, name: JournalName, lines: Sequence[BankStatementLine], made_by: User, key: str
) -> Journal:
    text = _("Bank statements until %(day)s") % {"day": max(line.booking_date for line in lines).isoformat()}
    return begin_journal(company=company, name=name, text=text, created_by=made_by, key=key)


def _make(line: BankStatementLine, proposal: Proposal, made: Made, made_by: User) -> None:
    assert made.journal is not None
    head = PaymentHead(
        customer=proposal.customer,
        payment_date=line.booking_date,
        amount=line.amount,
        bank_account=line.statement.bank_account,
        reference=(line.creditor_reference or line.end_to_end_reference or line.servicer_reference)[:140],
    )
    try:
        payment = enter_payment(
            journal=made.journal, head=head, marks=proposal.marks, entered_by=made_by, key=f"bank line {line.pk}"
        )
    except (CannotEnter, CannotMark) as error:
        made.left_out[line.pk] = str(error)
        return
    BankLinePayment.objects.create(
        company=made.journal.company,
        line=line,
        payment=payment,
        reason=proposal.reason,
        score=proposal.score,
        matched_by=made_by,
    )
    made.payments.append(payment)
