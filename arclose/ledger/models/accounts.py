"""The chart of accounts, and the accounts that postings find by themselves."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.guards import AccountStays
from arclose.ledger.history import keep_history
from arclose.ledger.models.companies import Company


class AccountType(models.TextChoices):
    """Where an account stands in the statements."""

    ASSET = "asset", _("asset")
    LIABILITY = "liability", _("liability")
    EQUITY = "equity", _("equity")
    REVENUE = "revenue", _("revenue")
    EXPENSE = "expense", _("expense")


@keep_history
class LedgerAccount(models.Model):
    """An account of a company's chart.

    A control account is the ledger side of a subledger: only documents of that subledger post to
    it, never a person. A clearing account must be back at zero when a period closes.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="accounts", verbose_name=_("company"))
    number = models.CharField(_("number"), max_length=20, db_collation="C")
    name = models.CharField(_("name"), max_length=120)
    account_type = models.CharField(_("type"), max_length=10, choices=AccountType)
    is_control_account = models.BooleanField(_("control account"), default=False)
    is_clearing_account = models.BooleanField(_("clearing account"), default=False)
    is_blocked = models.BooleanField(_("blocked"), default=False)

    class Meta:
        verbose_name = _("ledger account")
        verbose_name_plural = _("ledger accounts")
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="ledger_account_number"),
            company_key("ledger_account_company_key"),
        ]
        triggers = [AccountStays()]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


def refuse_control_accounts(row: Any) -> None:
    """Refuse a row of master data that posts by itself to a control account.

    :raises ValidationError: naming each such field.
    """
    wrong = {name: account for name, account in _accounts_of(row).items() if account.is_control_account}
    text = _("%s is a control account: only documents of its subledger post to it.")
    if wrong:
        raise ValidationError({name: text % account for name, account in wrong.items()})


def require_control_accounts(row: Any) -> None:
    """Refuse a row of master data that keeps what customers owe on another account.

    :raises ValidationError: naming each such field.
    """
    wrong = {name: account for name, account in _accounts_of(row).items() if not account.is_control_account}
    text = _("%s is no control account: what customers owe is kept on one.")
    if wrong:
        raise ValidationError({name: text % account for name, account in wrong.items()})


def _accounts_of(row: Any) -> dict[str, LedgerAccount]:
    fields = [field for field in row._meta.concrete_fields if field.related_model is LedgerAccount]
    return {field.name: getattr(row, field.name) for field in fields if getattr(row, field.attname) is not None}


class AutomaticPurpose(models.TextChoices):
    """What a posting needs an account for without anybody naming one."""

    ROUNDING = "rounding", _("rounding")
    REALIZED_GAIN = "realized_gain", _("realized exchange gain")
    REALIZED_LOSS = "realized_loss", _("realized exchange loss")
    UNREALIZED_GAIN = "unrealized_gain", _("unrealized exchange gain")
    UNREALIZED_LOSS = "unrealized_loss", _("unrealized exchange loss")
    OPENING = "opening", _("opening balances")
    PREPAYMENTS = "prepayments", _("customer prepayments")
    CASH_DISCOUNT = "cash_discount", _("cash discounts to customers")
    PENNY_DIFFERENCE = "penny_difference", _("penny differences")
    OVER_UNDERPAYMENT = "over_underpayment", _("over- and underpayments")


@keep_history
class AutomaticAccount(models.Model):
    """The account a company uses for one purpose of automatic postings."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="automatic_accounts", verbose_name=_("company"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=AutomaticPurpose)
    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("ledger account")
    )

    class Meta:
        verbose_name = _("account for automatic postings")
        verbose_name_plural = _("accounts for automatic postings")
        constraints = [
            models.UniqueConstraint(fields=["company", "purpose"], name="automatic_account_once"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="automatic_account_company"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.account_id}"

    def clean(self) -> None:
        """Refuse an account that only a subledger posts to.

        :raises ValidationError: naming the field.
        """
        refuse_control_accounts(self)
