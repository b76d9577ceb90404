"""Interest on what is overdue: codes with their percentages, and the notes that charge it."""

from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Func, Value
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.fields import AmountField
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company, Currency, LedgerAccount, Posting
from arclose.ledger.models.accounts import refuse_control_accounts
from customers.models.customers import Customer
from customers.models.dunning import (
    ONCE_POSTED,
    DunningNote,
    NoteStatusMoves,
    PostedNoteEntersOpenPosting,
    PostedNoteLinesStay,
    PostedNoteStays,
    ReinstatesWhatIsWaived,
    reinstated_once,
    reinstating_index,
)
from customers.models.transactions import CustomerTransaction


@keep_history
class InterestCode(models.Model):
    """How interest is charged: after how many days, at which percentage a year, to which accounts.

    A posting profile names one; where it names none, the company's usual one counts. Without either nothing is charged.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="interest_codes", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=80)
    interest_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("interest account")
    )
    fee_account = models.ForeignKey(
        LedgerAccount,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("fee account"),
    )
    grace_days = models.PositiveSmallIntegerField(_("grace days"), default=0)
    is_usual = models.BooleanField(_("usual code of the company"), default=False)

    class Meta:
        verbose_name = _("interest code")
        verbose_name_plural = _("interest codes")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="interest_code_code"),
            models.UniqueConstraint(
                fields=["company"],
                condition=models.Q(is_usual=True),
                name="interest_code_usual_once",
                violation_error_message=_("Another code is the usual one of the company already."),
            ),
            company_key("interest_code_company_key"),
            CompanyForeignKey(field="interest_account", to="ledger.LedgerAccount", name="interest_code_account"),
            CompanyForeignKey(field="fee_account", to="ledger.LedgerAccount", name="interest_code_fee_account"),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """Refuse accounts that only a subledger posts to.

        :raises ValidationError: naming each such field.
        """
        refuse_control_accounts(self)


@keep_history
class InterestRate(models.Model):
    """What an interest code charges, from a day on: a percentage, of which 365 days are a year's, an amount, or both.

    Several of one day are ranges, by how long something is overdue and by how much of it is open: of those that are
    reached the one that begins last counts, and of these the one with the highest amount. Where none is, nothing is
    charged. ``fixed_amount`` is charged once, on the day on which something comes into the range; it is in accounting
    currency, at the rate of the document, as ``from_amount`` is.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    interest_code = models.ForeignKey(
        InterestCode, models.PROTECT, related_name="rates", db_constraint=False, verbose_name=_("interest code")
    )
    valid_from = models.DateField(_("valid from"))
    from_months = models.PositiveSmallIntegerField(_("from months overdue"), default=0, db_default=0)
    from_days = models.PositiveSmallIntegerField(_("from days overdue"), default=0)
    from_amount = AmountField(_("from open amount"), default=0)
    annual_percent = models.DecimalField(_("percent a year"), max_digits=7, decimal_places=4, default=0)
    fixed_amount = AmountField(_("amount charged once"), default=0, db_default=0)

    class Meta:
        verbose_name = _("interest rate")
        verbose_name_plural = _("interest rates")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["interest_code", "valid_from", "from_months", "from_days", "from_amount"],
                name="interest_rate_of_months_once",
            ),
            CompanyForeignKey(field="interest_code", to="customers.InterestCode", name="interest_rate_code"),
            models.CheckConstraint(
                condition=models.Q(annual_percent__gte=0, annual_percent__lt=1000), name="interest_rate_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=models.Q(from_amount__gte=0, from_amount__lt=10**15), name="interest_rate_begins_at_an_amount"
            ),
            models.CheckConstraint(condition=models.Q(from_months__lte=600), name="interest_rate_begins_in_some_years"),
            models.CheckConstraint(
                condition=models.Q(fixed_amount__gte=0, fixed_amount__lt=10**15), name="interest_rate_is_an_amount"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interest_code_id} {self.valid_from}"


@keep_history
class InterestMinimum(models.Model):
    """What interest a note in a currency has at least and at most, and which fee: less waits for the next note."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    interest_code = models.ForeignKey(
        InterestCode, models.PROTECT, related_name="minimums", db_constraint=False, verbose_name=_("interest code")
    )
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", verbose_name=_("currency"))
    minimum_amount = AmountField(_("interest at least"), default=0)
    maximum_amount = AmountField(_("interest at most"), null=True, blank=True)
    fee_amount = AmountField(_("fee"), default=0)

    class Meta:
        verbose_name = _("interest in a currency")
        verbose_name_plural = _("interest in currencies")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["interest_code", "currency"], name="interest_minimum_once"),
            CompanyForeignKey(field="interest_code", to="customers.InterestCode", name="interest_minimum_code"),
            models.CheckConstraint(
                condition=models.Q(minimum_amount__gte=0, minimum_amount__lt=10**15)
                & models.Q(fee_amount__gte=0, fee_amount__lt=10**15),
                name="interest_minimum_is_an_amount",
            ),
            models.CheckConstraint(
                condition=models.Q(maximum_amount=None)
                | models.Q(
                    maximum_amount__gt=0, maximum_amount__gte=models.F("minimum_amount"), maximum_amount__lt=10**15
                ),
                name="interest_maximum_is_an_amount",
                violation_error_message=_("Interest at most is above zero, and not less than interest at least."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interest_code_id} {self.currency_id}"


class InterestNote(DunningNote):
    """What a customer is charged in interest, and a fee, on a day: in one currency, for all days until another.

    It gets its number when it is posted: that of its voucher.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="interest_notes", db_index=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="interest_notes", db_constraint=False, verbose_name=_("customer")
    )
    interest_code = models.ForeignKey(
        InterestCode, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("interest code")
    )
    until_date = models.DateField(_("charged until"))
    interest_amount = AmountField(_("interest"))
    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="interest_notes", null=True, editable=False, db_constraint=False
    )

    class Meta:
        verbose_name = _("interest note")
        verbose_name_plural = _("interest notes")
        constraints: ClassVar[Any] = [
            company_key("interest_note_company_key"),
            CompanyForeignKey(field="customer", to="customers.Customer", name="interest_note_customer"),
            CompanyForeignKey(field="interest_code", to="customers.InterestCode", name="interest_note_code"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="interest_note_posting"),
            CompanyForeignKey(field="reinstates", to="customers.InterestNote", name="interest_note_reinstates"),
            *reinstated_once("interest_note_reinstated"),
            models.CheckConstraint(
                condition=models.Q(interest_amount__gt=0, interest_amount__lt=10**15)
                & models.Q(fee_amount__gte=0, fee_amount__lt=10**15),
                name="interest_note_is_an_amount",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=ONCE_POSTED, posting__isnull=False)
                | models.Q(status__in=["created", "printed"], posting__isnull=True),
                name="interest_note_posted_has_posting",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "-note_date", "-id"], name="interest_note_newest_idx"),
            models.Index(
                fields=["company", "note_date"],
                condition=models.Q(status__in=["created", "printed"]),
                name="interest_note_waiting_idx",
            ),
            reinstating_index("interest_note_reinstates_idx"),
        ]
        triggers = [
            PostedNoteStays(),
            NoteStatusMoves(),
            PostedNoteEntersOpenPosting(),
            ReinstatesWhatIsWaived(table="customers_interestnote", amounts=("interest_amount", "fee_amount")),
        ]

    def __str__(self) -> str:
        return f"IN-{self.pk}"


class _TransactionRange(Func):
    """A transaction as a range of one, so that an exclusion constraint needs no extension."""

    function = "INT8RANGE"

    def __init__(self) -> None:
        """Give ``int8range(transaction_id, transaction_id, '[]')``."""
        super().__init__("transaction", "transaction", Value("[]"))


class _ChargedDays(Func):
    """The days that a line charges, both inclusive."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self) -> None:
        """Give ``daterange(from_date, to_date, '[]')``."""
        super().__init__("from_date", "to_date", RangeBoundary(inclusive_lower=True, inclusive_upper=True))


class InterestNoteLine(models.Model):
    """The interest on what was open of a transaction, for days on which neither that nor the percentage changed.

    No day of a transaction is charged twice: the database refuses it, while the first line stands. Its ``amount`` holds
    ``fixed_amount``, which its range charges once and which began on the first of the days, and less of either where
    the note came to its maximum. That range is kept as it was then; of older lines it is not known.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    note = models.ForeignKey(InterestNote, models.CASCADE, related_name="lines", db_constraint=False)
    line_number = models.PositiveIntegerField(_("line"))
    transaction = models.ForeignKey(
        CustomerTransaction, models.PROTECT, related_name="interest_lines", db_constraint=False
    )
    from_date = models.DateField(_("from"))
    to_date = models.DateField(_("until"))
    base_amount = AmountField(_("open"))
    annual_percent = models.DecimalField(_("percent a year"), max_digits=7, decimal_places=4)
    amount = AmountField(_("interest"))
    fixed_amount = AmountField(_("of it charged once"), default=0, db_default=0)
    from_months = models.PositiveSmallIntegerField(_("from months overdue"), null=True)
    from_days = models.PositiveSmallIntegerField(_("from days overdue"), null=True)
    from_amount = AmountField(_("from open amount"), null=True)
    is_standing = models.BooleanField(default=True, db_default=True)

    class Meta:
        verbose_name = _("line of an interest note")
        verbose_name_plural = _("lines of interest notes")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["note", "line_number"], name="interest_line_number"),
            CompanyForeignKey(field="note", to="customers.InterestNote", name="interest_line_note"),
            CompanyForeignKey(
                field="transaction", to="customers.CustomerTransaction", name="interest_line_transaction"
            ),
            models.CheckConstraint(condition=models.Q(from_date__lte=models.F("to_date")), name="interest_line_days"),
            models.CheckConstraint(
                condition=models.Q(base_amount__gt=0, base_amount__lt=10**15, amount__gte=0, amount__lt=10**15),
                name="interest_line_is_an_amount",
            ),
            ExclusionConstraint(
                name="interest_line_days_once",
                expressions=[(_TransactionRange(), RangeOperators.OVERLAPS), (_ChargedDays(), RangeOperators.OVERLAPS)],
                condition=models.Q(is_standing=True),
            ),
        ]
        triggers = [PostedNoteLinesStay()]

    def __str__(self) -> str:
        return f"{self.note_id}/{self.line_number}"
