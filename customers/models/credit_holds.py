"""What puts an order on credit hold, what lets it through, and the holds with who decided about them."""

from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.fields import AmountField
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company
from customers.models.customers import CustomerGroup
from customers.models.sales_orders import Quantity, SalesOrder


class BlockingKind(models.TextChoices):
    """What a blocking rule looks at, on the posting date or else on the date of the order.

    To add one, such as a changed cash discount: its figure in :mod:`customers.sql.credit_limits`, its comparison in
    :mod:`customers.credit.rules`, its words in :mod:`customers.refusals`.
    """

    DAYS_OVERDUE = "days_overdue", _("days overdue, above")
    OVERDUE_AMOUNT = "overdue_amount", _("overdue amount, above")
    ORDER_AMOUNT = "order_amount", _("order amount with tax, above")
    LIMIT_USED = "limit_used", _("share of the limit used (%), above")
    LIMIT_EXPIRED = "limit_expired", _("credit limit expired")
    CREDIT_STOP = "credit_stop", _("customer has a credit stop")
    PAYMENT_TERMS = "payment_terms", _("payment terms are not the customer's")


# Kinds that compare with a number.
WITH_THRESHOLD = (
    BlockingKind.DAYS_OVERDUE,
    BlockingKind.OVERDUE_AMOUNT,
    BlockingKind.ORDER_AMOUNT,
    BlockingKind.LIMIT_USED,
)


@keep_history
class CreditBlockingRule(models.Model):
    """A reason to put an order on hold when it is confirmed, picked, delivered or invoiced.

    Rules are asked in order of position; the hold names each that the order breaks. Amounts are in accounting currency.
    """

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="credit_blocking_rules", verbose_name=_("company")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=10)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("what it looks at"), max_length=16, choices=BlockingKind)
    threshold = AmountField(
        _("above"), null=True, blank=True, help_text=_("Days, an amount in accounting currency, or a percentage.")
    )
    customer_group = models.ForeignKey(
        CustomerGroup,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("customer group"),
        help_text=_("Empty: all customers."),
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("credit blocking rule")
        verbose_name_plural = _("credit blocking rules")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "name"], name="credit_blocking_rule_name"),
            CompanyForeignKey(field="customer_group", to="customers.CustomerGroup", name="credit_blocking_rule_group"),
            models.CheckConstraint(
                condition=~models.Q(kind__in=WITH_THRESHOLD)
                | models.Q(threshold__isnull=False, threshold__gte=0, threshold__lt=10**18),
                name="credit_blocking_rule_threshold",
                violation_error_message=_("This kind of rule needs a number that is not below zero."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@keep_history
class CreditExclusionRule(models.Model):
    """Orders that no blocking rule puts on hold: those that meet all that it says. A limit counts for them too."""

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="credit_exclusion_rules", verbose_name=_("company")
    )
    name = models.CharField(_("name"), max_length=80)
    order_amount_below = AmountField(
        _("order amount below"), null=True, blank=True, help_text=_("In accounting currency, with tax.")
    )
    customer_group = models.ForeignKey(
        CustomerGroup,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("customer group"),
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("credit exclusion rule")
        verbose_name_plural = _("credit exclusion rules")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "name"], name="credit_exclusion_rule_name"),
            CompanyForeignKey(field="customer_group", to="customers.CustomerGroup", name="credit_exclusion_rule_group"),
            models.CheckConstraint(
                condition=models.Q(order_amount_below__isnull=False) | models.Q(customer_group__isnull=False),
                name="credit_exclusion_rule_says_something",
                violation_error_message=_("Name an amount or a customer group."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class HoldState(models.TextChoices):
    """What became of a hold."""

    WAITING = "waiting", _("On hold")
    RELEASED = "released", _("Released")
    REJECTED = "rejected", _("Rejected")
    LIFTED = "lifted", _("Lifted")


class DecidedHoldStays(pgtrigger.Trigger):
    """A hold that is decided about stays as it is: the order is put on hold anew."""

    name = "decided_hold_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    func = """
        IF OLD.state <> 'waiting' OR TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'arclose: a credit hold that is decided about never changes'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    """


class CreditHold(models.Model):
    """An order that waits for a controller: which update was blocked, why, and the figures of that moment.

    ``parameters`` are those of the run that was blocked, as it was stored, beside its quantity; None where they were
    not kept, or a person put the order on hold.
    ``refusals`` are (code, facts) of which :mod:`customers.refusals` makes the words; ``amount`` is that of the order,
    in accounting currency, with tax. One that is not forced is lifted when the order passes a later check. A release
    is valid for orders dated until its day, or posted with a date until it, up to the amount it was given for.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="credit_holds")
    order = models.ForeignKey(SalesOrder, models.PROTECT, related_name="credit_holds", db_constraint=False)
    state = models.CharField(_("state"), max_length=8, choices=HoldState, default=HoldState.WAITING)
    update = models.CharField(max_length=40, blank=True, db_collation="C")
    quantity = models.CharField(max_length=12, choices=Quantity, default=Quantity.ALL)
    parameters = models.JSONField(null=True)
    is_forced = models.BooleanField(_("forced"), default=False)
    refusals = models.JSONField(default=list)
    amount = AmountField(_("amount"), default=0)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("tried or held by")
    )
    held_at = models.DateTimeField(_("since"), db_default=Now(), editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decision_reason = models.CharField(_("why"), max_length=200, blank=True)
    is_own_work = models.BooleanField(default=False)
    valid_until = models.DateField(_("valid until"), null=True)

    class Meta:
        verbose_name = _("credit hold")
        verbose_name_plural = _("credit holds")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["order"], condition=models.Q(state="waiting"), name="credit_hold_waits_once"
            ),
            CompanyForeignKey(field="order", to="customers.SalesOrder", name="credit_hold_order"),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "lifted"])
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="credit_hold_says_who_decided",
            ),
        ]
        indexes = [models.Index(fields=["company", "state", "-id"], name="credit_hold_newest_idx")]
        triggers = [DecidedHoldStays()]

    def __str__(self) -> str:
        return str(self.order)
