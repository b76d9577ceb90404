"""Bridging accounts: what payments stand on them, and moving it to the bank account once it is seen there.

A voucher is cleared while a clearing of it stands; one whose own voucher was reversed does not. A payment that was
taken back before it was cleared needs no clearing, and neither does what took it back.
"""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from arclose.ledger import posting as ledger
from arclose.ledger.fields import AmountField
from arclose.ledger.models import Company, LedgerEntry, Posting, Voucher
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.outcomes import CannotPost
from arclose.web.amounts import format_money
from arclose.web.days import format_day
from journals.banking.queries import UNMATCHED
from journals.kinds.bridging import BRIDGE_CLEARING, BRIDGE_CLEARINGS, clearing_posting
from journals.kinds.payments import PAYMENT
from journals.models import BankAccount, BankStatementLine, BridgeClearing, BridgedVoucher, Journal, Payment

_TAKEN_BACK = Voucher.objects.filter(
    document_type=BRIDGE_CLEARING, document_id=OuterRef("clearing_id"), reversed_by__isnull=False
)
STANDING = BridgedVoucher.objects.exclude(Exists(_TAKEN_BACK))
_ENTRIES = LedgerEntry.objects.filter(voucher=OuterRef("pk"), posting_type=PostingType.BRIDGING)
IS_CLEARED = Exists(STANDING.filter(voucher=OuterRef("pk")))
# The payment of a voucher, or of the one that it reverses.
_PAYMENT = Coalesce("reversal_of__document_id", "document_id")
_UNCLEARED = ~Q(IS_CLEARED) & (
    Q(reversal_of=None, reversed_by=None)
    | Q(reversal_of__isnull=False) & Q(Exists(STANDING.filter(voucher=OuterRef("reversal_of"))))
    | Q(reversed_by__isnull=False) & Q(Exists(STANDING.filter(voucher=OuterRef("reversed_by"))))
)


class CannotClear(CannotPost):
    """Bridged payments cannot be cleared as asked: nothing was posted."""

    def __init__(self, reason: str, remedy: str) -> None:
        """Carry the reason and what to do in words."""
        super().__init__(reason, remedy)
        self.texts = (reason, remedy)

    def reason(self) -> str:
        """Give the reason."""
        return self.texts[0]

    def remedy(self) -> str:
        """Give what to do."""
        return self.texts[1]


def bridged_vouchers(*, company: Company) -> "QuerySet[Any]":
    """Give the vouchers of payments, and of payments taken back, that stand or stood on a bridging account.

    Each has the ids of its payment (``payment_id``), ``bank_account_id`` and ``currency_id``, and what it debits to
    bridging accounts in that currency (``bridged_amount``).
    """
    # Only a method bridges. Both kinds are looked up by key: asked of every voucher at once, all of them would be read.
    by_method = Payment.objects.filter(company=company, method__isnull=False).values("pk")
    own_vouchers = Voucher.objects.filter(company=company, document_type=PAYMENT, document_id__in=by_method)
    taken_back = Voucher.objects.filter(
        reversal_of__company=company, reversal_of__document_type=PAYMENT, reversal_of__document_id__in=by_method
    )
    either = own_vouchers.values("pk").union(taken_back.values("pk"))
    rows = Voucher.objects.filter(Exists(_ENTRIES), company=company, pk__in=either)
    sums = _ENTRIES.order_by().values("voucher")
    own = Payment.objects.filter(pk=OuterRef("payment_id"))
    return rows.annotate(
        payment_id=Cast(_PAYMENT, IntegerField()),
        bank_account_id=Subquery(own.values("bank_account")),
        currency_id=Subquery(own.values("currency")),
        bridged_amount=Subquery(
            sums.annotate(sum=Sum("transaction_currency_amount")).values("sum"), output_field=AmountField()
        ),
    )


def uncleared(*, company: Company, until: date | None = None) -> "QuerySet[Any]":
    """Give the bridged vouchers, posted until a day, that were not seen on the bank account."""
    rows = bridged_vouchers(company=company).filter(_UNCLEARED)
    return rows if until is None else rows.filter(posting_date__lte=until)


def without_hidden(bridged: "QuerySet[Any]", hidden: "QuerySet[Journal]") -> "QuerySet[Any]":
    """Give bridged vouchers but for those of payments in journals that are kept from who looks."""
    return bridged.exclude(payment_id__in=Payment.objects.filter(journal__in=hidden).values("pk"))


@transaction.atomic
def clear_bridged(
    *,
    company: Company,
    vouchers: Collection[int],
    day: date,
    text: str,
    bank_line: BankStatementLine | None,
    cleared_by: User,
    key: str,
    is_preview: bool = False,
) -> Posting:
    """Move what vouchers have on bridging accounts to their bank account, and give the posting.

    ``bank_line`` is the line of the bank statement on which they were seen; it comes to the same amount. The same key
    gives the posting it gave before. A preview writes under a provisional number; its caller takes the transaction
    back.

    :raises CannotClear: one was cleared before, they are of several bank accounts, or the line does not fit.
    :raises KeyReused: the key belongs to another request.
    """
    open_periods = ledger.open_periods(company=company, dates=[day])
    _lock(company, vouchers)
    fingerprint = ledger.fingerprint_of(BRIDGE_CLEARINGS, sorted(set(vouchers)), day, bank_line and bank_line.pk)
    if known := ledger.find(company=company, key=key, fingerprint=fingerprint):
        return known
    chosen = list(uncleared(company=company).filter(pk__in=vouchers).order_by("pk"))
    account = _account_of(company, chosen, set(vouchers), day)
    if not open_periods:
        raise CannotClear(_("The day lies in no open period."), _("Choose another day, or reopen the period."))
    _refuse_nothing(chosen)
    if bank_line:
        _compare(bank_line, account, sum((one.bridged_amount for one in chosen), Decimal(0)))
    posting, _is_new = ledger.begin(
        company=company, kind=BRIDGE_CLEARINGS, key=key, fingerprint=fingerprint, posted_by=cleared_by
    )
    made = BridgeClearing.objects.create(
        company=company, bank_account=account, clearing_date=day, text=text, bank_line=bank_line, posting=posting
    )
    BridgedVoucher.objects.bulk_create(
        BridgedVoucher(company=company, clearing=made, voucher_id=one.pk) for one in chosen
    )
    ledger.write(posting=posting, contents=clearing_posting(posting), is_preview=is_preview)
    if not is_preview:
        ledger.seal(posting=posting)
    return posting


def _lock(company: Company, vouchers: Collection[int]) -> None:
    """Let one clear after the other: the payments of the vouchers are locked, and the line with its bank account."""
    named = bridged_vouchers(company=company).filter(pk__in=vouchers).values_list("payment_id", flat=True)
    payments = Payment.objects.filter(company=company, pk__in=list(named)).order_by("pk")
    accounts = BankAccount.objects.filter(company=company, pk__in=payments.order_by().values("bank_account"))
    list(accounts.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    list(payments.select_for_update(no_key=True).values_list("pk"))


def _account_of(company: Company, chosen: Collection[Any], asked: Collection[int], day: date) -> BankAccount:
    """Give the bank account of the chosen vouchers.

    :raises CannotClear: they cannot be cleared together, or not on this day.
    """
    if len(chosen) < len(asked) or not chosen:
        raise CannotClear(
            _("%(count)d of them are cleared already, or need no clearing.") % {"count": len(asked) - len(chosen)},
            _("Open the list again and choose what is left."),
        )
    accounts = {one.bank_account_id for one in chosen}
    if len(accounts) > 1:
        raise CannotClear(
            _("They are of several bank accounts."), _("Narrow the list to one bank account, and clear one at a time.")
        )
    if latest := max((one.posting_date for one in chosen if one.posting_date > day), default=None):
        raise CannotClear(
            _("One of them was posted later, on %(day)s.") % {"day": format_day(latest)},
            _("Choose that day or a later one."),
        )
    return BankAccount.objects.get(company=company, pk=accounts.pop())


def _refuse_nothing(chosen: Collection[Any]) -> None:
    """Look whether there is something to move.

    :raises CannotClear: what was received and what was paid back come to nothing, so there would be no entry.
    """
    bridged = LedgerEntry.objects.filter(posting_type=PostingType.BRIDGING, voucher__in=[one.pk for one in chosen])
    sums = bridged.values("account", "currency").annotate(
        own=Sum("transaction_currency_amount"), in_books=Sum("accounting_currency_amount")
    )
    if not sums.exclude(own=0, in_books=0).exists():
        raise CannotClear(
            _("Together they come to nothing, so nothing would move."),
            _("Clear what was received and what was paid back each by itself, as the bank booked them."),
        )


def _compare(line: BankStatementLine, account: BankAccount, amount: Decimal) -> None:
    """Look whether a line says what is cleared.

    :raises CannotClear: it is of another account or amount, or became something else.
    """
    is_free = BankStatementLine.objects.filter(UNMATCHED, pk=line.pk, statement__bank_account=account).exists()
    if not is_free:
        raise CannotClear(
            _("The line is of another bank account, or matched already."), _("Choose another line, or none.")
        )
    if line.amount != amount:
        facts = {
            "line": format_money(line.amount, account.currency_id),
            "chosen": format_money(amount, account.currency_id),
        }
        raise CannotClear(
            _("The line says %(line)s, and what is chosen comes to %(chosen)s.") % facts,
            _("Choose what the bank booked together."),
        )
