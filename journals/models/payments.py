"""Payments of customers: as entered in a journal, then posted."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.fields import AmountField, UnitsField
from arclose.ledger.models import Company, Currency, Posting
from customers.models import Customer
from journals.direct_debits.guards import CollectedPaymentStays
from journals.guards import BankStatusIsRecorded, PostedPaymentStays
from journals.models.banks import BankAccount
from journals.models.journals import Journal
from journals.models.methods import BankStatus, MethodOfPayment


class PaymentStatus(models.TextChoices):
    """How far a payment has come."""

    OPEN = "open", _("Open")
    POSTED = "posted", _("Posted")


class Payment(models.Model):
    """What a customer paid (above zero) or was paid back (below zero) on a day.

    It goes through a bank account, unless its method of payment posts to a ledger account. ``bank_status`` is how far
    it is on its way through the bank. What it settles when it is posted are the marks it holds; without any it settles
    by itself where the company wants that and ``settles_itself`` is set, which who lets go of its marks takes away. A
    prepayment settles nothing yet: it stands on the posting profile that the company keeps for them.
    Once posted, ``transaction_units`` of its currency are worth ``accounting_units`` of the accounting currency.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="payments", db_index=False)
    journal = models.ForeignKey(Journal, models.PROTECT, related_name="payments", db_constraint=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="payments", db_constraint=False, verbose_name=_("customer")
    )
    payment_date = models.DateField(_("date"))
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("currency"))
    amount = AmountField(_("amount"))
    method = models.ForeignKey(
        MethodOfPayment,
        models.PROTECT,
        related_name="payments",
        null=True,
        db_constraint=False,
        verbose_name=_("method of payment"),
    )
    bank_account = models.ForeignKey(
        BankAccount,
        models.PROTECT,
        related_name="payments",
        null=True,
        db_constraint=False,
        verbose_name=_("bank account"),
    )
    reference = models.CharField(_("payment reference"), max_length=140, blank=True, db_default="")
    status = models.CharField(_("status"), max_length=10, choices=PaymentStatus, default=PaymentStatus.OPEN)
    bank_status = models.CharField(
        _("payment status"), max_length=8, choices=BankStatus, default=BankStatus.NONE, db_default=BankStatus.NONE
    )
    is_prepayment = models.BooleanField(_("prepayment"), default=False, db_default=False)
    settles_itself = models.BooleanField(default=True, db_default=True, editable=False)
    transaction_units = UnitsField(null=True, editable=False)
    accounting_units = UnitsField(null=True, editable=False)
    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="payments", null=True, editable=False, db_constraint=False
    )
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    entered_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False, editable=False
    )
    key = models.CharField(max_length=80, db_collation="C", editable=False)
    fingerprint = models.CharField(max_length=64, db_default="", editable=False)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints: ClassVar[Any] = [
            company_key("payment_company_key"),
            models.UniqueConstraint(fields=["company", "key"], name="payment_key"),
            CompanyForeignKey(field="journal", to="journals.Journal", name="payment_journal"),
            CompanyForeignKey(field="customer", to="customers.Customer", name="payment_customer"),
            CompanyForeignKey(field="bank_account", to="journals.BankAccount", name="payment_bank_account"),
            CompanyForeignKey(field="method", to="journals.MethodOfPayment", name="payment_method"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="payment_posting"),
            models.CheckConstraint(
                condition=models.Q(amount__lt=10**18) & ~models.Q(amount=0), name="payment_is_a_number"
            ),
            models.CheckConstraint(
                condition=models.Q(status=PaymentStatus.POSTED, posting__isnull=False)
                | (~models.Q(status=PaymentStatus.POSTED) & models.Q(posting__isnull=True)),
                name="payment_posted_has_posting",
            ),
            models.CheckConstraint(
                condition=models.Q(bank_account__isnull=False) | models.Q(method__isnull=False),
                name="payment_goes_somewhere",
            ),
            models.CheckConstraint(
                condition=models.Q(is_prepayment=False) | models.Q(amount__gt=0, settles_itself=False),
                name="payment_prepays",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "-payment_date", "-id"], name="payment_newest_idx"),
            models.Index(
                fields=["company", "payment_date", "id"],
                condition=models.Q(status="open"),
                name="payment_open_idx",
            ),
            # Few wait for an answer of the bank or were rejected, and both are asked for among all.
            models.Index(
                fields=["company", "payment_date", "id"],
                condition=models.Q(bank_status__in=["sent", "rejected"]),
                name="payment_unanswered_idx",
            ),
        ]
        triggers = [PostedPaymentStays(), BankStatusIsRecorded(), CollectedPaymentStays()]

    def __str__(self) -> str:
        return f"PM-{self.pk}"
