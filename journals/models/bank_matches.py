"""Which payments lines of bank statements are the money of."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company
from journals.banking.guards import MatchNamesItsDetail, MatchOfPostedPaymentStays
from journals.models.bank_statements import BankLineDetail, BankStatementLine
from journals.models.payments import Payment


class BankLinePayment(models.Model):
    """A line of a statement and the payment that it is the money of, until the payment is deleted unposted.

    A line is that of one payment; one that books several at once has a match for each of its payments (``detail``).
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    line = models.ForeignKey(
        BankStatementLine,
        models.PROTECT,
        related_name="matches",
        db_constraint=False,
        db_index=False,
        verbose_name=_("line"),
    )
    detail = models.OneToOneField(
        BankLineDetail,
        models.PROTECT,
        related_name="matched",
        null=True,
        db_constraint=False,
        verbose_name=_("payment of a batch"),
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
            CompanyForeignKey(field="detail", to="journals.BankLineDetail", name="bank_match_detail"),
            CompanyForeignKey(field="payment", to="journals.Payment", name="bank_match_payment"),
            models.UniqueConstraint(fields=["line", "detail"], nulls_distinct=False, name="bank_match_once"),
        ]
        triggers = [MatchOfPostedPaymentStays(), MatchNamesItsDetail()]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.payment_id}"

    @property
    def told(self) -> BankStatementLine | BankLineDetail:
        """What the bank says of the payment: the line, or the payment in it."""
        return self.detail or self.line


class UndoneBankMatch(models.Model):
    """The match of a posted payment that a controller took back, as it was, and why.

    The payment stays posted; the line waits to be matched to another one.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    match_id = models.BigIntegerField(unique=True, editable=False)
    line = models.ForeignKey(
        BankStatementLine, models.PROTECT, related_name="undone_matches", db_constraint=False, verbose_name=_("line")
    )
    detail = models.ForeignKey(
        BankLineDetail, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    payment = models.ForeignKey(
        Payment, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name=_("payment")
    )
    reason = models.CharField(_("reason"), max_length=20)
    score = models.PositiveSmallIntegerField(_("score"))
    matched_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    matched_at = models.DateTimeField(editable=False)
    why = models.CharField(_("reason"), max_length=200)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    undone_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("undone match of a bank line")
        verbose_name_plural = _("undone matches of bank lines")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="line", to="journals.BankStatementLine", name="undone_match_line"),
            CompanyForeignKey(field="detail", to="journals.BankLineDetail", name="undone_match_detail"),
            CompanyForeignKey(field="payment", to="journals.Payment", name="undone_match_payment"),
            models.CheckConstraint(condition=~models.Q(why=""), name="undone_match_says_why"),
        ]
        triggers = [NeverChanges()]

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
