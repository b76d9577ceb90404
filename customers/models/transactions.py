"""The subledger: what customers owe, how it was settled, and what is open today."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.document_guards import EntersOpenPosting
from arclose.ledger.fields import AmountField
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company, Currency, FiscalPeriod, LedgerAccount, Posting, Voucher
from customers.models.customers import Customer
from customers.models.invoices import Invoice

# A transaction enters the period of its voucher, whose own guard looks at it. One taken over keeps its own date.
_BESIDE_ITS_VOUCHER = (
    "SELECT 1 FROM new_rows t JOIN public.ledger_voucher v ON v.id = t.voucher_id WHERE v.posting_id <> t.posting_id"
    " OR t.transaction_type <> 'opening' AND v.posting_date <> t.transaction_date"
    " OR t.transaction_date > v.posting_date"
)


class TransactionType(models.TextChoices):
    """What a customer transaction comes from."""

    INVOICE = "invoice", _("invoice")
    CREDIT_NOTE = "credit_note", _("credit note")
    OPENING = "opening", _("opening transaction")
    PAYMENT = "payment", _("payment")
    JOURNAL = "journal", _("general journal")
    CASH_DISCOUNT = "cash_discount", _("cash discount")
    PENNY_DIFFERENCE = "penny_difference", _("penny difference")
    OVER_UNDERPAYMENT = "over_underpayment", _("over- or underpayment")
    WRITE_OFF = "write_off", _("write-off")
    EXCHANGE = "exchange", _("currency exchange")
    INTEREST_NOTE = "interest_note", _("interest note")
    COLLECTION_LETTER = "collection_letter", _("collection letter")
    PAYMENT_FEE = "payment_fee", _("payment fee")
    REORGANIZED = "reorganized", _("part of a document")
    INTERCOMPANY = "intercompany", _("paid across companies")
    BILL = "bill", _("bill of exchange")
    BILL_LIABILITY = "bill_liability", _("liability for discount")
    RETURNED_BILL = "returned_bill", _("bill given up")


# What only the journals of bills settle: a bill, and what a bank advanced on it.
KEPT_BY_BILLS = (TransactionType.BILL, TransactionType.BILL_LIABILITY)


class CustomerTransaction(models.Model):
    """One amount a customer owes (above zero) or is owed (below zero), never changed.

    ``opening_adjustment_amount`` is the adjustment, in accounting currency, that stood on it when it was taken over
    from another program: it came into the control account with it, beside the original accounting amount. It stores
    the control account it was posted to, so subledger and ledger stay comparable whatever the set-up becomes.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+", db_constraint=False)
    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="customer_transactions", db_constraint=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="transactions", db_constraint=False, db_index=False
    )
    invoice = models.OneToOneField(
        Invoice, models.PROTECT, related_name="customer_transaction", null=True, db_constraint=False
    )
    transaction_type = models.CharField(_("type"), max_length=20, choices=TransactionType)
    document_number = models.CharField(_("document"), max_length=40, db_collation="C")
    transaction_date = models.DateField(_("date"))
    due_date = models.DateField(_("due date"))
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    transaction_currency_amount = AmountField(_("amount in transaction currency"))
    accounting_currency_amount = AmountField(_("amount in accounting currency"))
    opening_adjustment_amount = AmountField(default=0, db_default=0)
    control_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        verbose_name = _("customer transaction")
        verbose_name_plural = _("customer transactions")
        constraints: ClassVar[Any] = [
            company_key("customer_transaction_company_key"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="customer_transaction_posting"),
            CompanyForeignKey(field="voucher", to="ledger.Voucher", name="customer_transaction_voucher"),
            CompanyForeignKey(field="customer", to="customers.Customer", name="customer_transaction_customer"),
            CompanyForeignKey(field="invoice", to="customers.Invoice", name="customer_transaction_invoice"),
            CompanyForeignKey(field="control_account", to="ledger.LedgerAccount", name="customer_transaction_account"),
            models.CheckConstraint(
                condition=models.Q(transaction_currency_amount__lt=10**18, accounting_currency_amount__lt=10**18),
                name="customer_transaction_is_a_number",
            ),
            # What was taken over is taken over once, from whichever file.
            models.UniqueConstraint(
                fields=["company", "customer", "document_number"],
                condition=models.Q(transaction_type="opening"),
                name="opening_transaction_once",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "due_date"], name="customer_transaction_due_idx"),
            models.Index(fields=["company", "transaction_date"], name="customer_transaction_date_idx"),
            models.Index(fields=["company", "document_number"], name="customer_transaction_no_idx"),
            # Credit notes are few among invoices.
            models.Index(
                fields=["company", "transaction_date"],
                condition=~models.Q(transaction_type="invoice"),
                name="customer_transaction_other_idx",
            ),
        ]
        triggers = [NeverChanges(), EntersOpenPosting(strays=_BESIDE_ITS_VOUCHER)]

    def __str__(self) -> str:
        return self.document_number


class OpenTransaction(models.Model):
    """What is open today of a customer transaction: gone when nothing is left.

    Written only by posting and settlement, and proved against the settlements by a probe. The standing
    adjustment is what revaluation has added to the accounting value, in accounting currency. ``adjusted_amount`` is
    what stood when the last revaluation was posted and ``adjusted_open_amount`` what was open then, of which a
    settlement takes its share back: from ``adjustment_account``, against ``adjustment_offset_account``, not before
    ``adjustment_date``. Without a date, what stands is what the transaction was taken over with. A posted revaluation
    does not write the row: what its lines adjusted since ``taken_in``, the last line that the row has taken in, counts
    beside it until the row is locked (customers.sql.standing). ``is_liability``: what a bank advanced on a bill, which
    the customer neither owes nor is owed.
    """

    transaction = models.OneToOneField(
        CustomerTransaction, models.PROTECT, related_name="open", primary_key=True, db_constraint=False
    )
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="open_transactions", db_constraint=False)
    due_date = models.DateField(_("due date"))
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    transaction_currency_amount = AmountField(_("open amount in transaction currency"))
    accounting_currency_amount = AmountField(_("open amount in accounting currency"))
    standing_adjustment_amount = AmountField(default=0)
    adjusted_amount = AmountField(null=True)
    adjusted_open_amount = AmountField(null=True)
    adjustment_date = models.DateField(null=True)
    adjustment_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    adjustment_offset_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    taken_in = models.BigIntegerField(null=True)
    is_liability = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name = _("open transaction")
        verbose_name_plural = _("open transactions")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(
                field="adjustment_account", to="ledger.LedgerAccount", name="open_transaction_adjustment_account"
            ),
            CompanyForeignKey(
                field="adjustment_offset_account", to="ledger.LedgerAccount", name="open_transaction_offset_account"
            ),
        ]
        indexes = [
            models.Index(fields=["company", "due_date"], name="open_transaction_due_idx"),
            models.Index(
                fields=["customer"],
                condition=~models.Q(standing_adjustment_amount=0),
                name="open_transaction_adjusted_idx",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transaction_id}"


class Settlement(models.Model):
    """On a date, an amount of a debit transaction and of a credit transaction cancel each other out.

    ``transaction_currency_amount`` is above zero; a reversal is a row of its own below zero.
    ``debit_accounting_amount`` is what leaves the debit side and ``credit_accounting_amount`` what leaves
    the credit side, both with the sign of the settlement; ``debit_adjustment_amount`` and
    ``credit_adjustment_amount`` likewise are the shares of what stood on them as adjustments. Where the sides
    differ, a voucher holds the difference.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="settlements", db_constraint=False)
    settlement_date = models.DateField(_("date"))
    debit_transaction = models.ForeignKey(
        CustomerTransaction, models.PROTECT, related_name="settlements_as_debit", db_constraint=False
    )
    credit_transaction = models.ForeignKey(
        CustomerTransaction, models.PROTECT, related_name="settlements_as_credit", db_constraint=False
    )
    transaction_currency_amount = AmountField(_("settled amount"))
    debit_accounting_amount = AmountField()
    credit_accounting_amount = AmountField()
    debit_adjustment_amount = AmountField(default=0, db_default=0)
    credit_adjustment_amount = AmountField(default=0, db_default=0)
    reversal_of = models.OneToOneField(
        "self", models.PROTECT, related_name="reversed_by", null=True, db_constraint=False
    )

    class Meta:
        verbose_name = _("settlement")
        verbose_name_plural = _("settlements")
        constraints: ClassVar[Any] = [
            company_key("settlement_company_key"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="settlement_posting"),
            CompanyForeignKey(
                field="debit_transaction", to="customers.CustomerTransaction", name="settlement_debit_transaction"
            ),
            CompanyForeignKey(
                field="credit_transaction", to="customers.CustomerTransaction", name="settlement_credit_transaction"
            ),
            CompanyForeignKey(field="reversal_of", to="customers.Settlement", name="settlement_reversal_of"),
        ]
        indexes = [
            models.Index(fields=["company", "settlement_date"], name="settlement_date_idx"),
            # What was taken back is little, and asked for by itself.
            models.Index(
                fields=["company", "settlement_date"],
                condition=models.Q(transaction_currency_amount__lt=0),
                name="settlement_taken_back_idx",
            ),
        ]
        triggers = [
            NeverChanges(),
            EntersOpenPosting(days="SELECT DISTINCT company_id, settlement_date FROM new_rows"),
        ]

    def __str__(self) -> str:
        return f"{self.debit_transaction_id} - {self.credit_transaction_id}"


class SubledgerBalance(models.Model):
    """What the customer transactions and settlements of a control account add up to, per period and currency.

    Kept by posting and settlement from the subledger's own rows, so that comparing it with the ledger's
    kept balance compares two independent sums; both are proved by probes.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    period = models.ForeignKey(FiscalPeriod, models.PROTECT, related_name="+", db_constraint=False)
    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    transaction_currency_amount = AmountField()
    accounting_currency_amount = AmountField()

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "account", "currency", "period"], name="subledger_balance_once"),
            CompanyForeignKey(field="period", to="ledger.FiscalPeriod", name="subledger_balance_period"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="subledger_balance_account"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.accounting_currency_amount}"
