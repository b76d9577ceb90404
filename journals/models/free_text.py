"""How free text invoices, and those that recurring invoices make, are to be paid."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company
from customers.models import FreeTextInvoice, RecurringInvoice
from journals.models.mandates import Mandate
from journals.models.methods import MethodOfPayment


class MethodOfPostedStays(pgtrigger.Trigger):
    """How a free text invoice that is posted is to be paid stays as it was entered."""

    name = "method_of_posted_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    declare = [("is_posted", "boolean")]
    func = """
        SELECT bool_or(locked.status = 'posted') INTO is_posted FROM (
            SELECT status FROM public.customers_freetextinvoice
            WHERE id IN (OLD.document_id, NEW.document_id) ORDER BY id FOR SHARE) AS locked;
        IF is_posted THEN
            RAISE EXCEPTION 'arclose: how a free text invoice is paid that is posted never changes.'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    """


class FreeTextMethod(models.Model):
    """How a free text invoice is to be paid, where that is not as its customer pays as a rule.

    ``mandate`` is the one by which it is collected; without one it is the one that was signed last.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    document = models.OneToOneField(FreeTextInvoice, models.CASCADE, related_name="own_method", db_constraint=False)
    method = models.ForeignKey(MethodOfPayment, models.PROTECT, related_name="+", db_constraint=False)
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+", null=True, db_constraint=False)

    class Meta:
        verbose_name = _("method of payment of a free text invoice")
        verbose_name_plural = _("methods of payment of free text invoices")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="document", to="customers.FreeTextInvoice", name="free_text_method_document"),
            CompanyForeignKey(field="method", to="journals.MethodOfPayment", name="free_text_method_method"),
            CompanyForeignKey(field="mandate", to="journals.Mandate", name="free_text_method_mandate"),
        ]
        triggers = [MethodOfPostedStays()]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.method_id}"


@keep_history
class RecurringMethod(models.Model):
    """How what a recurring invoice makes is to be paid, where that is not as its customer pays as a rule."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    recurring = models.OneToOneField(RecurringInvoice, models.CASCADE, related_name="own_method", db_constraint=False)
    method = models.ForeignKey(MethodOfPayment, models.PROTECT, related_name="+", db_constraint=False)
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+", null=True, db_constraint=False)

    class Meta:
        verbose_name = _("method of payment of a recurring invoice")
        verbose_name_plural = _("methods of payment of recurring invoices")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="recurring", to="customers.RecurringInvoice", name="recurring_method_recurring"),
            CompanyForeignKey(field="method", to="journals.MethodOfPayment", name="recurring_method_method"),
            CompanyForeignKey(field="mandate", to="journals.Mandate", name="recurring_method_mandate"),
        ]

    def __str__(self) -> str:
        return f"{self.recurring_id}: {self.method_id}"
