"""How a company usually posts its orders: what the form of the four updates proposes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.history import keep_history
from arclose.ledger.models import Company


class Printing(models.TextChoices):
    """What becomes a PDF of the documents of an update."""

    NONE = "none", _("Nothing")
    CURRENT = "current", _("Each document by itself")
    AFTER = "after", _("All documents in one, sorted")


class SummaryUpdate(models.TextChoices):
    """Which orders of a run share a document."""

    NONE = "none", _("None: a document for each order")
    INVOICE_ACCOUNT = "invoice_account", _("Invoice account")
    ORDER = "order", _("Order")
    AUTOMATIC = "automatic", _("Automatic: as the customer has it")
    PACKING_SLIP = "packing_slip", _("Packing slip")


class PrepaymentDeduction(models.TextChoices):
    """What invoices deduct of what was prepaid of their orders."""

    ALL = "all", _("As much as the invoice comes to")
    IN_PROPORTION = "in_proportion", _("In proportion to what is invoiced")
    NONE = "none", _("Nothing")


@keep_history
class UpdateDefaults(models.Model):
    """What the form of the four updates proposes in a company; one without such a row takes the defaults."""

    company = models.OneToOneField(Company, models.PROTECT, related_name="update_defaults", verbose_name=_("company"))
    reduce_quantity = models.BooleanField(
        _("reduce quantity"),
        default=False,
        help_text=_("Picking lists and packing slips take no more than is on hand; what is cut stays on the order."),
    )
    credit_correction = models.BooleanField(
        _("credit correction"),
        default=False,
        help_text=_(
            "The entries of credit notes, and of corrections of packing slips, are shown on the side of what they take"
            " back, with a minus."
        ),
    )
    credit_remaining_quantity = models.BooleanField(
        _("keep the remaining quantity"),
        default=True,
        help_text=_("What a credit note leaves of a returned order stays on it. Otherwise it is set to zero."),
    )
    printing = models.CharField(
        _("print"), max_length=10, choices=Printing, default=Printing.NONE, help_text=_("As PDF, to download.")
    )
    emailing = models.BooleanField(
        _("e-mail"),
        default=False,
        db_default=False,
        help_text=_("Invoices and confirmations go by e-mail to customers who want their documents so."),
    )
    summary = models.CharField(
        _("summary update for"),
        max_length=15,
        choices=SummaryUpdate,
        default=SummaryUpdate.NONE,
        db_default=SummaryUpdate.NONE,
        help_text=_("Which orders that are posted together share a document."),
    )
    separates_customers = models.BooleanField(
        _("a summary is of one customer"),
        default=False,
        db_default=False,
        help_text=_("Orders of several customers with one invoice account do not share a document."),
    )
    separates_references = models.BooleanField(
        _("a summary has one customer reference"), default=False, db_default=False
    )
    separates_addresses = models.BooleanField(
        _("an invoice is of one delivery address"),
        default=False,
        db_default=False,
        help_text=_("Lines to different addresses are invoiced separately, those of one order too."),
    )
    separates_sites = models.BooleanField(
        _("an invoice is of one site"),
        default=False,
        db_default=False,
        help_text=_("Lines from different sites are invoiced separately, those of one order too."),
    )

    class Meta:
        verbose_name = _("defaults of order updates")
        verbose_name_plural = _("defaults of order updates")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
