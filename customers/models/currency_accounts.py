"""Accounts of realized gains and losses that a currency has for itself."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company, Currency, LedgerAccount
from arclose.ledger.models.accounts import refuse_control_accounts


@keep_history
class CurrencyAccounts(models.Model):
    """Where gains and losses of one currency are posted; others go to the company's accounts for them."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", verbose_name=_("currency"))
    gain_account = models.ForeignKey(
        LedgerAccount,
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        verbose_name=_("account for realized gains"),
    )
    loss_account = models.ForeignKey(
        LedgerAccount,
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        verbose_name=_("account for realized losses"),
    )
    unrealized_gain_account = models.ForeignKey(
        LedgerAccount,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("account for unrealized gains"),
        help_text=_("Of revaluations. Empty: the company's account for them."),
    )
    unrealized_loss_account = models.ForeignKey(
        LedgerAccount,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("account for unrealized losses"),
        help_text=_("Of revaluations. Empty: the company's account for them."),
    )

    class Meta:
        verbose_name = _("accounts of a currency")
        verbose_name_plural = _("accounts of currencies")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "currency"], name="currency_accounts_once"),
            CompanyForeignKey(field="gain_account", to="ledger.LedgerAccount", name="currency_accounts_gain"),
            CompanyForeignKey(field="loss_account", to="ledger.LedgerAccount", name="currency_accounts_loss"),
            CompanyForeignKey(
                field="unrealized_gain_account", to="ledger.LedgerAccount", name="currency_accounts_unrealized_gain"
            ),
            CompanyForeignKey(
                field="unrealized_loss_account", to="ledger.LedgerAccount", name="currency_accounts_unrealized_loss"
            ),
        ]

    def __str__(self) -> str:
        return self.currency_id

    def clean(self) -> None:
        """Refuse accounts that only a subledger posts to.

        :raises ValidationError: naming each such field.
        """
        refuse_control_accounts(self)
