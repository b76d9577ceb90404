"""Which payment a line of a bank statement returns: proposals with a score and a reason, for a set of lines at once.

From best to least: the line names the payment by a reference that was sent or received with it; the mandate; a document
that it settled; the account it came from; one payment alone has this amount. Only a payment that is named may be less
than the line: what is beyond it are charges of the bank.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import Company, Voucher
from customers.models import Settlement
from journals.banking.entered_payments import labels_in
from journals.banking.match_reasons import SURE_ENOUGH
from journals.banking.receipts import number_series, numbers_in
from journals.kinds.payments import PAYMENT
from journals.models import BankStatementLine, Payment, PaymentStatus
from journals.payments.fees import ARRIVING_AMOUNT, arriving_amount

# ISO 20022 subfamilies, and the SWIFT type, of what takes a payment back.
RETURN_CODES = frozenset({"RRTN", "RPCR", "UPDD", "PRDD", "RCDD", "UPCT", "NRTI"})
# An unauthorized direct debit may be returned for thirteen months.
LOOKED_BACK = timedelta(days=400)


class ReturnReason(models.TextChoices):
    """Why a line may return what is proposed."""

    NAMED = "named", _("names the payment by its reference")
    NAMED_AND_MORE = "named_and_more", _("names the payment by its reference; the rest are charges of the bank")
    MANDATE = "mandate", _("names the mandate, and the amount is that of its last payment")
    DOCUMENT = "document", _("names a document that a payment of this amount settled")
    ACCOUNT = "account", _("a payment of this amount came from the account")
    ONLY_AMOUNT = "only_amount", _("one payment alone has this amount")


SCORES = {
    ReturnReason.NAMED: 100,
    ReturnReason.NAMED_AND_MORE: 90,
    ReturnReason.MANDATE: 85,
    ReturnReason.DOCUMENT: 80,
    ReturnReason.ACCOUNT: 75,
    ReturnReason.ONLY_AMOUNT: 50,
}


@dataclass(frozen=True)
class ReturnProposal:
    """What a line may return: a payment, and what the bank takes beyond it."""

    payment: Payment
    charges: Decimal
    reason: ReturnReason

    @property
    def score(self) -> int:
        """How sure it is, out of 100."""
        return SCORES[self.reason]

    @property
    def is_sure(self) -> bool:
        """Whether it is ticked before anybody looked at it."""
        return self.score >= SURE_ENOUGH

    @property
    def fingerprint(self) -> str:
        """Tell it from any other proposal."""
        return f"{self.payment.pk}+{self.charges}"


def is_return(line: BankStatementLine) -> bool:
    """Tell whether the bank says that a line takes a payment back."""
    codes = set(line.bank_code.split("-"))
    return bool(line.is_reversal or line.return_reason or codes & RETURN_CODES)


def propose_returns(*, company: Company, lines: Sequence[BankStatementLine]) -> dict[int, ReturnProposal]:
    """Give which payment lines return, by the id of the line; a payment is proposed to one of them only.

    The lines come with their statement. One of which the bank does not say that it returns something is only proposed
    where it names the payment.
    """
    asked = [line for line in lines if line.amount and not line.detail_count]
    facts = _Facts(company, asked)
    found: dict[int, ReturnProposal] = {}
    taken: set[int] = set()
    looks: Sequence[tuple[ReturnReason, Callable[[BankStatementLine], Iterable[Payment]]]] = (
        (ReturnReason.NAMED, facts.named),
        (ReturnReason.MANDATE, facts.of_mandate),
        (ReturnReason.DOCUMENT, facts.of_document),
        (ReturnReason.ACCOUNT, facts.of_account),
        (ReturnReason.ONLY_AMOUNT, facts.of_amount),
    )
    for reason, look in looks:
        for line in asked:
            if line.pk in found or not (reason == ReturnReason.NAMED or is_return(line)):
                continue
            proposal = _proposal(line, [one for one in look(line) if one.pk not in taken], reason)
            if proposal:
                found[line.pk] = proposal
                taken.add(proposal.payment.pk)
    return found


def _proposal(line: BankStatementLine, payments: Sequence[Payment], reason: ReturnReason) -> ReturnProposal | None:
    """Give the one payment that fits; of those of a mandate the last."""
    fitting = [one for one in payments if _fits(line, one)]
    exact = [one for one in fitting if arriving_amount(one) == -line.amount]
    if len(exact) == 1 or (exact and reason == ReturnReason.MANDATE):
        return ReturnProposal(max(exact, key=lambda one: (one.payment_date, one.pk)), Decimal(0), reason)
    if reason == ReturnReason.NAMED and not exact and len(fitting) == 1:
        [payment] = fitting
        return ReturnProposal(payment, -line.amount - arriving_amount(payment), ReturnReason.NAMED_AND_MORE)
    return None


def _fits(line: BankStatementLine, payment: Payment) -> bool:
    """Tell whether a line may take a payment back: through the same account, later, as much or with charges."""
    arrived = arriving_amount(payment)
    return (
        payment.bank_account_id == line.statement.bank_account_id
        and payment.payment_date <= line.booking_date
        and (arrived == -line.amount or Decimal(0) < arrived < -line.amount)
    )


class _Facts:
    """What must be known of a set of lines: asked for all of them at once."""

    def __init__(self, company: Company, lines: Sequence[BankStatementLine]) -> None:
        standing = _standing(company, lines)
        series = number_series(company)
        self._numbers = {line.pk: numbers_in(line, series) for line in lines}
        self._labels = {line.pk: _labels(line) for line in lines}
        references = {reference for line in lines for reference in _references(line)}
        labels = {pk for found in self._labels.values() for pk in found}
        named = standing.filter(
            Q(pk__in=labels)
            | Q(reference__in=references)
            | Q(bank_line__line__end_to_end_reference__in=references)
            | Q(bank_line__line__servicer_reference__in=references)
            | Q(bank_line__detail__end_to_end_reference__in=references)
            | Q(bank_line__detail__servicer_reference__in=references)
            | Q(direct_debits__end_to_end_id__in=references)
        )
        self._by_reference = _by(named, _references_of)
        told = [line for line in lines if is_return(line)]
        mandates = {line.mandate_reference for line in told} - {""}
        of_mandates = standing.filter(
            Q(bank_line__line__mandate_reference__in=mandates)
            | Q(bank_line__detail__mandate_reference__in=mandates)
            | Q(direct_debits__mandate__number__in=mandates)
        )
        self._by_mandate = _by(of_mandates, _mandates_of)
        same = list(standing.alias(arriving=ARRIVING_AMOUNT).filter(arriving__in={-line.amount for line in told}))
        self._by_amount = _by(same, lambda one: [arriving_amount(one)])
        self._documents = _documents_of(company, [one.pk for one in same])

    def named(self, line: BankStatementLine) -> Iterable[Payment]:
        """Give the payments that a line names: by what was sent or received with them, or as they are called here."""
        keys: list[object] = [*_references(line), *self._labels[line.pk]]
        return {one.pk: one for key in keys for one in self._by_reference.get(key, ())}.values()

    def of_mandate(self, line: BankStatementLine) -> Iterable[Payment]:
        """Give the payments under the mandate that a line names."""
        return self._by_mandate.get(line.mandate_reference, ())

    def of_document(self, line: BankStatementLine) -> Iterable[Payment]:
        """Give the payments of the amount that settled a document which the line names."""
        numbers = self._numbers[line.pk]
        return [one for one in self.of_amount(line) if self._documents.get(one.pk, set()) & numbers]

    def of_account(self, line: BankStatementLine) -> Iterable[Payment]:
        """Give the payments of the amount that came from the account on the other side."""
        account = line.counterparty_account
        return [one for one in self.of_amount(line) if account and _account_of(one) == account]

    def of_amount(self, line: BankStatementLine) -> Iterable[Payment]:
        """Give the payments of the amount."""
        return self._by_amount.get(-line.amount, ())


def _standing(company: Company, lines: Sequence[BankStatementLine]) -> "QuerySet[Payment]":
    """Give the posted payments, not taken back, that these lines may be about."""
    days = [line.booking_date for line in lines]
    vouchers = Voucher.objects.filter(
        company=company, document_type=PAYMENT, document_id=OuterRef("pk"), reversed_by__isnull=True
    )
    rows = Payment.objects.filter(
        Exists(vouchers),
        company=company,
        status=PaymentStatus.POSTED,
        bank_account__in={line.statement.bank_account_id for line in lines},
    )
    if days:
        rows = rows.filter(payment_date__range=(min(days) - LOOKED_BACK, max(days)))
    beside = rows.select_related("customer", "currency", "bank_line__line", "bank_line__detail")
    return beside.prefetch_related("direct_debits__mandate", "fees").order_by("payment_date", "pk")


def _references(line: BankStatementLine) -> set[str]:
    return {line.end_to_end_reference, line.servicer_reference, line.creditor_reference} - {""}


def _references_of(payment: Payment) -> list[object]:
    own = getattr(payment, "bank_line", None)
    received = {own.told.end_to_end_reference, own.told.servicer_reference} if own else set()
    sent = {one.end_to_end_id for one in payment.direct_debits.all()}
    return [payment.pk, *({payment.reference, *received, *sent} - {""})]


def _mandates_of(payment: Payment) -> set[str]:
    own = getattr(payment, "bank_line", None)
    return {own.told.mandate_reference} if own else {one.mandate.number for one in payment.direct_debits.all()}


def _labels(line: BankStatementLine) -> Collection[int]:
    return labels_in(f"{line.end_to_end_reference} {line.text}")


def _account_of(payment: Payment) -> str:
    own = getattr(payment, "bank_line", None)
    return own.told.counterparty_account if own else ""


def _by(payments: Iterable[Payment], keys: Callable[[Payment], Iterable[object]]) -> Mapping[object, list[Payment]]:
    found: dict[object, list[Payment]] = defaultdict(list)
    for payment in payments:
        for key in keys(payment):
            found[key].append(payment)
    return found


def _documents_of(company: Company, payments: Collection[int]) -> dict[int, set[str]]:
    """Give the numbers of the documents that payments settled, per payment."""
    rows = Settlement.objects.filter(
        company=company,
        reversal_of=None,
        reversed_by=None,
        credit_transaction__voucher__document_type=PAYMENT,
        credit_transaction__voucher__document_id__in=payments,
    )
    found: dict[int, set[str]] = defaultdict(set)
    path = ("credit_transaction__voucher__document_id", "debit_transaction__document_number")
    for payment, number in rows.values_list(*path):
        found[payment].add(number)
    return found
