"""Orders on hold: why, by whom, since when, and who let them go on."""

from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company
from customers.models.sales_orders import SalesOrder


@keep_history
class HoldCode(models.Model):
    """A reason for which a company keeps orders from its warehouse."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="hold_codes", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("hold code")
        verbose_name_plural = _("hold codes")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="hold_code_code"),
            company_key("hold_code_company_key"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class HoldsAreOnlyCleared(pgtrigger.Trigger):
    """A hold is cleared once; what it says otherwise stays, and so does a cleared one."""

    name = "holds_are_only_cleared"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete

    def __init__(self, *kept: str) -> None:
        """Take the columns that stay as they were placed."""
        self.kept = kept
        super().__init__()

    def get_func(self, model: Any) -> str:
        """Let what changes be the clearing only."""
        before, after = (", ".join(f"{row}.{column}" for column in self.kept) for row in ("OLD", "NEW"))
        return f"""
        IF TG_OP = 'DELETE' OR OLD.cleared_at IS NOT NULL OR NEW.cleared_at IS NULL
            OR ({after}) IS DISTINCT FROM ({before}) THEN
            RAISE EXCEPTION 'arclose: a hold is only cleared, and that once' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    """


class OrderHold(models.Model):
    """An order kept from the warehouse: placed with a code and a note, in force until somebody clears it.

    While one is in force, nothing of the order is picked or delivered. Cleared ones are the history.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    order = models.ForeignKey(SalesOrder, models.PROTECT, related_name="holds", db_constraint=False)
    code = models.ForeignKey(
        HoldCode, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name=_("hold code")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(db_default=Now(), editable=False)
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    cleared_at = models.DateTimeField(null=True, editable=False)
    clearing_note = models.CharField(_("note"), max_length=200, blank=True, db_default="")

    class Meta:
        verbose_name = _("order hold")
        verbose_name_plural = _("order holds")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["order", "code"], condition=models.Q(cleared_at=None), name="order_hold_once"
            ),
            CompanyForeignKey(field="order", to="customers.SalesOrder", name="order_hold_order"),
            company_key("order_hold_company_key"),
            CompanyForeignKey(field="code", to="customers.HoldCode", name="order_hold_code"),
            models.CheckConstraint(
                condition=models.Q(cleared_at=None, cleared_by=None)
                | models.Q(cleared_at__isnull=False, cleared_by__isnull=False),
                name="order_hold_cleared_by_somebody",
            ),
        ]
        triggers = [HoldsAreOnlyCleared("company_id", "order_id", "code_id", "note", "placed_by_id", "placed_at")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.code_id}"


class HoldCheckOut(models.Model):
    """Who looks into a hold at the moment: nobody else clears it until they give it back or a controller takes over."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    hold = models.OneToOneField(OrderHold, models.PROTECT, related_name="check_out", db_constraint=False)
    checked_out_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    checked_out_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("check-out of an order hold")
        verbose_name_plural = _("check-outs of order holds")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="hold", to="customers.OrderHold", name="hold_check_out_hold"),
        ]

    def __str__(self) -> str:
        return f"{self.hold_id}: {self.checked_out_to_id}"
