"""Registration of customers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    """Customers, orders, invoices and what is open."""

    name = "customers"
    verbose_name = _("Customers")
