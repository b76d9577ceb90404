"""The bank accounts of a company."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.bank_numbers import BicField, CreditorIdentifierField, IbanField, in_groups
from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company, Currency, LedgerAccount
from arclose.ledger.models.accounts import AccountType, refuse_control_accounts
from customers.models import Customer
from journals.banking.guards import BankAccountKeepsCurrency

BALANCE_SHEET = frozenset({AccountType.ASSET, AccountType.LIABILITY})


@keep_history
class BankAccount(models.Model):
    """An account of the company at a bank, in one currency, with a ledger account of its own.

    So what the ledger says of it can be laid beside what the bank says. Statements name it by its IBAN, or by
    ``account_number`` where the bank has another number for it; one that has neither gets no statements.
    """

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="bank_accounts", db_index=False, verbose_name=_("company")
    )
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=80)
    iban = IbanField(blank=True)
    account_number = models.CharField(_("account number"), max_length=35, blank=True, db_collation="C")
    bic = BicField(blank=True)
    creditor_identifier = CreditorIdentifierField(blank=True, db_default="")
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", verbose_name=_("currency"))
    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("ledger account")
    )
    is_active = models.BooleanField(_("active"), default=True, db_default=True)

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="bank_account_code"),
            models.UniqueConstraint(
                fields=["company", "account"],
                name="bank_account_has_its_own_ledger_account",
                violation_error_message=_("This ledger account belongs to another bank account."),
            ),
            models.UniqueConstraint(
                fields=["company", "iban", "currency"],
                condition=~models.Q(iban=""),
                name="bank_account_iban",
                violation_error_message=_("Another bank account has this IBAN and currency."),
            ),
            models.UniqueConstraint(
                fields=["company", "account_number", "currency"],
                condition=~models.Q(account_number=""),
                name="bank_account_number",
                violation_error_message=_("Another bank account has this account number and currency."),
            ),
            company_key("bank_account_company_key"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="bank_account_account"),
        ]
        triggers = [BankAccountKeepsCurrency()]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def clean(self) -> None:
        """Refuse an account that only a subledger posts to, one of the result, and the account of a customer.

        :raises ValidationError: naming the field. One that stands with this IBAN already is not refused for it.
        """
        refuse_control_accounts(self)
        if self.account_id is not None and self.account.account_type not in BALANCE_SHEET:
            text = _("%(account)s is no account of the balance sheet: money in the bank is an asset or a debt.")
            raise ValidationError({"account": text % {"account": self.account}})
        owner = Customer.objects.filter(company=self.company_id, bank_accounts__iban=self.iban).first()
        stands = BankAccount.objects.filter(pk=self.pk, iban=self.iban)
        if owner is not None and not stands.exists():
            words = _("This is a bank account of customer %(customer)s. Type the company's own, or correct theirs.")
            raise ValidationError({"iban": words % {"customer": owner}})

    @property
    def shown_number(self) -> str:
        """The number people know it by: the IBAN in groups, else what the bank calls it."""
        return in_groups(self.iban) if self.iban else self.account_number
