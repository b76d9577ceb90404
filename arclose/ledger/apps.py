"""Registration of the general ledger."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """The general ledger."""

    name = "arclose.ledger"
    verbose_name = _("General ledger")
