"""Cash discounts: what terms of payment promise, and what a company decides about settling."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.document_guards import EntersOpenPosting
from arclose.ledger.fields import AmountField
from arclose.ledger.guards import NeverChanges
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company, LedgerAccount
from arclose.ledger.models.accounts import AccountType, refuse_control_accounts

# Offers are of the posting of their transaction, whose own guard looks at its day.
_POSTINGS_OF_TRANSACTIONS = (
    "SELECT DISTINCT t.posting_id FROM (SELECT DISTINCT transaction_id FROM new_rows) r"
    " JOIN public.customers_customertransaction t ON t.id = r.transaction_id"
)
LONGEST_CHAIN = 10
NOT_FOR_PREPAYMENTS = _(
    "%(profile)s is no profile for prepayments: its account has to be a liability, and not revalued."
)


class DiscountBase(models.TextChoices):
    """What the percentage of a cash discount is taken of."""

    GROSS = "gross", _("the total with tax")
    NET = "net", _("the total without tax")


class DiscountUse(models.TextChoices):
    """Whether a mark takes the cash discount that its transaction offers."""

    NORMAL = "normal", _("Normal")
    ALWAYS = "always", _("Always")
    NEVER = "never", _("Never")


class DiscountAdministration(models.TextChoices):
    """What becomes of a cash discount where more is paid than is owed with it."""

    SPECIFIC = "specific", _("specific: it is granted in full, what is overpaid stands apart")
    UNSPECIFIC = "unspecific", _("unspecific: it is less by what is overpaid")


@keep_history
class CashDiscount(models.Model):
    """So many percent off when paid within so many days; the next one holds when its days are over."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="cash_discounts", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=80)
    percent = models.DecimalField(_("percent"), max_digits=6, decimal_places=3)
    days = models.PositiveSmallIntegerField(
        _("days"), help_text=_("After the date of the document, the last one included.")
    )
    next_discount = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("next discount code"),
        help_text=_("What is offered afterwards, such as 1 percent for another ten days."),
    )
    account = models.ForeignKey(
        LedgerAccount,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("ledger account"),
        help_text=_("Empty: the company's account for cash discounts."),
    )

    class Meta:
        verbose_name = _("cash discount")
        verbose_name_plural = _("cash discounts")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="cash_discount_code"),
            company_key("cash_discount_company_key"),
            CompanyForeignKey(field="next_discount", to="customers.CashDiscount", name="cash_discount_next"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="cash_discount_account"),
            models.CheckConstraint(
                condition=models.Q(percent__gt=0, percent__lt=100), name="cash_discount_is_a_percentage"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """Refuse control accounts, and chains that come back to this code.

        :raises ValidationError: naming the field.
        """
        refuse_control_accounts(self)
        later = self.next_discount
        for _step in range(LONGEST_CHAIN):
            if later is None:
                return
            if later.code == self.code:
                break
            later = later.next_discount
        raise ValidationError({"next_discount": _("The chain of next discount codes must end, after ten at most.")})


class DiscountOffer(models.Model):
    """What may be deducted of a document that is paid on or before a day: written with it, and never changed.

    ``number`` is its place in the chain; the first one whose day is not over holds. ``amount`` is the discount of the
    whole document, in its currency and with its sign.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    transaction = models.ForeignKey(
        "customers.CustomerTransaction", models.PROTECT, related_name="offers", db_constraint=False, db_index=False
    )
    number = models.PositiveSmallIntegerField()
    cash_discount = models.ForeignKey(
        CashDiscount, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    percent = models.DecimalField(max_digits=6, decimal_places=3)
    last_date = models.DateField()
    amount = AmountField()

    class Meta:
        verbose_name = _("offered cash discount")
        verbose_name_plural = _("offered cash discounts")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["transaction", "number"], name="discount_offer_number"),
            CompanyForeignKey(field="transaction", to="customers.CustomerTransaction", name="discount_offer_of"),
            CompanyForeignKey(field="cash_discount", to="customers.CashDiscount", name="discount_offer_code"),
        ]
        triggers = [NeverChanges(), EntersOpenPosting(postings=_POSTINGS_OF_TRANSACTIONS)]

    def __str__(self) -> str:
        return f"{self.transaction_id}: {self.amount}"


LIMIT_WITHOUT_CONTROLLER = 1_000


def suits_prepayments(profile: Any) -> bool:
    """Tell whether prepayments may stand on a posting profile's account: a liability that is not revalued."""
    return profile.summary_account.account_type == AccountType.LIABILITY and not profile.is_revalued


@keep_history
class SettlementParameters(models.Model):
    """What a company decides about settling; one without such a row takes the defaults. Limits are in its currency."""

    company = models.OneToOneField(
        Company, models.PROTECT, related_name="settlement_parameters", verbose_name=_("company")
    )
    discount_base = models.CharField(
        _("cash discount is of"), max_length=5, choices=DiscountBase, default=DiscountBase.GROSS
    )
    corrects_tax = models.BooleanField(
        _("correct sales tax"),
        default=True,
        help_text=_("The tax in a cash discount goes back at the rates of the invoice, into the tax of its period."),
    )
    discounts_parts = models.BooleanField(
        _("cash discount for partial payments"), default=False, help_text=_("In proportion to what is paid.")
    )
    discounts_credit_notes = models.BooleanField(_("cash discount on credit notes"), default=False)
    administration = models.CharField(
        _("discount administration"),
        max_length=10,
        choices=DiscountAdministration,
        default=DiscountAdministration.SPECIFIC,
    )
    penny_limit_amount = AmountField(
        _("maximum penny difference"),
        default=0,
        help_text=_("What is left of a transaction, up to this, goes to the account for penny differences."),
    )
    underpayment_limit_amount = AmountField(
        _("maximum underpayment"),
        default=0,
        help_text=_("What is left of an invoice, up to this, goes to the account for over- and underpayments."),
    )
    overpayment_limit_amount = AmountField(
        _("maximum overpayment"), default=0, help_text=_("What is left of a payment likewise.")
    )
    limit_without_controller_amount = AmountField(
        _("let go without a controller"),
        default=LIMIT_WITHOUT_CONTROLLER,
        db_default=LIMIT_WITHOUT_CONTROLLER,
        help_text=_("Up to this, anybody who posts may write off or settle in full; a controller may let go of more."),
    )
    settles_automatically = models.BooleanField(
        _("settle payments automatically"),
        default=False,
        help_text=_("A payment that marks nothing settles what is due first, when it is posted."),
    )
    prepayment_profile = models.ForeignKey(
        "customers.PostingProfile",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("posting profile of prepayments"),
        help_text=_(
            "Where a payment stands that is entered as a prepayment, until it is settled: a profile on a liability,"
            " which is not revalued. Empty: no payment is entered as one."
        ),
    )

    class Meta:
        verbose_name = _("settlement parameters")
        verbose_name_plural = _("settlement parameters")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(
                field="prepayment_profile", to="customers.PostingProfile", name="settlement_prepayment_profile"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    penny_limit_amount__gte=0, underpayment_limit_amount__gte=0, overpayment_limit_amount__gte=0
                )
                & models.Q(
                    penny_limit_amount__lt=10**18,
                    underpayment_limit_amount__lt=10**18,
                    overpayment_limit_amount__lt=10**18,
                ),
                name="settlement_limits_are_numbers",
            ),
            models.CheckConstraint(
                condition=models.Q(limit_without_controller_amount__gte=0, limit_without_controller_amount__lt=10**18),
                name="settlement_limit_without_controller",
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def clean(self) -> None:
        """Refuse prepayments on an account that is no liability, or that is revalued.

        :raises ValidationError: naming the field.
        """
        if self.prepayment_profile is not None and not suits_prepayments(self.prepayment_profile):
            raise ValidationError({"prepayment_profile": NOT_FOR_PREPAYMENTS % {"profile": self.prepayment_profile}})
