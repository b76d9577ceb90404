"""What payments and bills of a method cost: how a fee is worked out, and the fees of one payment."""

from decimal import Decimal
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.fields import AmountField
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company, Currency, LedgerAccount
from arclose.ledger.models.accounts import refuse_control_accounts
from arclose.ledger.money import round_amount
from journals.guards import FeesOfPostedPaymentsStay
from journals.models.bill_setup import RemittanceType
from journals.models.methods import ON_PAPER, MethodOfPayment
from journals.models.payments import Payment

_LIMIT = Decimal(10) ** 18


class ChargedTo(models.TextChoices):
    """Who bears a fee."""

    CUSTOMER = "customer", _("the customer, who owes it")
    LEDGER = "ledger", _("the company, as a cost")


class FeeMethod(Func):
    """The method of a fee as a range of one, so that an exclusion constraint needs no extension."""

    template = "int8range(method_id, method_id, '[]')"

    def __init__(self) -> None:
        """Take nothing: it reads its own row."""
        super().__init__()


class FeeKind(Func):
    """Name and currency of a fee, as a range of one number: fees that share both stand for one another."""

    template = (
        "int8range(hashtext(name || ' ' || coalesce(currency_id, '')),"
        " hashtext(name || ' ' || coalesce(currency_id, '')), '[]')"
    )

    def __init__(self) -> None:
        """Take nothing: it reads its own row."""
        super().__init__()


class FeeRemittanceType(Func):
    """When a fee on bills is charged, as a range of one: fees of different types never stand for one another."""

    template = "int8range(hashtext(remittance_type), hashtext(remittance_type), '[]')"

    def __init__(self) -> None:
        """Take nothing: it reads its own row."""
        super().__init__()


class FeePayments(Func):
    """The payments that a fee holds for, from one amount up to, and without, another."""

    template = "numrange(from_amount, below_amount)"

    def __init__(self) -> None:
        """Take nothing: it reads its own row."""
        super().__init__()


class ComparedWhenSaved(ExclusionConstraint):
    """An exclusion that forms look after themselves: they compare rows as they are typed, not with those stored."""

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: what is stored may be replaced in the same form."""


@keep_history
class MethodFee(models.Model):
    """A fee on what is paid by a method: a percentage or an amount, in one currency or, where none is named, in any.

    It may hold for an interval of payments, from one amount up to, and without, another; fees of one name and currency
    then stand for one another.

    One that the customer bears is owed by them, and stands as revenue on ``account``; one of the company's is a cost
    there, and less arrives at the bank. Of a bill it is the customer's, when the bill is drawn; with a
    ``remittance_type`` when it is remitted so.
    """

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name=_("company")
    )
    method = models.ForeignKey(
        MethodOfPayment,
        models.CASCADE,
        related_name="fees",
        db_constraint=False,
        verbose_name=_("method of payment"),
    )
    name = models.CharField(_("name"), max_length=60)
    currency = models.ForeignKey(
        Currency, models.PROTECT, related_name="+", null=True, blank=True, db_index=False, verbose_name=_("currency")
    )
    charged_to = models.CharField(_("charged to"), max_length=8, choices=ChargedTo)
    remittance_type = models.CharField(
        _("remittance type"),
        max_length=10,
        choices=RemittanceType,
        default=RemittanceType.NONE,
        db_default=RemittanceType.NONE,
    )
    percent = models.DecimalField(_("percent"), max_digits=7, decimal_places=4, null=True, blank=True)
    amount = AmountField(_("amount"), null=True, blank=True)
    from_amount = AmountField(_("payments from"), null=True, blank=True)
    below_amount = AmountField(_("payments below"), null=True, blank=True)
    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("ledger account")
    )

    class Meta:
        verbose_name = _("payment fee")
        verbose_name_plural = _("payment fees")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["method", "currency", "name", "remittance_type", "from_amount"],
                nulls_distinct=False,
                name="method_fee_once",
            ),
            CompanyForeignKey(field="method", to="journals.MethodOfPayment", name="method_fee_method"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="method_fee_account"),
            # A border between two may be moved at once: they are compared when both are saved.
            ComparedWhenSaved(
                name="method_fees_never_overlap",
                expressions=[
                    (FeeMethod(), RangeOperators.OVERLAPS),
                    (FeeKind(), RangeOperators.OVERLAPS),
                    (FeeRemittanceType(), RangeOperators.OVERLAPS),
                    (FeePayments(), RangeOperators.OVERLAPS),
                ],
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lt=100, amount=None)
                | Q(percent=None, amount__gt=0, amount__lt=Decimal(10) ** 9),
                name="method_fee_is_one_of_two",
                violation_error_message=_("Enter a percentage below 100, or an amount above zero."),
            ),
            models.CheckConstraint(
                condition=(Q(from_amount=None) | Q(from_amount__gt=0, from_amount__lt=_LIMIT))
                & (Q(below_amount=None) | Q(below_amount__gt=0, below_amount__lt=_LIMIT))
                & (Q(from_amount=None) | Q(below_amount=None) | Q(below_amount__gt=F("from_amount"))),
                name="method_fee_interval",
                violation_error_message=_("Payments “from” an amount are above zero, and less than those “below” it."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse an account that only a subledger posts to, amounts without a currency, and what its method knows not.

        :raises ValidationError: naming the field.
        """
        refuse_control_accounts(self)
        is_of_bills = bool(self.method_id) and self.method.instrument in ON_PAPER
        if is_of_bills and self.charged_to == ChargedTo.LEDGER:
            text = _("What a bank charges the company for bills stands in the terms of that bank.")
            raise ValidationError({"charged_to": text})
        if not is_of_bills and self.remittance_type != RemittanceType.NONE:
            raise ValidationError({"remittance_type": _("Payments are not remitted: leave it at “None”.")})
        has_amount = any(one is not None for one in (self.amount, self.from_amount, self.below_amount))
        if has_amount and self.currency_id is None:
            raise ValidationError({"currency": _("Of which currency is the amount?")})

    def overlaps(self, other: "MethodFee") -> bool:
        """Tell whether a fee of the same method, name and currency holds for some of the same payments."""
        first, second = sorted((self, other), key=lambda fee: fee.from_amount or 0)
        kinds = ((one.name, one.currency_id, one.remittance_type) for one in (first, second))
        is_alike = len(set(kinds)) == 1
        return is_alike and (first.below_amount is None or (second.from_amount or 0) < first.below_amount)

    def comes_to(self, amount: Decimal, currency: Currency) -> Decimal:
        """Give the fee on an amount; nothing where it is of another currency or interval, or nothing was received.

        The company bears no more than the payment, of which the fee is taken off.
        """
        if amount <= 0 or self.currency_id not in (None, currency.pk) or not self.holds_for(amount):
            return Decimal(0)
        if self.percent is not None:
            return round_amount(amount * self.percent / 100, currency.decimals)
        fixed = self.amount or Decimal(0)
        return min(fixed, amount) if self.charged_to == ChargedTo.LEDGER else fixed

    def holds_for(self, amount: Decimal) -> bool:
        """Tell whether a payment of this amount bears the fee."""
        return (self.from_amount is None or amount >= self.from_amount) and (
            self.below_amount is None or amount < self.below_amount
        )


class PaymentFee(models.Model):
    """A fee of a payment, in its currency, as it was worked out when the payment was entered or changed.

    What the customer bears is posted by a voucher of its own, what the company bears by that of the payment.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    payment = models.ForeignKey(Payment, models.CASCADE, related_name="fees", db_constraint=False)
    name = models.CharField(_("name"), max_length=60)
    charged_to = models.CharField(_("charged to"), max_length=8, choices=ChargedTo)
    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name=_("account")
    )
    amount = AmountField(_("amount"))

    class Meta:
        verbose_name = _("fee of a payment")
        verbose_name_plural = _("fees of payments")
        constraints: ClassVar[Any] = [
            company_key("payment_fee_company_key"),
            CompanyForeignKey(field="payment", to="journals.Payment", name="payment_fee_payment"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="payment_fee_account"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lt=Decimal(10) ** 18), name="payment_fee_is_a_number"
            ),
        ]
        triggers = [FeesOfPostedPaymentsStay()]

    def __str__(self) -> str:
        return f"{self.payment_id}: {self.name}"
