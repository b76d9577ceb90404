"""What moved from a bridging account to the bank account: a clearing, and the vouchers that it cleared."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.document_guards import EntersOpenPosting
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company, Posting, Voucher
from journals.models.bank_statements import BankStatementLine
from journals.models.banks import BankAccount

_OF_CLEARINGS = (
    "SELECT DISTINCT c.posting_id FROM new_rows r JOIN public.journals_bridgeclearing c ON c.id = r.clearing_id"
)


class BridgeClearing(models.Model):
    """Payments that were seen on a bank account: what of them stood on bridging accounts stands there from this day on.

    ``bank_line`` is the line of the bank statement on which they were seen, where one was named.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    bank_account = models.ForeignKey(
        BankAccount, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("bank account")
    )
    clearing_date = models.DateField(_("date"))
    text = models.CharField(_("text"), max_length=200, blank=True)
    bank_line = models.ForeignKey(
        BankStatementLine,
        models.PROTECT,
        related_name="clearings",
        null=True,
        db_constraint=False,
        verbose_name=_("line of a bank statement"),
    )
    posting = models.OneToOneField(Posting, models.PROTECT, related_name="+", db_constraint=False)

    class Meta:
        verbose_name = _("clearing of bridged payments")
        verbose_name_plural = _("clearings of bridged payments")
        constraints: ClassVar[Any] = [
            company_key("bridge_clearing_company_key"),
            CompanyForeignKey(field="bank_account", to="journals.BankAccount", name="bridge_clearing_bank_account"),
            CompanyForeignKey(field="bank_line", to="journals.BankStatementLine", name="bridge_clearing_bank_line"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="bridge_clearing_posting"),
        ]
        triggers = [NeverChanges(), EntersOpenPosting(days="SELECT DISTINCT company_id, clearing_date FROM new_rows")]

    def __str__(self) -> str:
        return f"BC-{self.pk}"


class BridgedVoucher(models.Model):
    """A voucher whose entries on bridging accounts a clearing moved: that of a payment, or of one taken back."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    clearing = models.ForeignKey(BridgeClearing, models.PROTECT, related_name="vouchers", db_constraint=False)
    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="bridge_clearings", db_constraint=False)

    class Meta:
        verbose_name = _("bridged voucher")
        verbose_name_plural = _("bridged vouchers")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["clearing", "voucher"], name="bridged_voucher_once"),
            CompanyForeignKey(field="clearing", to="journals.BridgeClearing", name="bridged_voucher_clearing"),
            CompanyForeignKey(field="voucher", to="ledger.Voucher", name="bridged_voucher_voucher"),
        ]
        triggers = [NeverChanges(), EntersOpenPosting(postings=_OF_CLEARINGS)]

    def __str__(self) -> str:
        return f"{self.clearing_id}: {self.voucher_id}"
