"""What customers are charged beside a bill of exchange."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.fields import AmountField
from arclose.ledger.models import Company, LedgerAccount
from journals.bills.guards import FeesOfPostedStepsStay
from journals.models.bills import BillStep


class BillFee(models.Model):
    """A fee that the customer bears on a step of a bill, in its currency, as it was worked out at entry.

    It is posted by a voucher of its own beside that of the step.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    step = models.ForeignKey(BillStep, models.CASCADE, related_name="fees", db_constraint=False)
    name = models.CharField(_("name"), max_length=60)
    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name=_("account")
    )
    amount = AmountField(_("amount"))

    class Meta:
        verbose_name = _("fee on a bill")
        verbose_name_plural = _("fees on bills")
        constraints: ClassVar[Any] = [
            company_key("bill_fee_company_key"),
            CompanyForeignKey(field="step", to="journals.BillStep", name="bill_fee_step"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="bill_fee_account"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, amount__lt=Decimal(10) ** 18), name="bill_fee_is_a_number"
            ),
        ]
        triggers = [FeesOfPostedStepsStay()]

    def __str__(self) -> str:
        return f"{self.step_id}: {self.name}"
