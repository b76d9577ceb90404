"""What is charged beside the lines of an order: freight, fees, packing, small orders."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.fields import AmountField
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company, LedgerAccount
from arclose.ledger.models.accounts import refuse_control_accounts
from customers.models.items import ItemType
from customers.models.sales_orders import SalesOrder, SalesOrderLine
from customers.models.sales_tax import ItemTaxGroup


@keep_history
class ChargeCode(models.Model):
    """A kind of charge: where it is posted, how it is taxed, and what it usually comes to.

    ``value`` is an amount in the currency of the order, or a percentage of the lines it is of. Tax rows count it as
    goods or as a service: freight is taxed, and listed, as what it goes along with.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="charge_codes", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=80)
    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("ledger account")
    )
    item_tax_group = models.ForeignKey(
        ItemTaxGroup, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("item tax group")
    )
    item_type = models.CharField(_("taxed as"), max_length=10, choices=ItemType, default=ItemType.GOODS)
    is_percent = models.BooleanField(
        _("percentage"), default=False, help_text=_("Of the lines less their discounts. Otherwise a fixed amount.")
    )
    value = AmountField(_("amount or percentage"), default=Decimal(0))

    class Meta:
        verbose_name = _("charge code")
        verbose_name_plural = _("charge codes")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="charge_code_code"),
            company_key("charge_code_company_key"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="charge_code_account"),
            CompanyForeignKey(field="item_tax_group", to="customers.ItemTaxGroup", name="charge_code_tax_group"),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """Refuse accounts that only a subledger posts to.

        :raises ValidationError: naming each such field.
        """
        refuse_control_accounts(self)


class OrderCharge(models.Model):
    """A charge on an order, or on one of its lines.

    A fixed amount is on the first invoice that takes something of its order or line, whole; a percentage on each, of
    what that takes. Its sign is that of the invoice: below zero on a returned order. One of nothing is shown as any
    other, and posts nothing. One that was taken away stands only for an invoice, undone since, that names it.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    order = models.ForeignKey(SalesOrder, models.CASCADE, related_name="charges", db_constraint=False)
    order_line = models.ForeignKey(
        SalesOrderLine, models.CASCADE, related_name="charges", null=True, blank=True, db_constraint=False
    )
    charge_code = models.ForeignKey(ChargeCode, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    is_percent = models.BooleanField(_("percentage"))
    value = AmountField(_("amount or percentage"))
    is_taken_away = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name = _("charge on an order")
        verbose_name_plural = _("charges on orders")
        constraints: ClassVar[Any] = [
            company_key("order_charge_company_key"),
            CompanyForeignKey(field="order", to="customers.SalesOrder", name="order_charge_order"),
            CompanyForeignKey(field="order_line", to="customers.SalesOrderLine", name="order_charge_line"),
            CompanyForeignKey(field="charge_code", to="customers.ChargeCode", name="order_charge_code"),
            # NaN is larger than every number.
            models.CheckConstraint(
                condition=models.Q(value__lt=Decimal(10) ** 15, value__gt=-(Decimal(10) ** 15)),
                name="order_charge_is_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(is_taken_away=False) | models.Q(value=0), name="order_charge_taken_away_is_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.charge_code_id}"
