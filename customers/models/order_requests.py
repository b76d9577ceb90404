"""Which order a form made: what makes a form sent twice have one effect."""

from typing import Any, ClassVar

from django.db import models

from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.models import Company
from customers.models.sales_orders import SalesOrder


class OrderRequest(models.Model):
    """The business key under which an order was entered, with the digest of what was asked for then."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80, db_collation="C")
    fingerprint = models.CharField(max_length=64)
    order = models.OneToOneField(SalesOrder, models.CASCADE, related_name="request", db_constraint=False)

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "key"], name="order_request_key"),
            CompanyForeignKey(field="order", to="customers.SalesOrder", name="order_request_order"),
        ]

    def __str__(self) -> str:
        return self.key
