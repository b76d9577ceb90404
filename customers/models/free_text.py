"""Free text invoices: what is invoiced without an order, to ledger accounts, as entered until it is posted."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.fields import AmountField
from arclose.ledger.models import Company, Currency, LedgerAccount
from customers.models.customers import Customer, PaymentTerms
from customers.models.invoices import Invoice
from customers.models.items import ItemType
from customers.models.recurring import RecurringInvoice
from customers.models.sales_tax import ItemTaxGroup, TaxGroup


class FreeTextStatus(models.TextChoices):
    """Whether a free text invoice is posted."""

    IN_PROCESS = "in_process", _("In process")
    POSTED = "posted", _("Posted")


class PostedFreeTextStays(pgtrigger.Trigger):
    """A free text invoice that is posted is neither changed nor deleted: it is credited."""

    name = "posted_free_text_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    condition = pgtrigger.Q(old__status="posted")
    func = """
        RAISE EXCEPTION 'arclose: free text invoice % is posted and never changes.', OLD.id
            USING ERRCODE = 'restrict_violation';
    """


class PostedFreeTextLinesStay(pgtrigger.Trigger):
    """The lines of a free text invoice that is posted stay, and no other joins them."""

    name = "posted_free_text_lines_stay"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    declare = [("is_posted", "boolean")]
    func = """
        SELECT bool_or(locked.status = 'posted') INTO is_posted FROM (
            SELECT status FROM public.customers_freetextinvoice
            WHERE id IN (OLD.document_id, NEW.document_id) ORDER BY id FOR SHARE) AS locked;
        IF is_posted THEN
            RAISE EXCEPTION 'arclose: the free text invoice of this line is posted and never changes.'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    """


class FreeTextInvoice(models.Model):
    """An invoice without an order: it gets its number when it is posted, and not before its release date.

    ``key`` is that of the form it was entered with, ``fingerprint`` the digest of what was entered then. Its prices and
    amounts are net of tax unless they include it. ``net_amount`` is the sum of its lines, kept by whoever writes them.
    ``version`` counts its changes, so that a page knows whether somebody else changed it meanwhile.
    ``corrects`` is the invoice, credited by now, that it puts right. One that a recurring invoice made names it and
    the day it is for: each day once, until it is deleted.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="free_text_invoices", db_index=False)
    key = models.CharField(max_length=80, db_collation="C", editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=FreeTextStatus, default=FreeTextStatus.IN_PROCESS, db_collation="C"
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("customer")
    )
    invoice_account = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("invoice account")
    )
    invoice_date = models.DateField(_("invoice date"))
    release_date = models.DateField(_("release date"), null=True, blank=True)
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    payment_terms = models.ForeignKey(
        PaymentTerms, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    tax_group = models.ForeignKey(TaxGroup, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    delivery_country = models.CharField(_("delivery country"), max_length=2, db_collation="C")
    prices_include_tax = models.BooleanField(_("prices include tax"), default=False, db_default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    net_amount = AmountField(_("net amount"), default=0)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    invoice = models.OneToOneField(
        Invoice, models.PROTECT, related_name="free_text", null=True, editable=False, db_constraint=False
    )
    corrects = models.OneToOneField(
        Invoice, models.PROTECT, related_name="correction", null=True, editable=False, db_constraint=False
    )
    recurring = models.ForeignKey(
        RecurringInvoice, models.PROTECT, related_name="documents", null=True, editable=False, db_constraint=False,
        db_index=False,
    )  # fmt: skip
    occurrence_date = models.DateField(null=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("free text invoice")
        verbose_name_plural = _("free text invoices")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "key"], name="free_text_key"),
            company_key("free_text_company_key"),
            CompanyForeignKey(field="customer", to="customers.Customer", name="free_text_customer"),
            CompanyForeignKey(field="invoice_account", to="customers.Customer", name="free_text_account"),
            CompanyForeignKey(field="payment_terms", to="customers.PaymentTerms", name="free_text_terms"),
            CompanyForeignKey(field="tax_group", to="customers.TaxGroup", name="free_text_tax_group"),
            CompanyForeignKey(field="invoice", to="customers.Invoice", name="free_text_invoice"),
            models.UniqueConstraint(fields=["recurring", "occurrence_date"], name="free_text_occurrence_once"),
            CompanyForeignKey(field="recurring", to="customers.RecurringInvoice", name="free_text_recurring"),
            models.CheckConstraint(
                condition=models.Q(recurring__isnull=True, occurrence_date__isnull=True)
                | models.Q(recurring__isnull=False, occurrence_date__isnull=False),
                name="free_text_occurrence_of_recurring",
            ),
            CompanyForeignKey(field="corrects", to="customers.Invoice", name="free_text_corrects"),
            models.CheckConstraint(
                condition=models.Q(status=FreeTextStatus.POSTED, invoice__isnull=False)
                | models.Q(status=FreeTextStatus.IN_PROCESS, invoice__isnull=True),
                name="free_text_is_posted_with_invoice",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "-invoice_date", "-id"], name="free_text_newest_idx"),
            models.Index(
                fields=["company", "invoice_date"],
                condition=models.Q(status=FreeTextStatus.IN_PROCESS),
                name="free_text_waiting_idx",
            ),
        ]
        triggers = [PostedFreeTextStays()]

    def __str__(self) -> str:
        return f"FT-{self.pk}"


class FreeTextLine(models.Model):
    """What is invoiced, on which ledger account; the amount is quantity times price unless another was typed."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    document = models.ForeignKey(
        FreeTextInvoice, models.CASCADE, related_name="lines", db_constraint=False, db_index=False
    )
    line_number = models.PositiveIntegerField(_("line"))
    description = models.CharField(_("description"), max_length=200)
    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("ledger account")
    )
    item_type = models.CharField(_("type"), max_length=10, choices=ItemType, default=ItemType.SERVICE)
    item_tax_group = models.ForeignKey(
        ItemTaxGroup, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=4)
    unit_price = models.DecimalField(_("price"), max_digits=20, decimal_places=6)
    amount = AmountField(_("amount"))

    class Meta:
        verbose_name = _("free text line")
        verbose_name_plural = _("free text lines")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["document", "line_number"], name="free_text_line_number"),
            company_key("free_text_line_company_key"),
            CompanyForeignKey(field="document", to="customers.FreeTextInvoice", name="free_text_line_document"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="free_text_line_account"),
            CompanyForeignKey(field="item_tax_group", to="customers.ItemTaxGroup", name="free_text_line_tax_group"),
            models.CheckConstraint(condition=~models.Q(description=""), name="free_text_line_says_what"),
            # NaN is larger than every number.
            models.CheckConstraint(
                condition=models.Q(quantity__lt=10**14, unit_price__lt=10**14, amount__lt=10**15),
                name="free_text_line_is_a_number",
            ),
        ]
        triggers = [PostedFreeTextLinesStay()]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.line_number}"
