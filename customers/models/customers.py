"""Customers and the terms they buy on."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.countries import CountryField
from arclose.ledger.electronic_addresses import ElectronicAddressField
from arclose.ledger.fields import AmountField
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company, Currency, LedgerAccount
from arclose.ledger.models.accounts import require_control_accounts
from arclose.ledger.models.companies import Language
from customers.email_addresses import AddressesField
from customers.models.cash_discounts import (
    NOT_FOR_PREPAYMENTS,
    CashDiscount,
    SettlementParameters,
    suits_prepayments,
)
from customers.vat_numbers import as_written, wrong_shape


@keep_history
class PostingProfile(models.Model):
    """Where what customers owe is kept in the ledger: the summary account of the subledger."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="posting_profiles", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=80)
    summary_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("summary account")
    )
    interest_code = models.ForeignKey(
        "customers.InterestCode",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("interest code"),
        help_text=_("How interest on what is overdue is charged. Empty: by the company's usual code, if there is one."),
    )
    collection_sequence = models.ForeignKey(
        "customers.CollectionSequence",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("collection letter sequence"),
        help_text=_("Which letters ask for what is overdue. Empty: those of the company's usual sequence, if any."),
    )

    is_revalued = models.BooleanField(
        _("revalued"),
        default=True,
        db_default=True,
        help_text=_(
            "What is open in foreign currency on its summary account is revalued. Not for advances on goods or"
            " services, which are no claim to money (IFRIC 22)."
        ),
    )

    class Meta:
        verbose_name = _("posting profile")
        verbose_name_plural = _("posting profiles")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="posting_profile_code"),
            company_key("posting_profile_company_key"),
            CompanyForeignKey(
                field="summary_account", to="ledger.LedgerAccount", name="posting_profile_summary_account"
            ),
            CompanyForeignKey(field="interest_code", to="customers.InterestCode", name="posting_profile_interest_code"),
            CompanyForeignKey(
                field="collection_sequence",
                to="customers.CollectionSequence",
                name="posting_profile_collection_sequence",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """Refuse a summary account that is no control account, and to become another profile than prepayments need.

        :raises ValidationError: naming each such field.
        """
        require_control_accounts(self)
        keeps_prepayments = self.pk and SettlementParameters.objects.filter(prepayment_profile=self).exists()
        if keeps_prepayments and self.summary_account_id and not suits_prepayments(self):
            raise ValidationError({"is_revalued": NOT_FOR_PREPAYMENTS % {"profile": self}})


@keep_history
class PaymentTerms(models.Model):
    """When an invoice is due: so many days after its date, or after the end of its month."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="payment_terms", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=80)
    net_days = models.PositiveSmallIntegerField(_("days"), default=30)
    is_from_end_of_month = models.BooleanField(_("from the end of the month"), default=False)
    cash_discount = models.ForeignKey(
        CashDiscount,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        verbose_name=_("cash discount"),
    )

    class Meta:
        verbose_name = _("payment terms")
        verbose_name_plural = _("payment terms")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="payment_terms_code"),
            company_key("payment_terms_company_key"),
            CompanyForeignKey(field="cash_discount", to="customers.CashDiscount", name="payment_terms_discount"),
        ]

    def __str__(self) -> str:
        return self.code


@keep_history
class CustomerGroup(models.Model):
    """Customers that are set up alike."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="customer_groups", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("customer group")
        verbose_name_plural = _("customer groups")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="customer_group_code"),
            company_key("customer_group_company_key"),
        ]

    def __str__(self) -> str:
        return self.code


class Summarized(models.TextChoices):
    """Which documents of an invoice account's orders are made together, where a run leaves it to the customer."""

    NOTHING = "nothing", _("Nothing: each order by itself")
    INVOICES = "invoices", _("Invoices")
    ALL = "all", _("Invoices and order documents")


@keep_history
class Customer(models.Model):
    """Somebody who buys.

    Invoices go to the invoice account where one is named, else to the customer; its credit limit is the one that
    counts. A limit is in accounting currency unless it names another; without one there is no limit. What it is on a
    day: the temporary one while that is valid, nothing after the expiry date, else the limit itself.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="customers", verbose_name=_("company"))
    number = models.CharField(_("number"), max_length=20, db_collation="C")
    name = models.CharField(_("name"), max_length=160)
    group = models.ForeignKey(
        CustomerGroup, models.PROTECT, related_name="customers", db_constraint=False, verbose_name=_("group")
    )
    invoice_account = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("invoice account"),
    )
    address = models.TextField(_("address"), blank=True)
    country = CountryField(_("country"), db_collation="C")
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    email = models.EmailField(
        _("e-mail address"), blank=True, db_default="", help_text=_("Where invoices and statements are sent.")
    )
    invoice_emails = AddressesField(
        _("e-mail addresses for invoices"),
        blank=True,
        db_default="",
        help_text=_(
            "Where invoices, credit notes and confirmations are sent instead, separated by commas. Empty: to the"
            " e-mail address."
        ),
    )
    statement_emails = AddressesField(
        _("e-mail addresses for statements"),
        blank=True,
        db_default="",
        help_text=_("Where statements are sent instead, separated by commas. Empty: to the e-mail address."),
    )
    is_emailed = models.BooleanField(
        _("documents by e-mail"),
        default=False,
        db_default=False,
        help_text=_("What is posted is e-mailed to this customer where the posting is told to."),
    )
    is_ubl_attached = models.BooleanField(
        _("UBL attached"),
        default=False,
        db_default=False,
        help_text=_("E-mails of invoices and credit notes carry the electronic invoice beside the PDF."),
    )
    electronic_address = ElectronicAddressField(blank=True, db_default="")
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=Language,
        blank=True,
        default="",
        db_default="",
        help_text=_("Of the documents the customer gets. Empty: the company's."),
    )
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", verbose_name=_("currency"))
    payment_terms = models.ForeignKey(
        PaymentTerms, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("payment terms")
    )
    posting_profile = models.ForeignKey(
        PostingProfile, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("posting profile")
    )
    tax_group = models.ForeignKey(
        "customers.TaxGroup", models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("tax group")
    )
    summarized = models.CharField(
        _("summarized"),
        max_length=10,
        choices=Summarized,
        default=Summarized.NOTHING,
        db_default=Summarized.NOTHING,
        help_text=_("What automatic summary updates make together of the orders invoiced to this customer."),
    )
    prices_include_tax = models.BooleanField(
        _("prices include tax"),
        default=False,
        db_default=False,
        help_text=_("What new orders and free text invoices propose; each may have it otherwise."),
    )
    credit_limit_amount = AmountField(_("credit limit"), null=True, blank=True)
    credit_limit_currency = models.ForeignKey(
        Currency,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
        verbose_name=_("currency of the limit"),
        help_text=_("Of both limits; they are translated at the date of an order. Empty: the accounting currency."),
    )
    credit_limit_expiry_date = models.DateField(
        _("limit expires"),
        null=True,
        blank=True,
        help_text=_("Its last day; after it there is no credit."),
    )
    temporary_limit_amount = AmountField(
        _("temporary limit"), null=True, blank=True, help_text=_("Counts instead of the limit on the days below.")
    )
    temporary_limit_from = models.DateField(_("temporary limit from"), null=True, blank=True)
    temporary_limit_to = models.DateField(_("temporary limit until"), null=True, blank=True)
    is_credit_limit_mandatory = models.BooleanField(
        _("mandatory credit limit"),
        default=False,
        db_default=False,
        help_text=_("The limit is checked, against the balance at least, even where a posting is told not to."),
    )
    credit_group = models.ForeignKey(
        "customers.CreditGroup",
        models.PROTECT,
        related_name="customers",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("credit group"),
        help_text=_("Shares the limit of this group."),
    )
    is_credit_stopped = models.BooleanField(
        _("credit stop"),
        default=False,
        db_default=False,
        help_text=_("Orders go on credit hold where a blocking rule says so."),
    )
    is_blocked = models.BooleanField(_("blocked"), default=False)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "number"], name="customer_number"),
            company_key("customer_company_key"),
            CompanyForeignKey(field="group", to="customers.CustomerGroup", name="customer_in_group"),
            CompanyForeignKey(field="invoice_account", to="customers.Customer", name="customer_invoice_account"),
            CompanyForeignKey(field="payment_terms", to="customers.PaymentTerms", name="customer_payment_terms"),
            CompanyForeignKey(field="posting_profile", to="customers.PostingProfile", name="customer_profile"),
            CompanyForeignKey(field="tax_group", to="customers.TaxGroup", name="customer_tax_group"),
            models.CheckConstraint(
                condition=models.Q(credit_limit_amount__isnull=True)
                | models.Q(credit_limit_amount__gte=0, credit_limit_amount__lt=10**18),
                name="customer_credit_limit",
            ),
            CompanyForeignKey(field="credit_group", to="customers.CreditGroup", name="customer_credit_group"),
            models.CheckConstraint(
                condition=models.Q(
                    temporary_limit_amount__isnull=True,
                    temporary_limit_from__isnull=True,
                    temporary_limit_to__isnull=True,
                )
                | models.Q(
                    credit_limit_amount__isnull=False,
                    temporary_limit_amount__isnull=False,
                    temporary_limit_from__isnull=False,
                    temporary_limit_to__isnull=False,
                    temporary_limit_amount__gte=0,
                    temporary_limit_amount__lt=10**18,
                    temporary_limit_from__lte=models.F("temporary_limit_to"),
                ),
                name="customer_temporary_limit",
                violation_error_message=_(
                    "A temporary limit has an amount, a first and a last day, and stands beside a credit limit."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def clean(self) -> None:
        """Write the VAT number as it is kept.

        :raises ValidationError: the customer is in a member state, and no member state writes its numbers like this.
        """
        self.vat_number = as_written(self.vat_number)
        if wrong := wrong_shape(self.vat_number, country=self.country):
            raise ValidationError({"vat_number": wrong})


@keep_history
class DeliveryAddress(models.Model):
    """Another place where a customer takes delivery."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    customer = models.ForeignKey(
        Customer, models.CASCADE, related_name="delivery_addresses", db_constraint=False, verbose_name=_("customer")
    )
    name = models.CharField(_("name"), max_length=80)
    address = models.TextField(_("address"), blank=True)
    country = CountryField(_("country"), db_collation="C")

    class Meta:
        verbose_name = _("delivery address")
        verbose_name_plural = _("delivery addresses")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["customer", "name"], name="delivery_address_name"),
            CompanyForeignKey(field="customer", to="customers.Customer", name="delivery_address_customer"),
        ]

    def __str__(self) -> str:
        return self.name
