"""Concessions: what closes a part of an open transaction without money, and what it means for sales tax."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.document_guards import EntersOpenPosting
from arclose.ledger.fields import AmountField, UnitsField
from arclose.ledger.guards import NeverChanges
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company, LedgerAccount, Posting, Voucher
from arclose.ledger.models.accounts import refuse_control_accounts
from customers.models.invoices import Invoice
from customers.models.tax_rows import TaxRowBeside
from customers.models.transactions import CustomerTransaction, TransactionType

_POSTINGS_OF_TAX_ROWS = (
    "SELECT DISTINCT coalesce(back.posting_id, c.posting_id)"
    " FROM (SELECT DISTINCT concession_id, taken_back_by_id FROM new_rows) r"
    " JOIN public.customers_concession c ON c.id = r.concession_id"
    " LEFT JOIN public.ledger_voucher back ON back.id = r.taken_back_by_id"
)
KINDS = [
    TransactionType.CASH_DISCOUNT,
    TransactionType.PENNY_DIFFERENCE,
    TransactionType.OVER_UNDERPAYMENT,
    TransactionType.WRITE_OFF,
]


@keep_history
class WriteOffReason(models.Model):
    """Why something is written off, and to which account."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="write_off_reasons", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=80)
    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("ledger account")
    )
    relieves_tax = models.BooleanField(
        _("with relief of sales tax"),
        default=False,
        help_text=_("The tax in what is written off goes back at the rates of the invoice."),
    )

    class Meta:
        verbose_name = _("reason of write-offs")
        verbose_name_plural = _("reasons of write-offs")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="write_off_reason_code"),
            company_key("write_off_reason_company_key"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="write_off_reason_account"),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """Refuse accounts that only a subledger posts to.

        :raises ValidationError: naming each such field.
        """
        refuse_control_accounts(self)


class Concession(models.Model):
    """What closes a part of an open transaction without money: a document with a voucher of its own.

    ``transaction`` is what it closes a part of, and ``amount`` how much, in its currency and with its sign; beside the
    voucher stands a customer transaction of the opposite amount, which settles with it in the same posting.
    ``tax_amount`` is the sales tax in it that goes back, at the exchange rate of the invoice; the rest is valued by
    ``transaction_units`` of the currency being worth ``accounting_units`` of the accounting currency, and posted to
    ``account``.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+", db_constraint=False)
    transaction = models.ForeignKey(
        CustomerTransaction, models.PROTECT, related_name="concessions", db_constraint=False
    )
    kind = models.CharField(_("type"), max_length=20, choices=[(kind.value, kind.label) for kind in KINDS])
    concession_date = models.DateField(_("date"))
    transaction_units = UnitsField()
    accounting_units = UnitsField()
    amount = AmountField(_("amount"))
    tax_amount = AmountField(_("tax"))
    accounting_currency_amount = AmountField()
    accounting_currency_tax_amount = AmountField()
    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    reason = models.ForeignKey(
        WriteOffReason, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )

    class Meta:
        verbose_name = _("concession")
        verbose_name_plural = _("concessions")
        constraints: ClassVar[Any] = [
            company_key("concession_company_key"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="concession_posting"),
            CompanyForeignKey(field="transaction", to="customers.CustomerTransaction", name="concession_transaction"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="concession_account"),
            CompanyForeignKey(field="reason", to="customers.WriteOffReason", name="concession_reason"),
            models.CheckConstraint(
                condition=~models.Q(amount=0) & models.Q(amount__lt=10**18), name="concession_is_a_number"
            ),
            models.CheckConstraint(
                condition=models.Q(kind=TransactionType.WRITE_OFF, reason__isnull=False)
                | (~models.Q(kind=TransactionType.WRITE_OFF) & models.Q(reason__isnull=True)),
                name="concession_write_off_has_reason",
            ),
        ]
        triggers = [
            NeverChanges(),
            EntersOpenPosting(days="SELECT DISTINCT company_id, concession_date FROM new_rows"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class ConcessionTaxRow(TaxRowBeside):
    """What a concession takes back of a tax row of its invoice: as such a row, below zero for a sale.

    A VAT return and an EC sales list add it to the rows of invoices, in the period of its own tax point. Where the
    concession is taken back, each row has its opposite, with the day and as ``taken_back_by`` the voucher of that.
    ``account`` is that of its base, where its tax code says another than the concession's, ``invoice`` whose tax row it
    reduces, where what is conceded on is of no invoice itself but stands for some.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    concession = models.ForeignKey(
        Concession, models.PROTECT, related_name="tax_rows", db_constraint=False, db_index=False
    )
    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    invoice = models.ForeignKey(
        Invoice, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    taken_back_by = models.ForeignKey(
        Voucher, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )

    class Meta:
        verbose_name = _("tax row of a concession")
        verbose_name_plural = _("tax rows of concessions")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["concession", "number"],
                condition=models.Q(taken_back_by=None),
                name="concession_tax_row_number",
            ),
            models.UniqueConstraint(
                fields=["concession", "number"],
                condition=models.Q(taken_back_by__isnull=False),
                name="concession_tax_row_taken_back_once",
            ),
            CompanyForeignKey(field="taken_back_by", to="ledger.Voucher", name="concession_tax_row_taken_back_by"),
            CompanyForeignKey(field="concession", to="customers.Concession", name="concession_tax_row_of"),
            CompanyForeignKey(field="tax_code", to="customers.TaxCode", name="concession_tax_row_code"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="concession_tax_row_account"),
            CompanyForeignKey(field="invoice", to="customers.Invoice", name="concession_tax_row_invoice"),
            CompanyForeignKey(
                field="registration", to="ledger.VatRegistration", name="concession_tax_row_registration"
            ),
        ]
        indexes = [models.Index(fields=["company", "tax_point_date"], name="concession_tax_row_date_idx")]
        triggers = [
            NeverChanges(),
            EntersOpenPosting(
                postings=_POSTINGS_OF_TAX_ROWS, days="SELECT DISTINCT company_id, tax_point_date FROM new_rows"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.concession_id}/{self.number}"
