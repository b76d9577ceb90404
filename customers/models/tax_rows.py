"""The columns of tax rows that stand beside those of invoices."""

from django.db import models

from arclose.ledger.fields import AmountField
from arclose.ledger.models import Currency, VatRegistration
from customers.models.items import ItemType
from customers.models.sales_tax import TaxCode, TaxKind


class TaxRowBeside(models.Model):
    """Base and tax of one tax code and rate in a document that is no invoice, in the columns of invoices' tax rows.

    A VAT return and an EC sales list add it to those, in the period of its own tax point.
    """

    number = models.SmallIntegerField()
    tax_code = models.ForeignKey(TaxCode, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    tax_kind = models.CharField(max_length=20, choices=TaxKind)
    tax_percent = models.DecimalField(max_digits=6, decimal_places=3)
    item_type = models.CharField(max_length=10, choices=ItemType)
    delivery_country = models.CharField(max_length=2, db_collation="C")
    vat_number = models.CharField(max_length=20, blank=True)
    is_listed = models.BooleanField(default=True, db_default=True)
    tax_point_date = models.DateField()
    transaction_currency_base_amount = AmountField()
    transaction_currency_tax_amount = AmountField()
    accounting_currency_base_amount = AmountField()
    accounting_currency_tax_amount = AmountField()
    registration = models.ForeignKey(
        VatRegistration, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    registration_currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", null=True, db_index=False)
    registration_currency_base_amount = AmountField(null=True)
    registration_currency_tax_amount = AmountField(null=True)

    class Meta:
        abstract = True
