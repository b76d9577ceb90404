"""Free text invoices: what is invoiced without an order, to ledger accounts, as entered until it is posted."""

from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.fields import AmountField
from arclose.ledger.models import Company, Currency, LedgerAccount
from customers.models.charges import ChargeCode
from customers.models.customers import Customer, PaymentTerms, PostingProfile
from customers.models.invoices import Invoice
from customers.models.items import ItemType
from customers.models.recurring import RecurringInvoice, RecurringRun
from customers.models.sales_tax import ItemTaxGroup, ListCode, TaxGroup


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


class FreeTextChangesStay(pgtrigger.Trigger):
    """Who entered, changed or rejected a free text invoice is kept: it decides who may approve it, or says why not.

    What is neither approved nor posted may be deleted, and they with it.
    """

    name = "free_text_changes_stay"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    func = """
        IF TG_OP = 'DELETE' AND NOT EXISTS (
            SELECT 1 FROM public.customers_freetextinvoice
            WHERE id = OLD.document_id AND (status = 'posted' OR approved_at IS NOT NULL)) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'arclose: who changed free text invoice % never changes', OLD.document_id
            USING ERRCODE = 'restrict_violation';
    """


class FreeTextInvoice(models.Model):
    """An invoice without an order: it gets its number when it is posted, and not before its release date.

    ``key`` is that of the form it was entered with, ``fingerprint`` the digest of what was entered then. Its prices and
    amounts are net of tax unless they include it. ``net_amount`` is the sum of its lines, kept by whoever writes them.
    ``version`` counts its changes, so that a page knows whether somebody else changed it meanwhile.
    ``corrects`` is the invoice, credited by now, that it puts right. One that a recurring invoice made names it and
    the day it is for: each day once, until it is deleted; ``run`` is the generation that made it.
    What it invoices was supplied on the ``supply_date``, without one on its own date.
    Without a posting profile what is owed is posted as the invoice account has it. An approval is of a version, and is
    taken back by the next change.
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
    supply_date = models.DateField(_("date of supply"), null=True, blank=True)
    release_date = models.DateField(_("release date"), null=True, blank=True)
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    payment_terms = models.ForeignKey(
        PaymentTerms, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    tax_group = models.ForeignKey(TaxGroup, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    delivery_country = models.CharField(_("delivery country"), max_length=2, db_collation="C")
    prices_include_tax = models.BooleanField(_("prices include tax"), default=False, db_default=False)
    posting_profile = models.ForeignKey(
        PostingProfile, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    list_code = models.CharField(
        _("EC sales list"), max_length=12, choices=ListCode, blank=True, default="", db_default="", db_collation="C"
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    net_amount = AmountField(_("net amount"), default=0)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False, editable=False
    )
    approved_at = models.DateTimeField(null=True, editable=False)
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
    run = models.ForeignKey(
        RecurringRun, models.PROTECT, related_name="documents", null=True, editable=False, db_constraint=False
    )
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
            CompanyForeignKey(field="posting_profile", to="customers.PostingProfile", name="free_text_profile"),
            CompanyForeignKey(field="invoice", to="customers.Invoice", name="free_text_invoice"),
            models.UniqueConstraint(fields=["recurring", "occurrence_date"], name="free_text_occurrence_once"),
            CompanyForeignKey(field="recurring", to="customers.RecurringInvoice", name="free_text_recurring"),
            CompanyForeignKey(field="run", to="customers.RecurringRun", name="free_text_run"),
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
            models.CheckConstraint(
                condition=models.Q(approved_by=None, approved_at=None)
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="free_text_approved_by_somebody",
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


class FreeTextChange(models.Model):
    """Somebody entered or changed a free text invoice: who does not approve it then."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    document = models.ForeignKey(FreeTextInvoice, models.CASCADE, related_name="changes", db_constraint=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("change of a free text invoice")
        verbose_name_plural = _("changes of free text invoices")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="document", to="customers.FreeTextInvoice", name="free_text_change_document"),
        ]
        triggers = [FreeTextChangesStay()]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.changed_by_id}"


class FreeTextRejection(models.Model):
    """A controller rejected a free text invoice as it stood in a version, and why.

    It stands until the invoice is changed, which makes another version of it, or that version is approved.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    document = models.ForeignKey(FreeTextInvoice, models.CASCADE, related_name="rejections", db_constraint=False)
    version = models.PositiveIntegerField()
    reason = models.CharField(_("reason"), max_length=200)
    rejected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    rejected_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("rejection of a free text invoice")
        verbose_name_plural = _("rejections of free text invoices")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="document", to="customers.FreeTextInvoice", name="free_text_rejection_document"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="free_text_rejection_says_why"),
        ]
        triggers = [FreeTextChangesStay()]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.reason}"


class FreeTextLine(models.Model):
    """What is invoiced, on which ledger account; the amount is quantity times price unless another was typed.

    A charge names its code, whose account and item tax group it has; one of a percentage, of the other lines, keeps it.
    """

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
    charge_code = models.ForeignKey(
        ChargeCode, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    charge_percent = models.DecimalField(max_digits=9, decimal_places=3, null=True)
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
            CompanyForeignKey(field="charge_code", to="customers.ChargeCode", name="free_text_line_charge_code"),
            models.CheckConstraint(condition=~models.Q(description=""), name="free_text_line_says_what"),
            # NaN is larger than every number.
            models.CheckConstraint(
                condition=models.Q(quantity__lt=10**14, unit_price__lt=10**14, amount__lt=10**15),
                name="free_text_line_is_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(charge_percent__isnull=True)
                | models.Q(charge_code__isnull=False, charge_percent__lt=10**6),
                name="free_text_line_percent_of_charge",
            ),
        ]
        triggers = [PostedFreeTextLinesStay()]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.line_number}"
