"""What people say for a list that the books do not: lines of their own, and the VAT number that a document lacks."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.fields import AmountField
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company, VatRegistration
from customers.models import Customer
from ecsales.formats.listing import Kind
from ecsales.models.lists import SalesList


@keep_history
class ManualLine(models.Model):
    """A line of a list that no document makes, such as call-off stock, own goods moved, or purchases.

    ``country`` is as VAT numbers write it, and ``vat_number`` comes without it. Call-off stock is listed without an
    amount; ``commodity_code`` is for files that list goods or services by codes. What was submitted with it stays
    submitted when it is deleted: the list then differs.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    sales_list = models.ForeignKey(SalesList, models.PROTECT, related_name="manual_lines", db_constraint=False)
    line_date = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    country = models.CharField(_("country"), max_length=2, db_collation="C")
    vat_number = models.CharField(_("VAT number"), max_length=20, db_collation="C")
    previous_vat_number = models.CharField(_("meant for before"), max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=160)
    document_number = models.CharField(_("document"), max_length=40, blank=True)
    commodity_code = models.CharField(_("code"), max_length=8, blank=True, db_default="")
    amount = AmountField(_("amount"))
    reason = models.CharField(_("reason"), max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("by")
    )
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    key = models.CharField(max_length=80, db_collation="C", editable=False)

    class Meta:
        verbose_name = _("manual line")
        verbose_name_plural = _("manual lines")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "key"], name="manual_line_key"),
            company_key("manual_line_company_key"),
            CompanyForeignKey(field="sales_list", to="ecsales.SalesList", name="manual_line_list"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=-(10**15), amount__lt=10**15), name="manual_line_is_an_amount"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}{self.vat_number}"


@keep_history
class ListedNumber(models.Model):
    """The VAT number by which documents of a customer are listed that were posted without one, or with a wrong one.

    A posted document keeps the number it was posted with. Lists of the registration whose periods share a day with
    ``valid_from`` to ``valid_to`` take this one instead; where no registration is named, those of every one.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="listed_numbers", db_constraint=False, verbose_name=_("customer")
    )
    registration = models.ForeignKey(
        VatRegistration,
        models.PROTECT,
        related_name="+",
        null=True,
        db_constraint=False,
        verbose_name=_("VAT registration"),
    )
    used_number = models.CharField(_("number on the document"), max_length=20, blank=True, db_collation="C")
    listed_number = models.CharField(_("number on the list"), max_length=20, db_collation="C")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("by")
    )
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("VAT number for lists")
        verbose_name_plural = _("VAT numbers for lists")
        constraints: ClassVar[Any] = [
            company_key("listed_number_company_key"),
            CompanyForeignKey(field="customer", to="customers.Customer", name="listed_number_customer"),
            CompanyForeignKey(field="registration", to="ledger.VatRegistration", name="listed_number_registration"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="listed_number_has_days",
            ),
        ]

    def __str__(self) -> str:
        return self.listed_number
