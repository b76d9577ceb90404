"""Which payment a line of a bank statement became."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.models import Company
from journals.banking.guards import MatchOfPostedPaymentStays
from journals.models.bank_statements import BankStatementLine
from journals.models.payments import Payment


class BankLinePayment(models.Model):
    """A line of a statement and the payment that was made of it: one each, until the payment is deleted unposted."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    line = models.OneToOneField(
        BankStatementLine, models.PROTECT, related_name="matched", db_constraint=False, verbose_name=_("line")
    )
    payment = models.OneToOneField(
        Payment, models.CASCADE, related_name="bank_line", db_constraint=False, verbose_name=_("payment")
    )
    reason = models.CharField(_("reason"), max_length=20)
    score = models.PositiveSmallIntegerField(_("score"))
    matched_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    matched_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("payment of a bank line")
        verbose_name_plural = _("payments of bank lines")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="line", to="journals.BankStatementLine", name="bank_match_line"),
            CompanyForeignKey(field="payment", to="journals.Payment", name="bank_match_payment"),
        ]
        triggers = [MatchOfPostedPaymentStays()]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.payment_id}"


class BankLineExplanation(models.Model):
    """Why a line is no payment of a customer, said by somebody: charges, interest, a transfer. It can be taken back."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    line = models.OneToOneField(
        BankStatementLine, models.PROTECT, related_name="explanation", db_constraint=False, verbose_name=_("line")
    )
    reason = models.CharField(_("reason"), max_length=200)
    explained_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    explained_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("explanation of a bank line")
        verbose_name_plural = _("explanations of bank lines")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="line", to="journals.BankStatementLine", name="bank_explanation_line"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="bank_explanation_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.reason}"
