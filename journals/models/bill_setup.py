"""What a company decides about bills of exchange: where they stand in the ledger, and what its banks ask for them."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.fields import AmountField
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company, LedgerAccount
from arclose.ledger.models.accounts import refuse_control_accounts, require_control_accounts
from journals.models.banks import BankAccount


class RemittanceType(models.TextChoices):
    """What a bank does with a bill that it is sent: it collects it, or pays it in advance."""

    NONE = "none", _("None")
    COLLECTION = "collection", _("Collection")
    DISCOUNT = "discount", pgettext_lazy("of a bill", "Discount")


class BillStage(models.TextChoices):
    """Where a bill stands in the ledger: each stage has a posting profile of its own."""

    BILL = "bill", _("bill of exchange, redrawn ones too")
    COLLECTION = "collection", _("remitted for collection")
    DISCOUNT = "discount", _("remitted for discount")
    PROTEST = "protest", _("protested")


def _account(label: Any, **values: Any) -> Any:
    return models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, verbose_name=label, **values
    )


@keep_history
class BillProfile(models.Model):
    """The posting profile of a stage: the control account on which bills of that stage stand.

    ``liability_account`` is of discount alone: the control account of what the bank advanced, which the company owes
    until the bill is settled.
    """

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="bill_profiles", db_index=False, verbose_name=_("company")
    )
    stage = models.CharField(_("stage"), max_length=10, choices=BillStage)
    summary_account = _account(_("summary account"))
    liability_account = _account(_("liabilities for discount"), null=True, blank=True)

    class Meta:
        verbose_name = _("posting profile of bills")
        verbose_name_plural = _("posting profiles of bills")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "stage"], name="bill_profile_once"),
            models.UniqueConstraint(
                fields=["company", "summary_account"],
                name="bill_profile_has_its_own_account",
                violation_error_message=_("Another stage stands on this account: each needs one of its own."),
            ),
            CompanyForeignKey(field="summary_account", to="ledger.LedgerAccount", name="bill_profile_summary_account"),
            CompanyForeignKey(field="liability_account", to="ledger.LedgerAccount", name="bill_profile_liability"),
            models.CheckConstraint(
                condition=models.Q(stage="discount", liability_account__isnull=False)
                | (~models.Q(stage="discount") & models.Q(liability_account=None)),
                name="bill_profile_of_discount_has_liability",
                violation_error_message=_("The profile of discount has an account for liabilities, and no other has."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_stage_display()

    def clean(self) -> None:
        """Refuse accounts that are no control accounts.

        :raises ValidationError: naming each such field.
        """
        require_control_accounts(self)


@keep_history
class BillParameters(models.Model):
    """What a company posts beside its bills: charges, interest and the costs of a protest."""

    company = models.OneToOneField(Company, models.PROTECT, related_name="bill_parameters", verbose_name=_("company"))
    charges_account = _account(_("bank charges"))
    discount_interest_account = _account(_("discount interest"))
    deferred_interest_account = _account(_("deferred discount interest"))
    costs_account = _account(_("income from costs of protest"))
    interest_account = _account(_("income from interest of redrawn bills"))

    class Meta:
        verbose_name = _("parameters of bills")
        verbose_name_plural = _("parameters of bills")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field=f"{name}_account", to="ledger.LedgerAccount", name=f"bill_parameters_{name}")
            for name in ("charges", "discount_interest", "deferred_interest", "costs", "interest")
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def clean(self) -> None:
        """Refuse accounts that only a subledger posts to.

        :raises ValidationError: naming each such field.
        """
        refuse_control_accounts(self)


@keep_history
class BillTerms(models.Model):
    """What a bank takes of bills remitted for a purpose: up to how much, in advance how much, and for which fees.

    Amounts are in the currency of the bank account. ``interest_percent`` is a year's of the face of a bill, for the
    days until it is due, a year of 360 days; ``charge_amount`` and ``charge_percent`` are of each bill.
    """

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="bill_terms", db_index=False, verbose_name=_("company")
    )
    bank_account = models.ForeignKey(
        BankAccount, models.PROTECT, related_name="bill_terms", db_constraint=False, verbose_name=_("bank account")
    )
    remittance_type = models.CharField(
        _("remittance type"), max_length=10, choices=[one for one in RemittanceType.choices if one[0] != "none"]
    )
    limit_amount = AmountField(_("limit"), null=True, blank=True)
    advance_percent = models.DecimalField(_("percent in advance"), max_digits=6, decimal_places=3, default=100)
    charge_amount = AmountField(_("charge per bill"), default=0)
    charge_percent = models.DecimalField(_("charge in percent"), max_digits=6, decimal_places=3, default=0)
    interest_percent = models.DecimalField(_("interest a year"), max_digits=6, decimal_places=3, default=0)

    class Meta:
        verbose_name = _("terms of a bank for bills")
        verbose_name_plural = _("terms of banks for bills")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "bank_account", "remittance_type"], name="bill_terms_once"),
            company_key("bill_terms_company_key"),
            CompanyForeignKey(field="bank_account", to="journals.BankAccount", name="bill_terms_bank_account"),
            models.CheckConstraint(
                condition=models.Q(advance_percent__gt=0, advance_percent__lte=100)
                & models.Q(charge_amount__gte=0, charge_percent__gte=0, interest_percent__gte=0)
                & models.Q(charge_amount__lt=10**18, charge_percent__lte=100, interest_percent__lte=100),
                name="bill_terms_are_sane",
                violation_error_message=_(
                    "Percentages lie between 0 and 100, the advance above 0, charges at least 0."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(limit_amount=None) | models.Q(limit_amount__gte=0, limit_amount__lt=10**18),
                name="bill_terms_limit_is_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank_account_id} {self.remittance_type}"

    def clean(self) -> None:
        """Refuse an advance for collection.

        :raises ValidationError: naming the field.
        """
        if self.remittance_type == RemittanceType.COLLECTION and (self.interest_percent or self.advance_percent != 100):
            text = _("Only what is discounted is paid in advance, and costs interest.")
            raise ValidationError({"interest_percent": text})
