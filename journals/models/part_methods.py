"""How parts of what was split are to be paid."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.document_guards import EntersOpenPosting
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company
from customers.models import CustomerTransaction
from journals.models.methods import MethodOfPayment

_POSTINGS = (
    "SELECT DISTINCT t.posting_id FROM new_rows r"
    " JOIN public.customers_customertransaction t ON t.id = r.transaction_id"
)


class PartMethod(models.Model):
    """How a part of what was split is to be paid, where that is not as its document is.

    ``is_sealed``: the digest of its posting covers it, as of all but those from before any did.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    transaction = models.OneToOneField(
        CustomerTransaction, models.PROTECT, related_name="own_method", db_constraint=False
    )
    method = models.ForeignKey(MethodOfPayment, models.PROTECT, related_name="+", db_constraint=False)
    is_sealed = models.BooleanField(default=True, db_default=True)

    class Meta:
        verbose_name = _("method of payment of a part")
        verbose_name_plural = _("methods of payment of parts")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="transaction", to="customers.CustomerTransaction", name="part_method_transaction"),
            CompanyForeignKey(field="method", to="journals.MethodOfPayment", name="part_method_method"),
        ]
        triggers = [NeverChanges(), EntersOpenPosting(postings=_POSTINGS)]

    def __str__(self) -> str:
        return f"{self.transaction_id}: {self.method_id}"
