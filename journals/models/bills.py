"""Bills of exchange and what was done with them."""

from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.document_guards import NumberIsGiven
from arclose.ledger.fields import AmountField, UnitsField
from arclose.ledger.models import Company, Currency, FiscalYear, LedgerAccount, NumberSeries, Posting
from customers.models import Customer, CustomerTransaction, WriteOffReason
from journals.bills.guards import BillsStay, BillStandsWhereItsStepsLed, PostedStepStays, StepFollowsLife
from journals.models.banks import BankAccount
from journals.models.bill_setup import RemittanceType
from journals.models.journals import Journal
from journals.models.methods import Instrument, MethodOfPayment
from journals.models.remittances import Remittance


class BillStatus(models.TextChoices):
    """Where a bill is in its life."""

    DRAWN = "drawn", _("Drawn")
    REMITTED = "remitted", _("Remitted")
    HONORED = "honored", _("Honored")
    CLOSED = "closed", _("Closed")
    PROTESTED = "protested", _("Protested")
    REDRAWN = "redrawn", _("Redrawn")
    PAID = "paid", _("Paid")
    GIVEN_UP = "given_up", pgettext_lazy("of a bill", "Given up")
    CANCELED = "canceled", _("Canceled")


class StepType(models.TextChoices):
    """What is done with a bill."""

    DRAW = "draw", _("draw")
    REMIT = "remit", _("remit")
    SETTLE = "settle", _("settle")
    PROTEST = "protest", _("protest")
    REDRAW = "redraw", _("redraw")
    PAY = "pay", _("paid by the customer")
    GIVE_UP = "give_up", _("back to an open invoice")
    WRITE_OFF = "write_off", _("write off")
    RELEASE = "release", _("release deferred interest")


class StepStatus(models.TextChoices):
    """How far a step has come."""

    OPEN = "open", _("Open")
    POSTED = "posted", _("Posted")


def _one(model: Any, label: Any = None, **values: Any) -> Any:
    """Give a foreign key whose company is minded by a constraint of the table."""
    values = {"related_name": "+", "db_constraint": False, "db_index": False, **values}
    return models.ForeignKey(model, models.PROTECT, verbose_name=label, **values)


class Bill(models.Model):
    """A claim on a customer that stands on paper, where its last standing step led it.

    ``amount`` is what it is for since it was drawn, or drawn again; ``left_amount`` is what is left of it: what is
    open of ``standing``, the customer transaction that it is now, None when it is ended. ``liability`` is that of what
    a bank advanced. ``sequence`` rises by one each time it is drawn again. ``deferred_amount`` is discount interest of
    days to come, in its own currency, worth ``deferred_accounting_amount``.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="bills", db_index=False)
    number = models.CharField(_("number"), max_length=40, db_collation="C")
    series = _one(NumberSeries)
    fiscal_year = _one(FiscalYear)
    sequence_number = models.BigIntegerField()
    instrument = models.CharField(_("instrument"), max_length=5, choices=Instrument.choices)
    method = _one(MethodOfPayment, _("method of payment"))
    customer = _one(Customer, _("customer"), related_name="bills", db_index=True)
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("currency"))
    drawn_date = models.DateField(_("drawn on"))
    accepted_date = models.DateField(_("accepted on"), null=True)
    status = models.CharField(_("status"), max_length=10, choices=BillStatus)
    sequence = models.PositiveSmallIntegerField(_("sequence number"))
    amount = AmountField(_("amount"))
    left_amount = AmountField(_("remaining"), default=0)
    due_date = models.DateField(_("due date"))
    remittance_type = models.CharField(
        _("remittance type"), max_length=10, choices=RemittanceType, default=RemittanceType.NONE
    )
    bank_account = _one(BankAccount, _("bank account"), null=True)
    remittance = _one(Remittance, _("remittance"), null=True, related_name="bills", db_index=True)
    standing = _one(CustomerTransaction, null=True)
    liability = _one(CustomerTransaction, null=True)
    deferred_amount = AmountField(default=0)
    deferred_accounting_amount = AmountField(default=0)
    last_step = _one("journals.BillStep", null=True)

    class Meta:
        verbose_name = _("bill of exchange")
        verbose_name_plural = _("bills of exchange")
        constraints: ClassVar[Any] = [
            company_key("bill_company_key"),
            models.UniqueConstraint(fields=["series", "fiscal_year", "sequence_number"], name="bill_number_once"),
            CompanyForeignKey(field="series", to="ledger.NumberSeries", name="bill_series"),
            CompanyForeignKey(field="fiscal_year", to="ledger.FiscalYear", name="bill_fiscal_year"),
            CompanyForeignKey(field="method", to="journals.MethodOfPayment", name="bill_method"),
            CompanyForeignKey(field="customer", to="customers.Customer", name="bill_customer"),
            CompanyForeignKey(field="bank_account", to="journals.BankAccount", name="bill_bank_account"),
            CompanyForeignKey(field="remittance", to="journals.Remittance", name="bill_remittance"),
            # What a draw lets its bill stand as is written after the bill, and the bill after its draw.
            CompanyForeignKey(
                field="standing", to="customers.CustomerTransaction", name="bill_standing", deferrable=True
            ),
            CompanyForeignKey(field="liability", to="customers.CustomerTransaction", name="bill_liability"),
            CompanyForeignKey(field="last_step", to="journals.BillStep", name="bill_last_step"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, amount__lt=10**18, sequence__gte=1), name="bill_is_a_number"
            ),
        ]
        indexes = [
            models.Index(fields=["company", "status", "due_date"], name="bill_status_idx"),
            models.Index(fields=["company", "number"], name="bill_number_idx"),
            models.Index(fields=["company", "-id"], name="bill_newest_idx"),
            # What falls due when, of each place apart, added up without a look at the bills themselves.
            models.Index(
                fields=["company", "currency", "status", "remittance_type", "bank_account", "due_date"],
                include=["left_amount"],
                condition=models.Q(left_amount__gt=0),
                name="bill_maturity_idx",
            ),
        ]
        triggers = [
            BillsStay(),
            BillStandsWhereItsStepsLed(pgtrigger.Insert),
            BillStandsWhereItsStepsLed(pgtrigger.Update),
            NumberIsGiven(),
        ]

    def __str__(self) -> str:
        return self.number


# What a step names before it is written in the same transaction.
_NAMED_BEFOREHAND = ("bill", "standing_after", "liability_after")


class BillStep(models.Model):
    """A step of a bill: a line of a journal, and once posted an event of its life.

    ``amount`` is what it is for, in the currency of the bill; of a step that moves a bill all that is left of it. Once
    posted, ``closed_amount`` is what it took off where the bill stood and ``opened_amount`` what it stands as now, with
    their worth in the books and the adjustment that went along; ``…_after`` are what the bill is since. A step that was
    taken back names the posting that did it. ``dropped_acceptance`` is when the customer accepted what a redraw
    replaced.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    journal = _one(Journal, related_name="bill_steps", db_index=True)
    step_type = models.CharField(_("step"), max_length=10, choices=StepType)
    bill = _one(Bill, _("bill"), null=True, related_name="steps", db_index=True)
    customer = _one(Customer, _("customer"))
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("currency"))
    method = _one(MethodOfPayment, _("method of payment"), null=True)
    step_date = models.DateField(_("date"))
    due_date = models.DateField(_("due date"), null=True)
    amount = AmountField(_("amount"))
    remittance_type = models.CharField(
        _("remittance type"), max_length=10, choices=RemittanceType, default=RemittanceType.NONE
    )
    bank_account = _one(BankAccount, _("bank account"), null=True)
    remittance = _one(Remittance, _("remittance"), null=True, related_name="steps", db_index=True)
    advance_amount = AmountField(_("advance"), default=0)
    charges_amount = AmountField(_("bank charges"), default=0)
    discount_interest_amount = AmountField(_("discount interest"), default=0)
    deferred_amount = AmountField(_("deferred interest"), default=0)
    released_amount = AmountField(_("released interest"), default=0)
    costs_amount = AmountField(_("costs"), default=0)
    are_costs_of_bank = models.BooleanField(_("charged by the bank"), default=False)
    interest_amount = AmountField(_("interest"), default=0)
    dropped_acceptance = models.DateField(null=True)
    cause = models.CharField(_("cause"), max_length=200, blank=True, default="")
    reason = _one(WriteOffReason, _("reason"), null=True)
    status = models.CharField(_("status"), max_length=10, choices=StepStatus, default=StepStatus.OPEN)
    posting = _one(Posting, null=True, db_index=True)
    undone_by = _one(Posting, null=True)
    transaction_units = UnitsField(null=True)
    accounting_units = UnitsField(null=True)
    from_account = _one(LedgerAccount, null=True)
    to_account = _one(LedgerAccount, null=True)
    liability_account = _one(LedgerAccount, null=True)
    closed_amount = AmountField(default=0)
    closed_accounting_amount = AmountField(default=0)
    closed_adjustment_amount = AmountField(default=0)
    opened_amount = AmountField(default=0)
    opened_accounting_amount = AmountField(default=0)
    released_accounting_amount = AmountField(default=0)
    previous_step = _one("self", null=True)
    status_after = models.CharField(max_length=10, choices=BillStatus, blank=True, default="")
    sequence_after = models.PositiveSmallIntegerField(null=True)
    amount_after = AmountField(null=True)
    left_after = AmountField(default=0)
    due_date_after = models.DateField(null=True)
    remittance_type_after = models.CharField(max_length=10, choices=RemittanceType, default=RemittanceType.NONE)
    bank_account_after = _one(BankAccount, null=True)
    remittance_after = _one(Remittance, null=True)
    standing_after = _one(CustomerTransaction, null=True)
    liability_after = _one(CustomerTransaction, null=True)
    deferred_after = AmountField(default=0)
    deferred_accounting_after = AmountField(default=0)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    entered_at = models.DateTimeField(db_default=Now(), editable=False)
    key = models.CharField(max_length=80, db_collation="C", editable=False)
    fingerprint = models.CharField(max_length=64, db_default="", editable=False)

    class Meta:
        verbose_name = _("step of a bill")
        verbose_name_plural = _("steps of bills")
        constraints: ClassVar[Any] = [
            company_key("bill_step_company_key"),
            models.UniqueConstraint(fields=["company", "key"], name="bill_step_key"),
            # What two people want to do with a bill at once, one of them does.
            models.UniqueConstraint(
                fields=["bill"], condition=models.Q(status="open"), name="bill_has_one_step_that_waits"
            ),
            *(
                CompanyForeignKey(field=field, to=to, name=f"bill_step_{field}", deferrable=field in _NAMED_BEFOREHAND)
                for field, to in (
                    ("journal", "journals.Journal"),
                    ("bill", "journals.Bill"),
                    ("customer", "customers.Customer"),
                    ("method", "journals.MethodOfPayment"),
                    ("bank_account", "journals.BankAccount"),
                    ("remittance", "journals.Remittance"),
                    ("reason", "customers.WriteOffReason"),
                    ("posting", "ledger.Posting"),
                    ("undone_by", "ledger.Posting"),
                    ("previous_step", "journals.BillStep"),
                    ("from_account", "ledger.LedgerAccount"),
                    ("to_account", "ledger.LedgerAccount"),
                    ("liability_account", "ledger.LedgerAccount"),
                    ("bank_account_after", "journals.BankAccount"),
                    ("remittance_after", "journals.Remittance"),
                    ("standing_after", "customers.CustomerTransaction"),
                    ("liability_after", "customers.CustomerTransaction"),
                )
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0, amount__lt=10**18), name="bill_step_is_a_number"),
            models.CheckConstraint(
                condition=models.Q(advance_amount__gte=0, advance_amount__lte=models.F("amount")),
                name="bill_step_advances_at_most_all",
            ),
            models.CheckConstraint(
                condition=models.Q(status="posted", posting__isnull=False, bill__isnull=False)
                | models.Q(status="open", undone_by__isnull=True),
                name="bill_step_posted_has_posting",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "-step_date", "-id"], name="bill_step_newest_idx"),
            models.Index(fields=["company", "step_date"], condition=models.Q(status="open"), name="bill_step_open_idx"),
        ]
        triggers = [PostedStepStays(), StepFollowsLife(pgtrigger.Insert), StepFollowsLife(pgtrigger.Update)]

    def __str__(self) -> str:
        return f"BL-{self.pk}"
