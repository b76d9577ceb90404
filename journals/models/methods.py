"""Methods of payment: how customers pay, what a payment waits for, and where it is posted."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company, LedgerAccount
from arclose.ledger.models.accounts import refuse_control_accounts
from customers.models import Customer
from journals.models.banks import BALANCE_SHEET, BankAccount


class BankStatus(models.TextChoices):
    """How far a payment is on its way through the bank: each but the last comes after the one before."""

    NONE = "none", _("None")
    SENT = "sent", _("Sent")
    RECEIVED = "received", _("Received")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


# What a payment passes through; a rejected one has left this way.
WAY = (BankStatus.NONE, BankStatus.SENT, BankStatus.RECEIVED, BankStatus.APPROVED)


class AccountKind(models.TextChoices):
    """What payments of a method are posted to."""

    BANK = "bank", _("bank account")
    LEDGER = "ledger", _("ledger account")


class Grouping(models.TextChoices):
    """What a payment proposal puts together in one payment of a customer."""

    INVOICE = "invoice", _("Invoice: each by itself")
    DATE = "date", _("Date: what is due on the same day")
    WEEK = "week", _("Week: what is due in the same week")
    TOTAL = "total", _("Total: all of it")


class FileFormat(models.TextChoices):
    """The file by which the bank is told of payments."""

    NONE = "none", _("None")
    SEPA_DIRECT_DEBIT = "sepa_direct_debit", _("SEPA direct debit")


class Instrument(models.TextChoices):
    """What a customer pays by: with money, or with a claim that stands on paper."""

    MONEY = "money", _("payment")
    BILL = "bill", _("bill of exchange")
    NOTE = "note", _("promissory note")


ON_PAPER = (Instrument.BILL, Instrument.NOTE)


def posts_from(required_status: str, file_format: str) -> BankStatus:
    """Give the status from which payments of such a method are posted: one that needs a file stands in one first."""
    required = BankStatus(required_status)
    return BankStatus.SENT if required == BankStatus.NONE and file_format != FileFormat.NONE else required


def has_reached(status: str, required: str) -> bool:
    """Tell whether a payment of this status has come as far as its method of payment asks."""
    return status != BankStatus.REJECTED and WAY.index(BankStatus(status)) >= WAY.index(BankStatus(required))


@keep_history
class MethodOfPayment(models.Model):
    """A way in which customers pay.

    Its payments are posted to a bank account, theirs or the one named here, or to a ledger account; where there is a
    bridging account they are posted to that first, until somebody sees them on the bank account. ``required_status``
    is how far a payment has to be before it is posted; what the bank is told by a file is sent first. By one whose
    ``instrument`` is on paper bills are drawn instead, of which those that need acceptance are accepted before a bank
    gets them.
    """

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="methods_of_payment", db_index=False, verbose_name=_("company")
    )
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=60)
    account_kind = models.CharField(
        _("payment account"), max_length=6, choices=AccountKind, default=AccountKind.BANK, db_default=AccountKind.BANK
    )
    bank_account = models.ForeignKey(
        BankAccount,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("bank account"),
    )
    account = models.ForeignKey(
        LedgerAccount,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("ledger account"),
    )
    bridging_account = models.ForeignKey(
        LedgerAccount,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("bridging account"),
    )
    required_status = models.CharField(
        _("required payment status"),
        max_length=8,
        choices=[(status.value, status.label) for status in WAY],
        default=BankStatus.NONE,
        db_default=BankStatus.NONE,
    )
    grouping = models.CharField(
        _("period"), max_length=7, choices=Grouping, default=Grouping.TOTAL, db_default=Grouping.TOTAL
    )
    file_format = models.CharField(
        _("file format"), max_length=20, choices=FileFormat, default=FileFormat.NONE, db_default=FileFormat.NONE
    )
    instrument = models.CharField(
        _("payment type"), max_length=5, choices=Instrument, default=Instrument.MONEY, db_default=Instrument.MONEY
    )
    needs_acceptance = models.BooleanField(_("with acceptance"), default=False, db_default=False)
    draws_at_invoicing = models.BooleanField(_("drawn when the invoice is posted"), default=False, db_default=False)
    requires_reference = models.BooleanField(_("payment reference required"), default=False, db_default=False)
    is_active = models.BooleanField(_("active"), default=True, db_default=True)

    class Meta:
        verbose_name = _("method of payment")
        verbose_name_plural = _("methods of payment")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="method_of_payment_code"),
            company_key("method_of_payment_company_key"),
            CompanyForeignKey(field="bank_account", to="journals.BankAccount", name="method_bank_account"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="method_account"),
            CompanyForeignKey(field="bridging_account", to="ledger.LedgerAccount", name="method_bridging_account"),
            models.CheckConstraint(
                condition=Q(account_kind=AccountKind.BANK, account=None)
                | Q(
                    account_kind=AccountKind.LEDGER,
                    account__isnull=False,
                    bank_account=None,
                    bridging_account=None,
                    file_format=FileFormat.NONE,
                ),
                name="method_has_its_payment_account",
            ),
            models.CheckConstraint(
                condition=Q(instrument=Instrument.MONEY, needs_acceptance=False, draws_at_invoicing=False)
                | Q(
                    ~Q(instrument=Instrument.MONEY),
                    account_kind=AccountKind.BANK,
                    bridging_account=None,
                    file_format=FileFormat.NONE,
                ),
                name="method_on_paper_posts_by_its_profiles",
                violation_error_message=_(
                    "Bills and notes are posted by their profiles: no bridging account, ledger account or file; "
                    "acceptance and drawing at invoicing are theirs alone."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def clean(self) -> None:
        """Refuse accounts that do not fit the kind of payment account, or that only a subledger posts to.

        :raises ValidationError: naming each such field.
        """
        refuse_control_accounts(self)
        wrong: dict[str, Any] = {}
        if self.account_kind == AccountKind.LEDGER:
            if self.account_id is None:
                wrong["account"] = _("Name the ledger account that its payments are posted to.")
            through_a_bank = {"bank_account": self.bank_account_id, "bridging_account": self.bridging_account_id}
            named = [name for name, value in through_a_bank.items() if value is not None]
            named += ["file_format"] if self.file_format != FileFormat.NONE else []
            wrong |= dict.fromkeys(named, _("Only for payments through a bank account: leave it empty."))
        elif self.account_id is not None:
            wrong["account"] = _("Only for payments to a ledger account: leave it empty.")
        if self.requires_reference and self.file_format == FileFormat.SEPA_DIRECT_DEBIT:
            wrong["requires_reference"] = _("What the bank collects is entered by a proposal, without a reference.")
        if self.required_status != posts_from(self.required_status, self.file_format):
            wrong["required_status"] = _("What a file tells the bank to collect is posted once it is sent, or later.")
        if self.bridging_account is not None and self.bridging_account.account_type not in BALANCE_SHEET:
            wrong["bridging_account"] = _("What is on its way to the bank stands on an account of the balance sheet.")
        if wrong:
            raise ValidationError(wrong)


@keep_history
class CustomerMethod(models.Model):
    """How a customer pays unless a payment says otherwise."""

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name=_("company")
    )
    customer = models.OneToOneField(
        Customer, models.CASCADE, related_name="usual_method", db_constraint=False, verbose_name=_("customer")
    )
    method = models.ForeignKey(
        MethodOfPayment,
        models.PROTECT,
        related_name="usual_of",
        db_constraint=False,
        verbose_name=_("method of payment"),
    )

    class Meta:
        verbose_name = _("usual method of payment")
        verbose_name_plural = _("usual methods of payment")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="customer", to="customers.Customer", name="customer_method_customer"),
            CompanyForeignKey(field="method", to="journals.MethodOfPayment", name="customer_method_method"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.method_id}"
