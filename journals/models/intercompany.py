"""Centralized payments: which companies settle for each other, and what a payment of one settles in another."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.document_guards import EntersOpenPosting
from arclose.ledger.fields import AmountField, UnitsField
from arclose.ledger.guards import NeverChanges
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company, Currency, LedgerAccount, Posting
from arclose.ledger.models.accounts import AccountType, refuse_control_accounts
from arclose.ledger.models.vouchers import PostingType
from customers.models import Customer
from journals.intercompany.guards import IntercompanyPaymentStays
from journals.models.payments import Payment

_BALANCE_SHEET = (AccountType.ASSET, AccountType.LIABILITY)


@keep_history
class IntercompanyRelation(models.Model):
    """That a company settles with another one, and on which of its own accounts it keeps what they owe each other.

    Payments go across only where each of the two has such a row for the other.
    """

    company = models.ForeignKey(
        Company,
        models.PROTECT,
        related_name="intercompany_relations",
        db_index=False,
        verbose_name=_("company"),
    )
    partner = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("other company"))
    due_to_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("due-to account")
    )
    due_from_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("due-from account")
    )
    is_active = models.BooleanField(_("active"), default=True, db_default=True)
    bears_results = models.BooleanField(
        _("bears cash discounts and exchange differences"), default=False, db_default=False
    )

    class Meta:
        verbose_name = _("intercompany relation")
        verbose_name_plural = _("intercompany relations")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "partner"], name="intercompany_relation_once"),
            models.CheckConstraint(
                condition=~models.Q(company=models.F("partner")),
                name="intercompany_relation_of_two",
                violation_error_message=_("Choose another company: nobody owes themselves."),
            ),
            CompanyForeignKey(
                field="due_to_account", to="ledger.LedgerAccount", name="intercompany_relation_due_to_account"
            ),
            CompanyForeignKey(
                field="due_from_account", to="ledger.LedgerAccount", name="intercompany_relation_due_from_account"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} - {self.partner_id}"

    def clean(self) -> None:
        """Refuse accounts that only a subledger posts to, or that are no debt.

        :raises ValidationError: naming each such field.
        """
        refuse_control_accounts(self)
        accounts = {"due_to_account": self.due_to_account, "due_from_account": self.due_from_account}
        wrong = [name for name, account in accounts.items() if account.account_type not in _BALANCE_SHEET]
        if wrong:
            text = _("What companies owe each other stands on an account of the balance sheet.")
            raise ValidationError(dict.fromkeys(wrong, text))


@keep_history
class CustomerParty(models.Model):
    """Who a customer is in every company: customers of one party are the same person or firm."""

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name=_("company")
    )
    customer = models.OneToOneField(
        Customer, models.CASCADE, related_name="party", db_constraint=False, verbose_name=_("customer")
    )
    party = models.CharField(_("party"), max_length=20, db_collation="C")

    class Meta:
        verbose_name = _("party of a customer")
        verbose_name_plural = _("parties of customers")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="customer", to="customers.Customer", name="customer_party_customer"),
        ]
        indexes = [models.Index(fields=["party"], name="customer_party_idx")]

    def __str__(self) -> str:
        return self.party


class IntercompanyPayment(models.Model):
    """What a payment of one company settles for a customer of another: the link between the books of the two.

    ``company`` is that of the customer, ``paying_company`` the one that was paid; each key holds within its own
    company. ``amount`` is in the currency of the payment and with its sign: what the marks it holds in its company add
    up to, and ``on_account_amount``, which settles nothing and stays open there. What it marks may be owed in another
    currency, ``settled_currency``: then the marks add up to ``settled_amount`` of that, for which the amount is spent
    by an exchange. Posted, it stands in both: in the
    paying company beside the voucher of the payment, on ``paying_account``; in its own by a voucher of its own on
    ``account``, at the rate of that company, where ``transaction_units`` of the currency are worth
    ``accounting_units`` of the accounting currency.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("customer")
    )
    paying_company = models.ForeignKey(
        Company, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("paid company")
    )
    payment = models.ForeignKey(Payment, models.CASCADE, related_name="elsewhere", db_constraint=False, db_index=False)
    amount = AmountField(_("amount"))
    on_account_amount = AmountField(_("on account"), default=0, db_default=0)
    settled_currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", null=True, db_index=False)
    settled_amount = AmountField(_("settled"), null=True)
    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    paying_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    transaction_units = UnitsField(null=True)
    accounting_units = UnitsField(null=True)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+", null=True, db_constraint=False)

    class Meta:
        verbose_name = _("intercompany payment")
        verbose_name_plural = _("intercompany payments")
        constraints: ClassVar[Any] = [
            company_key("intercompany_payment_company_key"),
            models.UniqueConstraint(
                fields=["payment", "customer", "settled_currency"],
                nulls_distinct=False,
                name="intercompany_payment_of_currency_once",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_currency=None, settled_amount=None)
                | models.Q(
                    settled_currency__isnull=False,
                    settled_amount__gt=0,
                    settled_amount__lt=10**18,
                    amount__gt=0,
                    on_account_amount=0,
                ),
                name="intercompany_payment_across_is_received",
            ),
            CompanyForeignKey(field="customer", to="customers.Customer", name="intercompany_payment_customer"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="intercompany_payment_posting"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="intercompany_payment_account"),
            CompanyForeignKey(
                field="payment",
                to="journals.Payment",
                name="intercompany_payment_payment",
                company="paying_company",
            ),
            CompanyForeignKey(
                field="paying_account",
                to="ledger.LedgerAccount",
                name="intercompany_payment_paying_account",
                company="paying_company",
            ),
            models.CheckConstraint(
                condition=~models.Q(company=models.F("paying_company")), name="intercompany_payment_of_two"
            ),
            models.CheckConstraint(
                condition=~models.Q(amount=0) & models.Q(amount__lt=10**18), name="intercompany_payment_is_a_number"
            ),
            models.CheckConstraint(
                condition=models.Q(on_account_amount__lt=10**18), name="intercompany_payment_on_account_is_a_number"
            ),
            models.CheckConstraint(
                condition=models.Q(posting=None)
                | models.Q(account__isnull=False, paying_account__isnull=False, accounting_units__isnull=False),
                name="intercompany_payment_posted_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "-id"], name="intercompany_newest_idx"),
            # What waits is little among what was posted.
            models.Index(fields=["paying_company"], condition=models.Q(posting=None), name="intercompany_waiting_idx"),
        ]
        triggers = [IntercompanyPaymentStays()]

    def __str__(self) -> str:
        return f"IC-{self.pk}"


# What may be passed on: the sorts of entries by which the company of an invoice grants or realizes something.
PASSED_ON_TYPES = (PostingType.CASH_DISCOUNT, PostingType.REALIZED_GAIN, PostingType.REALIZED_LOSS)


class IntercompanyResult(models.Model):
    """What the company of the invoices passes on to the one that was paid: a cash discount, an exchange difference.

    ``amount`` is in ``currency``, the accounting currency of the company of the invoices, above zero where it was a
    cost there: what was posted to ``account`` of it on ``result_date`` goes to ``due_account``. In the paying company,
    where ``transaction_units`` of the currency are worth ``accounting_units`` of its own on that day, it goes from
    ``paying_due_account`` to ``paying_account``.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    paying_company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    part = models.ForeignKey(IntercompanyPayment, models.PROTECT, related_name="results", db_constraint=False)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+", db_constraint=False)
    posting_type = models.CharField(
        _("type"), max_length=30, choices=[(one.value, one.label) for one in PASSED_ON_TYPES]
    )
    result_date = models.DateField(_("date"))
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    amount = AmountField(_("amount"))
    transaction_units = UnitsField()
    accounting_units = UnitsField()
    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    due_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    paying_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    paying_due_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        verbose_name = _("passed on to the paid company")
        verbose_name_plural = _("passed on to the paid company")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["part", "result_date", "posting_type", "account"], name="intercompany_result_of_day_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(amount=0) & models.Q(amount__lt=10**18), name="intercompany_result_is_a_number"
            ),
            CompanyForeignKey(field="part", to="journals.IntercompanyPayment", name="intercompany_result_part"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="intercompany_result_posting"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="intercompany_result_account"),
            CompanyForeignKey(field="due_account", to="ledger.LedgerAccount", name="intercompany_result_due_account"),
            *(
                CompanyForeignKey(
                    field=field,
                    to="ledger.LedgerAccount",
                    name=f"intercompany_result_{field}",
                    company="paying_company",
                )
                for field in ("paying_account", "paying_due_account")
            ),
        ]
        triggers = [NeverChanges(), EntersOpenPosting()]

    def __str__(self) -> str:
        return f"{self.posting_type} {self.amount}"
