"""Where goods leave from, and what a company decides about selling."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import company_key
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company
from customers.models.credit import CreditLimitType, LimitExceeded


@keep_history
class Site(models.Model):
    """A place of the company that goods leave from: a warehouse or a shop."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="sites", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="site_code"),
            company_key("site_company_key"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@keep_history
class SalesParameters(models.Model):
    """What a company decides about selling; one without such a row takes the defaults."""

    company = models.OneToOneField(Company, models.PROTECT, related_name="sales_parameters", verbose_name=_("company"))
    posts_cost_of_goods = models.BooleanField(
        _("post the cost of goods"),
        default=False,
        help_text=_("Packing slips post the cost of what they deliver; the invoice takes that back and posts it sold."),
    )
    defers_revenue = models.BooleanField(
        _("defer revenue at delivery"),
        default=False,
        db_default=False,
        help_text=_(
            "Packing slips post what they deliver as not invoiced: revenue and sales tax, until the invoice takes that"
            " back."
        ),
    )
    credit_limit_type = models.CharField(
        _("credit limit type"),
        max_length=12,
        choices=CreditLimitType,
        default=CreditLimitType.BALANCE,
        db_default=CreditLimitType.BALANCE,
        help_text=_(
            "What counts against a credit limit. Packing slips and invoices are always checked; a confirmation or"
            " picking list may be posted with another type."
        ),
    )
    limit_exceeded = models.CharField(
        _("when a limit is exceeded"),
        max_length=7,
        choices=LimitExceeded,
        default=LimitExceeded.ERROR,
        db_default=LimitExceeded.ERROR,
    )
    checks_credit_at_entry = models.BooleanField(
        _("check credit when orders are entered or changed"), default=False, db_default=False
    )
    checks_credit_of_free_text = models.BooleanField(
        _("check credit of free text invoices"),
        default=True,
        db_default=True,
        help_text=_("They use the limit as invoices of orders do, but never go on the hold list."),
    )
    approves_free_text = models.BooleanField(
        _("free text invoices need approval"),
        default=False,
        db_default=False,
        help_text=_("They are posted when a controller who neither entered nor changed them has approved them."),
    )
    prepays_confirmed_orders = models.BooleanField(
        _("prepayment invoices require a confirmed order"), default=False, db_default=False
    )

    class Meta:
        verbose_name = _("sales parameters")
        verbose_name_plural = _("sales parameters")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
