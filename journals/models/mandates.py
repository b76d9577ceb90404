"""What lets a company collect from customers: their bank accounts, and the mandates they signed."""

import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arclose.ledger.bank_numbers import BicField, IbanField, in_groups
from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company
from customers.models import Customer
from journals.direct_debits.guards import UsedAccountStays, UsedMandateStays
from journals.models.banks import BankAccount

# What the rulebook lets a mandate reference have (AT-01): 35 characters of the Latin set, without spaces here.
_REFERENCE = re.compile(r"^[A-Za-z0-9+?/\-:().,']{1,35}$")


@keep_history
class CustomerBankAccount(models.Model):
    """An account of a customer at a bank, from which the company may collect where a mandate says so.

    Once something was collected from it, whose it is and its IBAN stay: a customer who moves to another account signs
    for a row of its own.
    """

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name=_("company")
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="bank_accounts", db_constraint=False, verbose_name=_("customer")
    )
    iban = IbanField()
    bic = BicField(blank=True)
    holder = models.CharField(_("account holder"), max_length=70, blank=True)

    class Meta:
        verbose_name = _("bank account of a customer")
        verbose_name_plural = _("bank accounts of customers")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["customer", "iban"], name="customer_bank_account_once"),
            company_key("customer_bank_account_company_key"),
            CompanyForeignKey(field="customer", to="customers.Customer", name="customer_bank_account_customer"),
        ]
        triggers = [UsedAccountStays()]

    def __str__(self) -> str:
        return in_groups(self.iban)

    def clean(self) -> None:
        """Refuse an account of the company itself, which would collect from its own money.

        :raises ValidationError: naming the field. One that stands with this IBAN already is not refused for it.
        """
        own = BankAccount.objects.filter(company_id=self.company_id, iban=self.iban).exclude(iban="").first()
        stands = CustomerBankAccount.objects.filter(pk=self.pk, iban=self.iban)
        if own is not None and not stands.exists():
            words = _("This is the company's own bank account %(code)s. Type the IBAN the customer signed for.")
            raise ValidationError({"iban": words % {"code": own.code}})


class MandateKind(models.TextChoices):
    """How often a mandate may be used."""

    RECURRENT = "recurrent", _("recurrent")
    ONE_OFF = "one_off", _("one-off")


class Scheme(models.TextChoices):
    """The SEPA scheme that a mandate belongs to: in the one for businesses a collection is not refunded."""

    CORE = "CORE", _("core")
    B2B = "B2B", _("business to business")


@keep_history
class Mandate(models.Model):
    """A customer's word that the company may collect from their account.

    Used at first by ``first``, ever after by ``recurring`` collections, and by no more after a ``final`` one. What was
    signed stays as it is once something was collected by it. ``last_collected_date`` is of another program.
    """

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="mandates", db_constraint=False, db_index=False, verbose_name=_("company")
    )
    number = models.CharField(
        _("mandate reference"),
        max_length=35,
        db_collation="C",
        validators=[RegexValidator(_REFERENCE, _("Up to 35 letters, figures and + ? / - : ( ) . , ' without spaces."))],
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="mandates", db_constraint=False, verbose_name=_("customer")
    )
    bank_account = models.ForeignKey(
        CustomerBankAccount,
        models.PROTECT,
        related_name="mandates",
        db_constraint=False,
        verbose_name=_("bank account of the customer"),
    )
    kind = models.CharField(_("kind"), max_length=9, choices=MandateKind, default=MandateKind.RECURRENT)
    scheme = models.CharField(_("scheme"), max_length=4, choices=Scheme, default=Scheme.CORE)
    signed_date = models.DateField(_("signed on"))
    last_collected_date = models.DateField(_("last collected before"), null=True, blank=True)
    is_final_next = models.BooleanField(_("next collection is the last"), default=False, db_default=False)
    canceled_date = models.DateField(_("canceled on"), null=True, blank=True)
    cancel_reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "number"], name="mandate_number"),
            company_key("mandate_company_key"),
            CompanyForeignKey(field="customer", to="customers.Customer", name="mandate_customer"),
            CompanyForeignKey(field="bank_account", to="journals.CustomerBankAccount", name="mandate_bank_account"),
            models.CheckConstraint(
                condition=Q(canceled_date=None) | ~Q(cancel_reason=""),
                name="mandate_canceled_with_a_reason",
                violation_error_message=_("Say why the mandate is canceled."),
            ),
        ]
        triggers = [UsedMandateStays()]

    def __str__(self) -> str:
        return self.number

    def clean(self) -> None:
        """Refuse an account of another customer.

        :raises ValidationError: naming the field.
        """
        account = self.bank_account if self.bank_account_id else None
        if account is not None and account.customer_id != self.customer_id:
            raise ValidationError({"bank_account": _("This account belongs to another customer.")})
