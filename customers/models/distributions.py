"""Amounts distributed over several ledger accounts: templates, free text lines that wait, and invoice lines."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.document_guards import EntersOpenPosting
from arclose.ledger.fields import AmountField
from arclose.ledger.guards import NeverChanges
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company, LedgerAccount
from arclose.ledger.models.accounts import refuse_control_accounts
from customers.models.free_text import FreeTextLine
from customers.models.invoices import InvoiceLine


@keep_history
class DistributionTemplate(models.Model):
    """A distribution that is used again and again, by percentages that add up to 100."""

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="distribution_templates", verbose_name=_("company")
    )
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("distribution template")
        verbose_name_plural = _("distribution templates")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="distribution_template_code"),
            company_key("distribution_template_company_key"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@keep_history
class DistributionTemplateLine(models.Model):
    """The share of one ledger account."""

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name=_("company")
    )
    template = models.ForeignKey(
        DistributionTemplate,
        models.CASCADE,
        related_name="lines",
        db_constraint=False,
        db_index=False,
        verbose_name=_("distribution template"),
    )
    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("ledger account")
    )
    percent = models.DecimalField(_("percent"), max_digits=7, decimal_places=4)

    class Meta:
        verbose_name = _("share of a distribution template")
        verbose_name_plural = _("shares of distribution templates")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["template", "account"], name="distribution_template_account_once"),
            CompanyForeignKey(
                field="template", to="customers.DistributionTemplate", name="distribution_template_line_template"
            ),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="distribution_template_line_account"),
            models.CheckConstraint(
                condition=models.Q(percent__gt=0, percent__lte=100), name="distribution_template_line_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.percent}"

    def clean(self) -> None:
        """Refuse an account that a subledger keeps.

        :raises ValidationError: it is a control account.
        """
        refuse_control_accounts(self)


class PostedDistributionsStay(pgtrigger.Trigger):
    """The distribution of a free text invoice that is posted stays as it was entered."""

    name = "posted_distributions_stay"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    declare = [("is_posted", "boolean")]
    func = """
        SELECT bool_or(locked.status = 'posted') INTO is_posted FROM (
            SELECT f.status FROM public.customers_freetextinvoice f
            JOIN public.customers_freetextline l ON l.document_id = f.id
            WHERE l.id IN (OLD.line_id, NEW.line_id) ORDER BY f.id FOR SHARE OF f) AS locked;
        IF is_posted THEN
            RAISE EXCEPTION 'arclose: the free text invoice of this distribution is posted and never changes.'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    """


class FreeTextDistribution(models.Model):
    """The share of one ledger account in a free text line, in the currency of the invoice.

    ``percent`` is filled where the distribution was entered by percentages; the amount follows from it.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    line = models.ForeignKey(
        FreeTextLine, models.CASCADE, related_name="distribution", db_constraint=False, db_index=False
    )
    number = models.PositiveSmallIntegerField()
    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="+", db_constraint=False)
    percent = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    amount = AmountField()

    class Meta:
        verbose_name = _("free text distribution")
        verbose_name_plural = _("free text distributions")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["line", "number"], name="free_text_distribution_number"),
            CompanyForeignKey(field="line", to="customers.FreeTextLine", name="free_text_distribution_line"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="free_text_distribution_account"),
            # NaN is larger than every number.
            models.CheckConstraint(
                condition=models.Q(amount__lt=10**15)
                & (models.Q(percent__isnull=True) | models.Q(percent__gt=0, percent__lte=100)),
                name="free_text_distribution_is_a_number",
            ),
        ]
        triggers = [PostedDistributionsStay()]

    def __str__(self) -> str:
        return f"{self.line_id}/{self.number}"


class InvoiceLineDistribution(models.Model):
    """What a posted line credits to one ledger account, in the currency of the invoice; never changed.

    A document of which a line is distributed has rows for all of its lines, so that its revenue entries come from
    here. Those of a line add up to its net amount. A document without them credits the account of each line.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    invoice_line = models.ForeignKey(
        InvoiceLine, models.PROTECT, related_name="distribution", db_constraint=False, db_index=False
    )
    number = models.PositiveSmallIntegerField()
    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    amount = AmountField()

    class Meta:
        verbose_name = _("invoice line distribution")
        verbose_name_plural = _("invoice line distributions")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["invoice_line", "number"], name="invoice_line_distribution_number"),
            CompanyForeignKey(field="invoice_line", to="customers.InvoiceLine", name="invoice_line_distribution_line"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="invoice_line_distribution_account"),
        ]
        triggers = [
            NeverChanges(),
            EntersOpenPosting(
                postings="SELECT DISTINCT i.posting_id FROM new_rows r"
                " JOIN public.customers_invoiceline l ON l.id = r.invoice_line_id"
                " JOIN public.customers_invoice i ON i.id = l.invoice_id"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_line_id}/{self.number}"
