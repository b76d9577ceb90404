"""Goods or service: what a free text line is by its item tax group, and where that and what was typed differ."""

from collections.abc import Iterator

from django.db.models import Q

from customers.models import FreeTextInvoice, FreeTextLine, ItemTaxGroup, TaxRule
from customers.models.items import ItemType
from customers.models.sales_tax import LISTED_AS_GOODS, TaxKind


def usual_type(group: ItemTaxGroup) -> ItemType:
    """Give the type of a line where none is typed: goods where EC sales lists would take its group for goods."""
    of_goods = TaxRule.objects.filter(item_tax_group=group, tax_code__kind__in=LISTED_AS_GOODS)
    return ItemType.GOODS if of_goods.exists() else ItemType.SERVICE


def lines_listed_otherwise(document: FreeTextInvoice) -> Iterator[tuple[FreeTextLine, TaxRule]]:
    """Give the lines of one type that an EC sales list would take for the other, each with the rule that says so.

    Charges are left out: the freight of goods is taxed as they are.
    """
    as_goods, as_service = Q(tax_code__kind__in=LISTED_AS_GOODS), Q(tax_code__kind=TaxKind.EU_SERVICE)
    rules = TaxRule.objects.filter(as_goods | as_service, tax_group=document.tax_group_id).select_related("tax_code")
    of_group = {rule.item_tax_group_id: rule for rule in rules}
    for line in document.lines.filter(charge_code=None).order_by("line_number"):
        rule = of_group.get(line.item_tax_group_id)
        if rule and (rule.tax_code.kind in LISTED_AS_GOODS) != (line.item_type == ItemType.GOODS):
            yield line, rule
