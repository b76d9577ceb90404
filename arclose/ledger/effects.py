"""What a posting that is not committed yet does to the accounts, as previews show it."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from arclose.ledger.models import AccountBalance, Company, FiscalPeriod, LedgerAccount, LedgerEntry, Voucher
from arclose.ledger.models.accounts import AccountType
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.queries import IS_DEBIT

YEARLY = (AccountType.REVENUE, AccountType.EXPENSE)


@dataclass(frozen=True)
class AccountEffect:
    """What a preview does to an account, in accounting currency; debit and credit without a sign."""

    number: str
    name: str
    posting_types: str
    debit: Decimal
    credit: Decimal
    balance_before: Decimal

    @property
    def balance_after(self) -> Decimal:
        """The account's balance with the preview posted, debit above zero."""
        return self.balance_before + self.debit - self.credit


class WithEffects:
    """A preview that lists what it does to accounts, and adds it up."""

    effects: list[AccountEffect]

    @property
    def debit(self) -> Decimal:
        """The sum of all debits, in accounting currency."""
        return sum((effect.debit for effect in self.effects), Decimal(0))

    @property
    def credit(self) -> Decimal:
        """The sum of all credits, in accounting currency."""
        return sum((effect.credit for effect in self.effects), Decimal(0))


def effects_of(company: Company, posting_id: int) -> list[AccountEffect]:
    """Give what a posting does to each account it touches, in order of account."""
    entries = LedgerEntry.objects.filter(company=company, voucher__posting=posting_id).order_by()
    amount = "accounting_currency_amount"
    grouped = entries.values("account", "posting_type").annotate(
        debit=Sum(amount, filter=IS_DEBIT, default=Decimal(0)),
        credit=Sum(amount, filter=~IS_DEBIT, default=Decimal(0)),
    )
    accounts = LedgerAccount.objects.in_bulk({row["account"] for row in grouped})
    balances = _balances_before(company, accounts.values(), posting_id)
    return [
        AccountEffect(
            number=account.number,
            name=account.name,
            posting_types=", ".join(_posting_types(grouped, pk)),
            debit=sum((row["debit"] for row in grouped if row["account"] == pk), Decimal(0)),
            credit=-sum((row["credit"] for row in grouped if row["account"] == pk), Decimal(0)),
            balance_before=balances.get(pk, Decimal(0)),
        )
        for pk, account in sorted(accounts.items(), key=lambda item: item[1].number)
    ]


def _posting_types(grouped: Any, account_id: int) -> list[str]:
    return [str(PostingType(row["posting_type"]).label) for row in grouped if row["account"] == account_id]


def _balances_before(company: Company, accounts: Any, posting_id: int) -> dict[int, Decimal]:
    """Give the balance per account: revenue and expense of the fiscal year of the last document, others of all time."""
    last = Voucher.objects.filter(posting=posting_id).order_by("-posting_date").values("fiscal_year")[:1]
    of_year = FiscalPeriod.objects.filter(company=company, fiscal_year__in=last)
    yearly = [account.pk for account in accounts if account.account_type in YEARLY]
    kept = AccountBalance.objects.filter(company=company, account__in=[account.pk for account in accounts])
    wanted = kept.filter(~Q(account__in=yearly) | Q(period__in=of_year)).order_by()
    return dict(wanted.values_list("account").annotate(Sum("accounting_currency_amount")))


def digest_of_entries(posting_id: int) -> str:
    """Give a digest by which the entries of a preview are told from those of another one."""
    entries = LedgerEntry.objects.filter(voucher__posting=posting_id).order_by()
    grouped = entries.values_list("account", "posting_type", "currency").annotate(
        Count("pk"), Sum("transaction_currency_amount"), Sum("accounting_currency_amount")
    )
    return hashlib.sha256(repr(sorted(grouped)).encode()).hexdigest()
