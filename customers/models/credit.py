"""What a company decides about credit: how far its check reaches, and limits that several customers share."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import company_key
from arclose.ledger.fields import AmountField
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company


class CreditLimitType(models.TextChoices):
    """What counts against a credit limit, each with all of the one before it."""

    NONE = "none", _("None")
    BALANCE = "balance", _("Balance")
    PACKING_SLIP = "packing_slip", _("Balance and packing slips")
    ALL = "all", _("Balance and all orders")


class LimitExceeded(models.TextChoices):
    """What happens to an order that exceeds a limit."""

    WARNING = "warning", _("Warning: it goes on")
    ERROR = "error", _("Error: it is left out")


@keep_history
class CreditGroup(models.Model):
    """Customers that share a credit limit, such as the companies of a group; in accounting currency.

    The limit of the group is looked at before that of the customer: the lower one counts. Without one there is none.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="credit_groups", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=80)
    credit_limit_amount = AmountField(
        _("credit limit"), null=True, blank=True, help_text=_("In accounting currency. Empty: none.")
    )

    class Meta:
        verbose_name = _("credit group")
        verbose_name_plural = _("credit groups")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="credit_group_code"),
            company_key("credit_group_company_key"),
            models.CheckConstraint(
                condition=models.Q(credit_limit_amount__isnull=True)
                | models.Q(credit_limit_amount__gte=0, credit_limit_amount__lt=10**18),
                name="credit_group_limit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
