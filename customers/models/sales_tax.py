"""Sales tax: which code a line gets, what kind of supply it is, and its rate by date."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company, LedgerAccount, VatRegistration
from arclose.ledger.models.accounts import refuse_control_accounts


class TaxKind(models.TextChoices):
    """The kind of supply, as a VAT return tells them apart.

    Goods to another member state that are prepaid are a kind of their own, which no tax code has: with such a supply
    VAT becomes chargeable by its invoice and not by a payment on account (directive 2006/112/EC, article 67, which sets
    article 65 aside), so neither a return nor an EC sales list shows them before they are supplied.
    """

    DOMESTIC = "domestic", _("domestic")
    EU_GOODS = "eu_goods", _("intra-Community goods")
    EU_SERVICE = "eu_service", _("service in another member state")
    TRIANGULAR = "triangular", _("triangular trade")
    EXPORT = "export", _("export")
    EXEMPT = "exempt", _("exempt")
    OUT_OF_SCOPE = "out_of_scope", _("out of scope")
    EU_GOODS_PREPAID = "eu_goods_prepaid", _("intra-Community goods, prepaid")


# Kinds that are listed per customer VAT number, so an invoice cannot do without one
# (directive 2006/112/EC, articles 138(1)(b) and 262).
LISTED_KINDS = (TaxKind.EU_GOODS, TaxKind.EU_SERVICE, TaxKind.TRIANGULAR)
# Those of them that are of goods, whatever a line is called: its tax code says where it is listed.
LISTED_AS_GOODS = (TaxKind.EU_GOODS, TaxKind.TRIANGULAR)
# What is only listed when it is supplied. Of the others the payment on account is listed: there article 65
# makes tax chargeable, and article 263 lists by the month in which it is.
LISTED_WHEN_SUPPLIED = (TaxKind.EU_GOODS,)
KINDS_OF_CODES = [kind for kind in TaxKind.choices if kind[0] != TaxKind.EU_GOODS_PREPAID]


class ListCode(models.TextChoices):
    """How EC sales lists take a free text invoice."""

    AS_TAXED = "", _("As its tax codes say")
    TRIANGULAR = "triangular", _("Triangular trade")
    NOT_INCLUDED = "not_included", _("Not included")


@keep_history
class TaxGroup(models.Model):
    """What customers have in common for sales tax (domestic, EU, export ...)."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="tax_groups", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("tax group")
        verbose_name_plural = _("tax groups")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="tax_group_code"),
            company_key("tax_group_company_key"),
        ]

    def __str__(self) -> str:
        return self.code


@keep_history
class ItemTaxGroup(models.Model):
    """What items have in common for sales tax (standard, reduced, service ...)."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="item_tax_groups", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("item tax group")
        verbose_name_plural = _("item tax groups")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="item_tax_group_code"),
            company_key("item_tax_group_company_key"),
        ]

    def __str__(self) -> str:
        return self.code


@keep_history
class TaxCode(models.Model):
    """A tax of one kind of supply, declared under one of the company's VAT registrations."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="tax_codes", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=KINDS_OF_CODES)
    registration = models.ForeignKey(
        VatRegistration,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("VAT registration"),
    )
    tax_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("tax account")
    )
    discount_account = models.ForeignKey(
        LedgerAccount,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("account for cash discounts"),
        help_text=_("Of what is taxed so. Empty: the account of the discount, else the company's."),
    )

    class Meta:
        verbose_name = _("tax code")
        verbose_name_plural = _("tax codes")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="tax_code_code"),
            company_key("tax_code_company_key"),
            CompanyForeignKey(field="registration", to="ledger.VatRegistration", name="tax_code_registration"),
            CompanyForeignKey(field="tax_account", to="ledger.LedgerAccount", name="tax_code_account"),
            CompanyForeignKey(field="discount_account", to="ledger.LedgerAccount", name="tax_code_discount_account"),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """Refuse accounts that only a subledger posts to.

        :raises ValidationError: naming each such field.
        """
        refuse_control_accounts(self)


@keep_history
class TaxRate(models.Model):
    """The percentage of a tax code from a day on, until the next one."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    tax_code = models.ForeignKey(
        TaxCode, models.CASCADE, related_name="rates", db_constraint=False, verbose_name=_("tax code")
    )
    valid_from = models.DateField(_("valid from"))
    percent = models.DecimalField(_("percent"), max_digits=6, decimal_places=3)

    class Meta:
        verbose_name = _("tax rate")
        verbose_name_plural = _("tax rates")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["tax_code", "valid_from"], name="tax_rate_once"),
            models.CheckConstraint(condition=models.Q(percent__gte=0, percent__lte=100), name="tax_rate_percent"),
            CompanyForeignKey(field="tax_code", to="customers.TaxCode", name="tax_rate_code"),
        ]

    def __str__(self) -> str:
        return f"{self.percent}"


@keep_history
class TaxRule(models.Model):
    """Which tax code a line gets: the one where the customer's and the item's tax group meet."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    tax_group = models.ForeignKey(
        TaxGroup, models.CASCADE, related_name="rules", db_constraint=False, verbose_name=_("tax group")
    )
    item_tax_group = models.ForeignKey(
        ItemTaxGroup, models.CASCADE, related_name="+", db_constraint=False, verbose_name=_("item tax group")
    )
    tax_code = models.ForeignKey(
        TaxCode, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("tax code")
    )

    class Meta:
        verbose_name = _("tax rule")
        verbose_name_plural = _("tax rules")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["tax_group", "item_tax_group"], name="tax_rule_once"),
            CompanyForeignKey(field="tax_group", to="customers.TaxGroup", name="tax_rule_group"),
            CompanyForeignKey(field="item_tax_group", to="customers.ItemTaxGroup", name="tax_rule_item_group"),
            CompanyForeignKey(field="tax_code", to="customers.TaxCode", name="tax_rule_code"),
        ]

    def __str__(self) -> str:
        return f"{self.tax_group_id} {self.item_tax_group_id}"


@keep_history
class AccountTaxDefault(models.Model):
    """The item tax group of a line on a ledger account where none is typed."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    account = models.ForeignKey(
        LedgerAccount, models.CASCADE, related_name="+", db_constraint=False, verbose_name=_("ledger account")
    )
    item_tax_group = models.ForeignKey(
        ItemTaxGroup, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("item tax group")
    )

    class Meta:
        verbose_name = _("tax default of an account")
        verbose_name_plural = _("tax defaults of accounts")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["account"], name="account_tax_default_once"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="account_tax_default_account"),
            CompanyForeignKey(field="item_tax_group", to="customers.ItemTaxGroup", name="account_tax_default_group"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.item_tax_group_id}"
