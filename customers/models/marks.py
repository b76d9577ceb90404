"""Open transactions that a document will settle when it is posted."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.fields import AmountField
from arclose.ledger.models import Company, LedgerAccount
from customers.models.cash_discounts import DiscountUse
from customers.models.transactions import CustomerTransaction


class Mark(models.Model):
    """A hold of a document on an open transaction: nothing else settles it until the document is posted or lets go.

    ``amount`` is how much the holder itself settles of it, with the sign of the transaction; a cash discount that
    ``discount_use`` lets it take, and the rest where ``settles_fully`` is set, come on top; ``let_go_amount`` is how
    much that was when it was marked, the discount included, ``discount_date`` the day whose discount it is, where that
    is another than the holder's, ``discount_account`` where the discount goes, whatever its code says.
    ``is_in_doubt`` says that the holder will not settle it as things are, such as a payment that the bank rejected.
    ``document_type`` and ``document_id`` name the holder as vouchers name their document.
    A transaction has one holder at a time.
    """

    transaction = models.OneToOneField(
        CustomerTransaction, models.PROTECT, primary_key=True, related_name="mark", db_constraint=False
    )
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    document_type = models.CharField(max_length=30)
    document_id = models.BigIntegerField()
    amount = AmountField(_("marked amount"))
    discount_use = models.CharField(
        _("cash discount"),
        max_length=6,
        choices=DiscountUse,
        default=DiscountUse.NORMAL,
        db_default=DiscountUse.NORMAL,
    )
    discount_date = models.DateField(_("cash discount of the day"), null=True)
    discount_account = models.ForeignKey(
        LedgerAccount,
        models.PROTECT,
        related_name="+",
        null=True,
        db_constraint=False,
        db_index=False,
        verbose_name=_("account for cash discounts"),
    )
    settles_fully = models.BooleanField(_("full settlement"), default=False, db_default=False)
    is_in_doubt = models.BooleanField(_("in doubt"), default=False, db_default=False)
    let_go_amount = AmountField(_("let go"), null=True, blank=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    marked_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="transaction", to="customers.CustomerTransaction", name="mark_transaction"),
            CompanyForeignKey(field="discount_account", to="ledger.LedgerAccount", name="mark_discount_account"),
            models.CheckConstraint(
                condition=models.Q(amount__lt=10**18) & ~models.Q(amount=0), name="mark_is_a_number"
            ),
            models.CheckConstraint(
                condition=models.Q(settles_fully=True, let_go_amount__isnull=False)
                | models.Q(settles_fully=False, let_go_amount__isnull=True),
                name="mark_in_full_lets_an_amount_go",
            ),
        ]
        indexes = [models.Index(fields=["company", "document_type", "document_id"], name="mark_holder_idx")]

    def __str__(self) -> str:
        return f"{self.transaction_id} {self.amount}"
