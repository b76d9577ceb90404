"""What is sold."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.countries import CountryField
from arclose.ledger.fields import AmountField
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company, LedgerAccount
from arclose.ledger.models.accounts import refuse_control_accounts


class ItemType(models.TextChoices):
    """Goods or service: a tax authority lists them apart."""

    GOODS = "goods", _("goods")
    SERVICE = "service", _("service")


def _optional_account(verbose_name: Any) -> Any:
    """Give a field for an account that is needed only where the company posts what it is for."""
    return models.ForeignKey(
        LedgerAccount,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=verbose_name,
    )


@keep_history
class ItemGroup(models.Model):
    """Items that post alike.

    Without a discount account the discount lowers the revenue; with one the revenue is gross and the
    discount a debit of its own. The accounts for the cost of goods, and those for revenue that deliveries defer, are
    used where the company posts these.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="item_groups", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=80)
    revenue_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("revenue account")
    )
    line_discount_account = models.ForeignKey(
        LedgerAccount,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("line discount account"),
    )
    total_discount_account = models.ForeignKey(
        LedgerAccount,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("total discount account"),
    )

    cost_of_goods_delivered_account = _optional_account(_("cost of goods, delivered"))
    units_delivered_account = _optional_account(_("cost of units, delivered"))
    cost_of_goods_sold_account = _optional_account(_("cost of goods, sold"))
    inventory_account = _optional_account(_("inventory"))
    deferred_revenue_offset_account = _optional_account(_("deferred revenue offset"))
    deferred_revenue_account = _optional_account(_("deferred revenue"))
    deferred_sales_tax_account = _optional_account(_("deferred sales tax"))

    class Meta:
        verbose_name = _("item group")
        verbose_name_plural = _("item groups")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="item_group_code"),
            company_key("item_group_company_key"),
            CompanyForeignKey(field="revenue_account", to="ledger.LedgerAccount", name="item_group_revenue"),
            CompanyForeignKey(field="line_discount_account", to="ledger.LedgerAccount", name="item_group_line_disc"),
            CompanyForeignKey(field="total_discount_account", to="ledger.LedgerAccount", name="item_group_total_disc"),
            CompanyForeignKey(
                field="cost_of_goods_delivered_account", to="ledger.LedgerAccount", name="item_group_cost_delivered"
            ),
            CompanyForeignKey(
                field="units_delivered_account", to="ledger.LedgerAccount", name="item_group_units_delivered"
            ),
            CompanyForeignKey(
                field="cost_of_goods_sold_account", to="ledger.LedgerAccount", name="item_group_cost_sold"
            ),
            CompanyForeignKey(field="inventory_account", to="ledger.LedgerAccount", name="item_group_inventory"),
            CompanyForeignKey(
                field="deferred_revenue_offset_account", to="ledger.LedgerAccount", name="item_group_deferred_offset"
            ),
            CompanyForeignKey(
                field="deferred_revenue_account", to="ledger.LedgerAccount", name="item_group_deferred_revenue"
            ),
            CompanyForeignKey(
                field="deferred_sales_tax_account", to="ledger.LedgerAccount", name="item_group_deferred_tax"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """Refuse accounts that only a subledger posts to.

        :raises ValidationError: naming each such field.
        """
        refuse_control_accounts(self)


# The value of what of an order's lines ``l`` is confirmed and not picked, before the total discount: an aggregate per
# order, empty where nothing is. Services are not picked. Whether an item is goods is asked of lines that are behind.
UNPICKED = """sum((l.confirmed_quantity - l.picked_quantity) * l.unit_price * (1 - l.line_discount_percent / 100))
        FILTER (WHERE abs(l.confirmed_quantity) > abs(l.picked_quantity) AND EXISTS (
            SELECT 1 FROM public.customers_item i WHERE i.id = l.item_id AND i.item_type = 'goods'))"""


class KeepsWhatIsToPick(pgtrigger.Trigger):
    """Goods are picked and services are not: an item that becomes the other changes what orders wait for.

    Orders keep what of them is to be picked; the type may change by a form, a file or a statement. Every
    unfinished order with the item is locked first, so that a confirmation under way is not overwritten. Postings lock
    orders before items, and the item is locked already: it does not wait for them but fails, to be tried again.
    """

    name = "keeps_what_is_to_pick"
    level = pgtrigger.Row
    when = pgtrigger.After
    operation = pgtrigger.UpdateOf("item_type")
    condition = pgtrigger.Condition("OLD.item_type <> NEW.item_type")
    func = f"""
        PERFORM o.id FROM public.customers_salesorder o
        WHERE o.company_id = NEW.company_id AND o.status IN ('open', 'delivered') AND EXISTS (
            SELECT 1 FROM public.customers_salesorderline l WHERE l.order_id = o.id AND l.item_id = NEW.id)
        ORDER BY o.id FOR NO KEY UPDATE OF o NOWAIT;
        UPDATE public.customers_salesorder o SET unpicked_amount = (
            SELECT round({UNPICKED} * (1 - o.total_discount_percent / 100), c.decimals)
            FROM public.customers_salesorderline l JOIN public.ledger_currency c ON c.code = o.currency_id
            WHERE l.order_id = o.id GROUP BY c.decimals)
        WHERE o.company_id = NEW.company_id AND o.status IN ('open', 'delivered') AND EXISTS (
            SELECT 1 FROM public.customers_salesorderline l WHERE l.order_id = o.id AND l.item_id = NEW.id
                AND abs(l.confirmed_quantity) > abs(l.picked_quantity));
        RETURN NULL;
    """  # noqa: S608 (a part of ours)


@keep_history(but=["on_hand_quantity"])
class Item(models.Model):
    """An article or a service, with what customs and lists may ask of it."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="items", verbose_name=_("company"))
    number = models.CharField(_("number"), max_length=40, db_collation="C")
    name = models.CharField(_("name"), max_length=160)
    group = models.ForeignKey(
        ItemGroup, models.PROTECT, related_name="items", db_constraint=False, verbose_name=_("item group")
    )
    item_type = models.CharField(_("type"), max_length=10, choices=ItemType, default=ItemType.GOODS)
    item_tax_group = models.ForeignKey(
        "customers.ItemTaxGroup",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        verbose_name=_("item tax group"),
    )
    unit_price = models.DecimalField(_("price"), max_digits=20, decimal_places=6, default=0)
    standard_cost_amount = AmountField(_("standard cost"), default=0)
    on_hand_quantity = models.DecimalField(_("on hand"), max_digits=18, decimal_places=4, default=0)
    commodity_code = models.CharField(_("commodity code"), max_length=10, blank=True)
    net_mass_kilograms = models.DecimalField(_("net mass (kg)"), max_digits=12, decimal_places=4, null=True, blank=True)
    country_of_origin = CountryField(_("country of origin"), blank=True)
    is_blocked = models.BooleanField(_("blocked"), default=False)

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "number"], name="item_number"),
            company_key("item_company_key"),
            CompanyForeignKey(field="group", to="customers.ItemGroup", name="item_in_group"),
            CompanyForeignKey(field="item_tax_group", to="customers.ItemTaxGroup", name="item_tax_group_company"),
        ]
        triggers = [KeepsWhatIsToPick()]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
