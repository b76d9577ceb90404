"""Free text invoices that come again: templates, and which customer gets one, when and up to which amount."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.batch.schedule.recurrence import LAST_DAY, MOST_EVERY
from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.fields import AmountField
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company, Currency, LedgerAccount
from arclose.ledger.models.accounts import refuse_control_accounts
from customers.models.charges import ChargeCode
from customers.models.customers import Customer, PaymentTerms, PostingProfile
from customers.models.items import ItemType
from customers.models.sales_tax import ItemTaxGroup, ListCode, TaxGroup


class RecurrenceUnit(models.TextChoices):
    """What a recurring invoice counts; the names are those of :class:`arclose.batch.schedule.recurrence.Unit`."""

    DAYS = "days", _("days")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")


@keep_history
class RecurringTemplate(models.Model):
    """What a recurring invoice says; what is left empty is as the customer has it.

    Its distribution is that of every line without account and distribution of its own.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="recurring_templates", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=80)
    currency = models.ForeignKey(
        Currency, models.PROTECT, related_name="+", null=True, blank=True, db_index=False, verbose_name=_("currency")
    )
    payment_terms = models.ForeignKey(
        PaymentTerms, models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False, db_index=False,
        verbose_name=_("payment terms"),
    )  # fmt: skip
    tax_group = models.ForeignKey(
        TaxGroup, models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False, db_index=False,
        verbose_name=_("tax group"),
    )  # fmt: skip
    prices_include_tax = models.BooleanField(_("prices include tax"), null=True, blank=True)
    posting_profile = models.ForeignKey(
        PostingProfile, models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False, db_index=False,
        verbose_name=_("posting profile"),
    )  # fmt: skip
    list_code = models.CharField(
        _("EC sales list"), max_length=12, choices=ListCode, blank=True, default="", db_default="", db_collation="C"
    )
    distribution = models.ForeignKey(
        "customers.DistributionTemplate", models.PROTECT, related_name="+", null=True, blank=True,
        db_constraint=False, db_index=False, verbose_name=_("distribution of all lines"),
        help_text=_("Of every line that has no account or distribution of its own."),
    )  # fmt: skip
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("recurring template")
        verbose_name_plural = _("recurring templates")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="recurring_template_code"),
            company_key("recurring_template_company_key"),
            CompanyForeignKey(field="payment_terms", to="customers.PaymentTerms", name="recurring_template_terms"),
            CompanyForeignKey(field="tax_group", to="customers.TaxGroup", name="recurring_template_tax_group"),
            CompanyForeignKey(
                field="posting_profile", to="customers.PostingProfile", name="recurring_template_profile"
            ),
            CompanyForeignKey(
                field="distribution", to="customers.DistributionTemplate", name="recurring_template_distribution"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@keep_history
class RecurringTemplateLine(models.Model):
    """A line of a template, on its account, or by its distribution, else that of the template."""

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name=_("company")
    )
    template = models.ForeignKey(
        RecurringTemplate,
        models.CASCADE,
        related_name="lines",
        db_constraint=False,
        db_index=False,
        verbose_name=_("recurring template"),
    )
    line_number = models.PositiveIntegerField(_("line"))
    description = models.CharField(_("description"), max_length=200)
    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False,
        verbose_name=_("ledger account"),
    )  # fmt: skip
    distribution = models.ForeignKey(
        "customers.DistributionTemplate", models.PROTECT, related_name="+", null=True, blank=True,
        db_constraint=False, db_index=False, verbose_name=_("distribution template"),
    )  # fmt: skip
    item_type = models.CharField(_("type"), max_length=10, choices=ItemType, default=ItemType.SERVICE)
    item_tax_group = models.ForeignKey(
        ItemTaxGroup, models.PROTECT, related_name="+", db_constraint=False, db_index=False,
        verbose_name=_("item tax group"),
    )  # fmt: skip
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=4, default=1)
    unit_price = models.DecimalField(_("price"), max_digits=20, decimal_places=6)

    class Meta:
        verbose_name = _("line of a recurring template")
        verbose_name_plural = _("lines of recurring templates")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["template", "line_number"], name="recurring_template_line_number"),
            CompanyForeignKey(
                field="template", to="customers.RecurringTemplate", name="recurring_template_line_template"
            ),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="recurring_template_line_account"),
            CompanyForeignKey(
                field="distribution", to="customers.DistributionTemplate", name="recurring_template_line_distribution"
            ),
            CompanyForeignKey(
                field="item_tax_group", to="customers.ItemTaxGroup", name="recurring_template_line_tax_group"
            ),
            models.CheckConstraint(condition=~models.Q(description=""), name="recurring_template_line_says_what"),
            # NaN is larger than every number.
            models.CheckConstraint(
                condition=models.Q(quantity__lt=10**14, unit_price__lt=10**14), name="recurring_template_line_number_is"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template_id}/{self.line_number}"

    def clean(self) -> None:
        """Refuse an account that a subledger keeps, and a line that nothing says the account of.

        :raises ValidationError: it is a control account, or there is none.
        """
        refuse_control_accounts(self)
        if self.account_id is None and self.distribution_id is None and self.template.distribution_id is None:
            text = _("Enter a ledger account or a distribution: the template has no distribution of all lines.")
            raise ValidationError({"account": text})


@keep_history
class RecurringTemplateCharge(models.Model):
    """A charge of a template, behind its lines. Without a value of its own it comes to what its code says then."""

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name=_("company")
    )
    template = models.ForeignKey(
        RecurringTemplate,
        models.CASCADE,
        related_name="charges",
        db_constraint=False,
        db_index=False,
        verbose_name=_("recurring template"),
    )
    charge_code = models.ForeignKey(
        ChargeCode, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("charge code")
    )
    value = AmountField(_("amount or percentage"), null=True, blank=True)

    class Meta:
        verbose_name = _("charge of a recurring template")
        verbose_name_plural = _("charges of recurring templates")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["template", "charge_code"], name="recurring_template_charge_code"),
            CompanyForeignKey(
                field="template", to="customers.RecurringTemplate", name="recurring_template_charge_template"
            ),
            CompanyForeignKey(
                field="charge_code", to="customers.ChargeCode", name="recurring_template_charge_charge_code"
            ),
            # NaN is larger than every number.
            models.CheckConstraint(condition=models.Q(value__lt=10**14), name="recurring_template_charge_number_is"),
        ]

    def __str__(self) -> str:
        return f"{self.template_id}: {self.charge_code_id}"


@keep_history
class RecurringInvoice(models.Model):
    """Which customer gets a template, every so many days, weeks, months or years, from a day on.

    Months and years keep the day of the start, or ``month_day`` where that is given (31: always the last); a month that
    does not have it takes its last day, so 29 February is 28 February in other years. What was generated is at most
    ``maximum_amount`` together, in the invoices' currency, and before tax unless their prices include it. An invoice
    may be posted from ``release_days`` days after its date on. ``key`` is that of the form it was entered with.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="recurring_invoices", db_index=False)
    key = models.CharField(max_length=80, db_collation="C", editable=False)
    template = models.ForeignKey(
        RecurringTemplate, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("recurring template")
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("customer")
    )
    start_date = models.DateField(_("first invoice"))
    end_date = models.DateField(_("last day"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=6, choices=RecurrenceUnit, default=RecurrenceUnit.MONTHS)
    every = models.PositiveSmallIntegerField(
        _("every"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_EVERY)]
    )
    month_day = models.PositiveSmallIntegerField(
        _("day of the month"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(LAST_DAY)]
    )
    maximum_amount = AmountField(_("maximum together"), null=True, blank=True)
    release_days = models.PositiveSmallIntegerField(_("held for days"), null=True, blank=True)
    is_stopped = models.BooleanField(_("stopped"), default=False, db_default=False)

    class Meta:
        verbose_name = _("recurring invoice")
        verbose_name_plural = _("recurring invoices")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "key"], name="recurring_invoice_key"),
            company_key("recurring_invoice_company_key"),
            CompanyForeignKey(field="template", to="customers.RecurringTemplate", name="recurring_invoice_template"),
            CompanyForeignKey(field="customer", to="customers.Customer", name="recurring_invoice_customer"),
            models.CheckConstraint(
                condition=models.Q(every__gte=1, every__lte=MOST_EVERY)
                & (models.Q(month_day__isnull=True) | models.Q(month_day__gte=1, month_day__lte=LAST_DAY)),
                name="recurring_invoice_pattern",
            ),
            models.CheckConstraint(
                condition=models.Q(end_date__isnull=True) | models.Q(end_date__gte=models.F("start_date")),
                name="recurring_invoice_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(maximum_amount__isnull=True)
                | models.Q(maximum_amount__gt=0, maximum_amount__lt=10**15),
                name="recurring_invoice_maximum",
            ),
        ]

    def __str__(self) -> str:
        return f"RI-{self.pk}"


class RecurringRun(models.Model):
    """One generation of recurring invoices: up to which day, by whom and when; what it made names it."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="recurring_runs")
    until_date = models.DateField(_("up to and including"))
    generated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    generated_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("generation of recurring invoices")
        verbose_name_plural = _("generations of recurring invoices")
        constraints: ClassVar[Any] = [company_key("recurring_run_company_key")]

    def __str__(self) -> str:
        return f"RG-{self.pk}"
