"""Collection letters: the sequence of codes by which what is overdue is asked for, and the letters that do."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.document_guards import EntersOpenPosting
from arclose.ledger.fields import AmountField
from arclose.ledger.guards import NeverChanges
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company, Currency, LedgerAccount, Posting, Voucher
from arclose.ledger.models.accounts import refuse_control_accounts
from arclose.ledger.models.companies import Language
from customers.models.customers import Customer
from customers.models.dunning import (
    ONCE_POSTED,
    TAKEN_BACK,
    DunningNote,
    NoteStatusMoves,
    PostedNoteEntersOpenPosting,
    PostedNoteLinesStay,
    PostedNoteStays,
    ReinstatesWhatIsWaived,
    reinstated_once,
    reinstating_index,
)
from customers.models.sales_tax import ItemTaxGroup, TaxCode
from customers.models.tax_rows import TaxRowBeside
from customers.models.transactions import CustomerTransaction

_POSTINGS_OF_TAX_ROWS = (
    "SELECT DISTINCT coalesce(back.posting_id, l.posting_id)"
    " FROM (SELECT DISTINCT letter_id, taken_back_by_id FROM new_rows) r"
    " JOIN public.customers_collectionletter l ON l.id = r.letter_id"
    " LEFT JOIN public.ledger_voucher back ON back.id = r.taken_back_by_id"
)


class LettersPer(models.TextChoices):
    """What is put into one letter, of a customer and in a currency."""

    CUSTOMER = "customer", _("customer: all of it at the furthest code")
    CODE = "code", _("code: each transaction at its own")


@keep_history
class CollectionSequence(models.Model):
    """Which letters follow one another, and to which account their fees go.

    A posting profile names one; where it names none, the company's usual one counts. Without either no letter is made.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="collection_sequences", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=80)
    letters_per = models.CharField(
        _("one letter per"), max_length=8, choices=LettersPer, default=LettersPer.CUSTOMER, db_default="customer"
    )
    takes_credits_off = models.BooleanField(_("take open credits off"), default=True, db_default=True)
    fee_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("fee account")
    )
    item_tax_group = models.ForeignKey(
        ItemTaxGroup,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("item tax group of the fee"),
    )
    is_usual = models.BooleanField(_("usual sequence of the company"), default=False)

    class Meta:
        verbose_name = _("collection letter sequence")
        verbose_name_plural = _("collection letter sequences")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="collection_sequence_code"),
            models.UniqueConstraint(
                fields=["company"],
                condition=models.Q(is_usual=True),
                name="collection_sequence_usual_once",
                violation_error_message=_("Another sequence is the usual one of the company already."),
            ),
            company_key("collection_sequence_company_key"),
            CompanyForeignKey(field="fee_account", to="ledger.LedgerAccount", name="collection_sequence_account"),
            CompanyForeignKey(
                field="item_tax_group", to="customers.ItemTaxGroup", name="collection_sequence_tax_group"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """Refuse accounts that only a subledger posts to.

        :raises ValidationError: naming each such field.
        """
        refuse_control_accounts(self)


@keep_history
class CollectionLetterCode(models.Model):
    """A step of a sequence: so many days after the due date, or after the letter before."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    sequence = models.ForeignKey(
        CollectionSequence,
        models.PROTECT,
        related_name="codes",
        db_constraint=False,
        verbose_name=pgettext_lazy("of letters", "sequence"),
    )
    number = models.PositiveSmallIntegerField(_("step"))
    name = models.CharField(_("name"), max_length=80)
    days = models.PositiveSmallIntegerField(_("days"))

    class Meta:
        verbose_name = _("collection letter code")
        verbose_name_plural = _("collection letter codes")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["sequence", "number"], name="collection_letter_code_once"),
            company_key("collection_letter_code_company_key"),
            CompanyForeignKey(
                field="sequence", to="customers.CollectionSequence", name="collection_letter_code_sequence"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=9), name="collection_letter_code_is_a_step"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


@keep_history
class CollectionLetterFee(models.Model):
    """What a letter of a code in a currency is for at least, and the fee it has."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    letter_code = models.ForeignKey(
        CollectionLetterCode,
        models.CASCADE,
        related_name="fees",
        db_constraint=False,
        verbose_name=_("collection letter code"),
    )
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", verbose_name=_("currency"))
    minimum_amount = AmountField(_("overdue at least"), default=0)
    fee_amount = AmountField(_("fee"), default=0)

    class Meta:
        verbose_name = _("collection letter in a currency")
        verbose_name_plural = _("collection letters in currencies")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["letter_code", "currency"], name="collection_letter_fee_once"),
            CompanyForeignKey(
                field="letter_code", to="customers.CollectionLetterCode", name="collection_letter_fee_code"
            ),
            models.CheckConstraint(
                condition=models.Q(minimum_amount__gte=0, minimum_amount__lt=10**15)
                & models.Q(fee_amount__gte=0, fee_amount__lt=10**15),
                name="collection_letter_fee_is_an_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_code_id} {self.currency_id}"


@keep_history
class CollectionLetterText(models.Model):
    """What a letter of a code says in a language, instead of the usual words."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    letter_code = models.ForeignKey(
        CollectionLetterCode,
        models.CASCADE,
        related_name="texts",
        db_constraint=False,
        verbose_name=_("collection letter code"),
    )
    language = models.CharField(_("language"), max_length=2, choices=Language)
    text = models.TextField(_("text"), max_length=2000)

    class Meta:
        verbose_name = _("text of a collection letter")
        verbose_name_plural = _("texts of collection letters")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["letter_code", "language"], name="collection_letter_text_once"),
            CompanyForeignKey(
                field="letter_code", to="customers.CollectionLetterCode", name="collection_letter_text_code"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_code_id} {self.language}"


class CollectionLetter(DunningNote):
    """What a customer is asked to pay at last, of what was overdue at the end of a day, in one currency.

    Posted, it raises the code that its transactions have reached, and charges its fee: that has sales tax where its
    sequence names an item tax group, by ``tax_code`` at ``tax_percent``. A letter without a fee has no voucher, so each
    keeps itself the posting that reversed it, on which day, and why. One that reinstates a fee asks for nothing else.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="collection_letters", db_index=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="collection_letters", db_constraint=False, verbose_name=_("customer")
    )
    letter_code = models.ForeignKey(
        CollectionLetterCode,
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        verbose_name=_("collection letter code"),
    )
    code_number = models.PositiveSmallIntegerField(_("step"))
    until_date = models.DateField(_("overdue until"))
    overdue_amount = AmountField(_("overdue"))
    tax_code = models.ForeignKey(
        TaxCode, models.PROTECT, related_name="+", null=True, db_constraint=False, verbose_name=_("tax code")
    )
    tax_percent = models.DecimalField(_("percent"), max_digits=6, decimal_places=3, default=0)
    tax_amount = AmountField(_("tax"), default=0)
    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="collection_letters", null=True, editable=False, db_constraint=False
    )
    reversal = models.ForeignKey(
        Posting, models.PROTECT, related_name="+", null=True, editable=False, db_constraint=False, db_index=False
    )
    reversal_date = models.DateField(_("reversed on"), null=True, editable=False)
    reversal_reason = models.CharField(_("reason"), max_length=200, blank=True, db_default="", editable=False)

    class Meta:
        verbose_name = _("collection letter")
        verbose_name_plural = _("collection letters")
        constraints: ClassVar[Any] = [
            company_key("collection_letter_company_key"),
            CompanyForeignKey(field="customer", to="customers.Customer", name="collection_letter_customer"),
            CompanyForeignKey(field="letter_code", to="customers.CollectionLetterCode", name="collection_letter_code"),
            CompanyForeignKey(field="tax_code", to="customers.TaxCode", name="collection_letter_tax_code"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="collection_letter_posting"),
            CompanyForeignKey(field="reversal", to="ledger.Posting", name="collection_letter_reversal"),
            CompanyForeignKey(field="reinstates", to="customers.CollectionLetter", name="collection_letter_reinstates"),
            *reinstated_once("collection_letter_reinstated"),
            models.CheckConstraint(
                condition=models.Q(status__in=TAKEN_BACK, reversal__isnull=False)
                | (~models.Q(status__in=TAKEN_BACK) & models.Q(reversal__isnull=True)),
                name="collection_letter_reversed_has_reversal",
            ),
            models.CheckConstraint(
                condition=models.Q(overdue_amount__gte=0, overdue_amount__lt=10**15)
                & (models.Q(overdue_amount__gt=0) | models.Q(reinstates__isnull=False))
                & models.Q(fee_amount__gte=0, fee_amount__lt=10**15)
                & models.Q(tax_amount__gte=0, tax_amount__lt=10**15),
                name="collection_letter_is_an_amount",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=ONCE_POSTED, posting__isnull=False)
                | models.Q(status__in=["created", "printed"], posting__isnull=True),
                name="collection_letter_posted_has_posting",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "-note_date", "-id"], name="collection_letter_newest_idx"),
            models.Index(
                fields=["company", "note_date"],
                condition=models.Q(status__in=["created", "printed"]),
                name="collection_letter_waiting_idx",
            ),
            models.Index(
                fields=["reversal"],
                condition=models.Q(reversal__isnull=False),
                name="collection_letter_reversal_idx",
            ),
            reinstating_index("collection_letter_reinst_idx"),
        ]
        triggers = [
            PostedNoteStays(noun="collection letter", also=("reversal_id", "reversal_date", "reversal_reason")),
            NoteStatusMoves(),
            PostedNoteEntersOpenPosting(keeps_reversal=True),
            ReinstatesWhatIsWaived(table="customers_collectionletter", amounts=("fee_amount", "tax_amount")),
        ]

    def __str__(self) -> str:
        return f"CL-{self.pk}"


class CollectionLetterLine(models.Model):
    """A transaction that a letter asks for, with what was open of it; below zero what it takes off.

    While the first stands, no transaction is asked for twice by letters of the same step: the database refuses it.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    note = models.ForeignKey(CollectionLetter, models.CASCADE, related_name="lines", db_constraint=False)
    line_number = models.PositiveIntegerField(_("line"))
    transaction = models.ForeignKey(
        CustomerTransaction, models.PROTECT, related_name="letter_lines", db_constraint=False
    )
    code_number = models.PositiveSmallIntegerField(_("step"))
    open_amount = AmountField(_("open"))
    is_standing = models.BooleanField(default=True, db_default=True)

    class Meta:
        verbose_name = _("line of a collection letter")
        verbose_name_plural = _("lines of collection letters")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["note", "line_number"], name="collection_line_number"),
            CompanyForeignKey(field="note", to="customers.CollectionLetter", name="collection_line_letter"),
            CompanyForeignKey(
                field="transaction", to="customers.CustomerTransaction", name="collection_line_transaction"
            ),
            models.CheckConstraint(
                condition=~models.Q(open_amount=0) & models.Q(open_amount__lt=10**15),
                name="collection_line_is_an_amount",
            ),
            models.UniqueConstraint(
                fields=["transaction", "code_number"],
                condition=models.Q(is_standing=True, open_amount__gt=0),
                name="collection_line_step_once",
            ),
        ]
        triggers = [PostedNoteLinesStay(noun="collection letter", table="customers_collectionletter")]

    def __str__(self) -> str:
        return f"{self.note_id}/{self.line_number}"


class CollectionLetterTaxRow(TaxRowBeside):
    """The sales tax in the fee of a posted letter, as the tax rows of invoices are.

    A VAT return adds it to those. Where the letter is reversed it has its opposite, of the day of that and with its
    voucher as ``taken_back_by``.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    letter = models.ForeignKey(
        CollectionLetter, models.PROTECT, related_name="tax_rows", db_constraint=False, db_index=False
    )
    taken_back_by = models.ForeignKey(
        Voucher, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )

    class Meta:
        verbose_name = _("tax row of a collection letter")
        verbose_name_plural = _("tax rows of collection letters")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["letter", "number"], condition=models.Q(taken_back_by=None), name="letter_tax_row_number"
            ),
            models.UniqueConstraint(
                fields=["letter", "number"],
                condition=models.Q(taken_back_by__isnull=False),
                name="letter_tax_row_taken_back_once",
            ),
            CompanyForeignKey(field="letter", to="customers.CollectionLetter", name="letter_tax_row_of"),
            CompanyForeignKey(field="taken_back_by", to="ledger.Voucher", name="letter_tax_row_taken_back_by"),
            CompanyForeignKey(field="tax_code", to="customers.TaxCode", name="letter_tax_row_code"),
            CompanyForeignKey(field="registration", to="ledger.VatRegistration", name="letter_tax_row_registration"),
        ]
        indexes = [models.Index(fields=["company", "tax_point_date"], name="letter_tax_row_date_idx")]
        triggers = [
            NeverChanges(),
            EntersOpenPosting(
                postings=_POSTINGS_OF_TAX_ROWS, days="SELECT DISTINCT company_id, tax_point_date FROM new_rows"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}/{self.number}"
