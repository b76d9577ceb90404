"""What banks say: files as they came, statements, and their lines. None of it ever changes."""

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.fields import AmountField
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company, Currency
from journals.banking.guards import LinesAreCounted, StatementIsWhole
from journals.models.banks import BankAccount

# NaN is larger than every number.
_LIMIT = Decimal(10) ** 18


class StatementKind(models.TextChoices):
    """What a bank sends: only a statement is final."""

    STATEMENT = "statement", _("bank statement")
    INTERIM_REPORT = "interim_report", _("interim report")
    NOTIFICATION = "notification", _("notification")


class StatementVerdict(models.TextChoices):
    """Whether opening balance and booked lines come to the closing balance."""

    ADDS_UP = "adds_up", _("adds up")
    DIFFERS = "differs", _("does not add up")
    NO_BALANCES = "no_balances", _("without balances")


class LineStatus(models.TextChoices):
    """Whether a line stands in the books of the bank."""

    BOOKED = "booked", _("booked")
    PENDING = "pending", _("pending")
    INFORMATION = "information", _("for information")


class BankFile(models.Model):
    """A file of a bank that was read: which one, by whom, when. The same bytes are known again."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="bank_files", db_index=False)
    file_name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64)
    format = models.CharField(_("format"), max_length=10)
    version = models.CharField(_("version"), max_length=20, blank=True)
    notices = models.JSONField(default=list)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("read by"))
    read_at = models.DateTimeField(_("read"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("file of a bank")
        verbose_name_plural = _("files of banks")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "digest"], name="bank_file_once"),
            company_key("bank_file_company_key"),
        ]
        triggers = [NeverChanges()]

    def __str__(self) -> str:
        return self.file_name


class BankStatement(models.Model):
    """A statement of a bank account, read as a whole.

    ``identity`` is the bank's name for it; ``content_digest`` tells the same statement in another file from another
    one under its name. ``difference_amount`` is what the closing balance is above opening balance and booked lines;
    none without both. ``notices`` are codes of :class:`journals.banking.files.structures.Warned` with a detail each.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="bank_statements", db_index=False)
    file = models.ForeignKey(BankFile, models.PROTECT, related_name="statements", db_constraint=False)
    bank_account = models.ForeignKey(
        BankAccount,
        models.PROTECT,
        related_name="statements",
        db_constraint=False,
        db_index=False,
        verbose_name=_("bank account"),
    )
    kind = models.CharField(_("kind"), max_length=15, choices=StatementKind)
    identity = models.CharField(_("identification"), max_length=120, db_collation="C")
    number = models.CharField(_("number"), max_length=40, blank=True)
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("currency"))
    from_date = models.DateField(_("from"))
    to_date = models.DateField(_("until"))
    opening_amount = AmountField(_("opening balance"), null=True)
    closing_amount = AmountField(_("closing balance"), null=True)
    booked_amount = AmountField(_("booked"))
    difference_amount = AmountField(_("difference"), null=True)
    verdict = models.CharField(_("balance check"), max_length=11, choices=StatementVerdict)
    line_count = models.PositiveIntegerField(_("lines"))
    notices = models.JSONField(default=list)
    content_digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["bank_account", "kind", "identity"], name="bank_statement_once"),
            company_key("bank_statement_company_key"),
            CompanyForeignKey(field="file", to="journals.BankFile", name="bank_statement_file"),
            CompanyForeignKey(field="bank_account", to="journals.BankAccount", name="bank_statement_account"),
            models.CheckConstraint(
                condition=models.Q(verdict=StatementVerdict.NO_BALANCES, difference_amount=None)
                | (
                    models.Q(
                        difference_amount=models.F("closing_amount")
                        - models.F("opening_amount")
                        - models.F("booked_amount")
                    )
                    & (
                        models.Q(verdict=StatementVerdict.ADDS_UP, difference_amount=0)
                        | (models.Q(verdict=StatementVerdict.DIFFERS) & ~models.Q(difference_amount=0))
                    )
                ),
                name="bank_statement_verdict",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "-to_date", "-id"], name="bank_statement_newest_idx"),
            models.Index(fields=["bank_account", "-to_date", "-id"], name="bank_statement_of_account_idx"),
        ]
        triggers = [NeverChanges(), StatementIsWhole()]

    def __str__(self) -> str:
        return self.number or self.identity

    @property
    def may_be_posted(self) -> bool:
        """Whether its lines may become payments: it is final, and adds up."""
        return self.kind == StatementKind.STATEMENT and self.verdict == StatementVerdict.ADDS_UP


class _Payment(models.Model):
    """What a bank tells of a payment; a text is empty where it says nothing. Money into the account is above zero."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    amount = AmountField(_("amount"))
    end_to_end_reference = models.CharField(_("reference of the payer"), max_length=140, blank=True)
    mandate_reference = models.CharField(_("mandate"), max_length=140, blank=True)
    servicer_reference = models.CharField(_("reference of the bank"), max_length=140, blank=True)
    creditor_reference = models.CharField(_("payment reference"), max_length=140, blank=True)
    text = models.TextField(_("text"), blank=True)
    counterparty_name = models.CharField(_("name"), max_length=200, blank=True)
    counterparty_account = models.CharField(_("account of the other side"), max_length=40, blank=True)
    return_reason = models.CharField(_("reason of the return"), max_length=200, blank=True)

    class Meta:
        abstract = True


class BankStatementLine(_Payment):
    """A line of a statement, in its currency and order."""

    statement = models.ForeignKey(
        BankStatement, models.PROTECT, related_name="lines", db_constraint=False, db_index=False
    )
    line_number = models.PositiveIntegerField(_("line"))
    booking_date = models.DateField(_("booking date"))
    value_date = models.DateField(_("value date"))
    status = models.CharField(_("status"), max_length=11, choices=LineStatus)
    is_reversal = models.BooleanField(_("reversal"), default=False)
    bank_code = models.CharField(_("transaction code"), max_length=40, blank=True)
    detail_count = models.PositiveIntegerField(_("payments"), default=0)

    class Meta:
        verbose_name = _("line of a bank statement")
        verbose_name_plural = _("lines of bank statements")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["statement", "line_number"], name="bank_line_number"),
            company_key("bank_line_company_key"),
            CompanyForeignKey(field="statement", to="journals.BankStatement", name="bank_line_statement"),
            models.CheckConstraint(
                condition=models.Q(amount__lt=_LIMIT, amount__gt=-_LIMIT), name="bank_line_is_a_number"
            ),
        ]
        indexes = [models.Index(fields=["company", "-booking_date", "-id"], name="bank_line_newest_idx")]
        triggers = [NeverChanges(), LinesAreCounted()]

    def __str__(self) -> str:
        return f"{self.statement_id}/{self.line_number}"


class BankLineDetail(_Payment):
    """One of several payments that the bank booked as one line."""

    line = models.ForeignKey(
        BankStatementLine, models.PROTECT, related_name="details", db_constraint=False, db_index=False
    )
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("payment of a batch")
        verbose_name_plural = _("payments of a batch")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["line", "position"], name="bank_line_detail_position"),
            company_key("bank_line_detail_company_key"),
            CompanyForeignKey(field="line", to="journals.BankStatementLine", name="bank_line_detail_line"),
            models.CheckConstraint(
                condition=models.Q(amount__lt=_LIMIT, amount__gt=-_LIMIT), name="bank_line_detail_is_a_number"
            ),
        ]
        triggers = [NeverChanges()]

    def __str__(self) -> str:
        return f"{self.line_id}/{self.position}"
