"""What was declared: lists as they were submitted, line by line, with their files. Nothing of it ever changes."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.fields import AmountField
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company, Currency
from customers.models import Customer
from ecsales.formats.format import RestsOn, basis_of
from ecsales.formats.listing import Kind
from ecsales.guards import DeclarationIsWhole, JoinsNewDeclaration
from ecsales.models.lists import SalesList


class Source(models.TextChoices):
    """What a row of a list comes from."""

    INVOICE = "invoice", _("invoice or credit note")
    CASH_DISCOUNT = "cash_discount", _("cash discount")
    CONCESSION = "concession", _("other concession")
    LETTER = "letter", _("fee of a collection letter")
    MANUAL = "manual", _("manual line")


class Declaration(models.Model):
    """A list as it was submitted, first or as a correction: the whole truth of its period as it stood then.

    Amounts are in ``currency``, that of the registration, to the cent; ``left_out_amount`` is of what the list does
    not name. ``purchase_amount`` is of purchases, which stand in the list and in no total of supplies. A correction
    that the file of a later list takes along is ``carried_by`` that one, and has no file of its own.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    sales_list = models.ForeignKey(SalesList, models.PROTECT, related_name="declarations", db_constraint=False)
    number = models.PositiveSmallIntegerField(_("number"))
    is_correction = models.BooleanField(_("correction"))
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    total_amount = AmountField(_("listed"))
    left_out_amount = AmountField(_("left out"))
    purchase_amount = AmountField(_("purchases"))
    line_count = models.PositiveIntegerField(_("lines"))
    row_count = models.PositiveIntegerField(_("documents"))
    file_count = models.PositiveSmallIntegerField(_("files"))
    carried_by = models.ForeignKey(
        "self", models.PROTECT, related_name="carries", null=True, db_constraint=False, db_index=False
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("reported by")
    )
    reported_at = models.DateTimeField(_("reported"), db_default=Now(), editable=False)
    key = models.CharField(max_length=80, db_collation="C", editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("submitted EC sales list")
        verbose_name_plural = _("submitted EC sales lists")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["sales_list", "number"], name="declaration_number"),
            models.UniqueConstraint(fields=["company", "key"], name="declaration_key"),
            company_key("declaration_company_key"),
            CompanyForeignKey(field="sales_list", to="ecsales.SalesList", name="declaration_list"),
            CompanyForeignKey(field="carried_by", to="ecsales.Declaration", name="declaration_carried_by"),
        ]
        triggers = [NeverChanges(), DeclarationIsWhole()]

    def __str__(self) -> str:
        return f"{self.sales_list_id}/{self.number}"


class DeclaredFile(models.Model):
    """A file of a submitted list as it was made; ``rests_on`` says what it was checked against."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    declaration = models.ForeignKey(
        Declaration, models.PROTECT, related_name="files", db_constraint=False, db_index=False
    )
    file_number = models.PositiveSmallIntegerField()
    file_format = models.CharField(_("format"), max_length=40)
    name = models.CharField(_("file"), max_length=120)
    media_type = models.CharField(max_length=60)
    rests_on = models.CharField(_("rests on"), max_length=20, choices=RestsOn)
    is_valid = models.BooleanField(_("valid against the schema"))
    content = models.BinaryField()
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("file of a submitted list")
        verbose_name_plural = _("files of submitted lists")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["declaration", "file_number"], name="declared_file_number"),
            CompanyForeignKey(field="declaration", to="ecsales.Declaration", name="declared_file_declaration"),
        ]
        triggers = [NeverChanges(), JoinsNewDeclaration(counted="file_count")]

    def __str__(self) -> str:
        return self.name

    @property
    def basis(self) -> str:
        """What it rests on, in words."""
        return basis_of(RestsOn(self.rests_on), is_valid=self.is_valid)


class DeclaredLine(models.Model):
    """What was declared of a VAT number and kind, and what had been declared of it before, to the cent.

    ``country`` is as VAT numbers write it, and ``vat_number`` comes without it. A line that is no longer listed stands
    here with an amount of zero.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    declaration = models.ForeignKey(
        Declaration, models.PROTECT, related_name="lines", db_constraint=False, db_index=False
    )
    line_number = models.PositiveIntegerField()
    country = models.CharField(_("country"), max_length=2, db_collation="C")
    vat_number = models.CharField(_("VAT number"), max_length=20, db_collation="C")
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    amount = AmountField(_("amount"))
    previous_amount = AmountField(_("declared before"))
    supplies = models.PositiveIntegerField(_("documents"))
    previous_supplies = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("line of a submitted list")
        verbose_name_plural = _("lines of submitted lists")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["declaration", "line_number"], name="declared_line_number"),
            models.UniqueConstraint(fields=["declaration", "country", "vat_number", "kind"], name="declared_line_once"),
            CompanyForeignKey(field="declaration", to="ecsales.Declaration", name="declared_line_declaration"),
        ]
        triggers = [NeverChanges(), JoinsNewDeclaration(counted="line_count")]

    def __str__(self) -> str:
        return f"{self.country}{self.vat_number}"


class DeclaredRow(models.Model):
    """A tax row or manual line behind a submitted list: on which line it stands, or why it was left out."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    declaration = models.ForeignKey(
        Declaration, models.PROTECT, related_name="rows", db_constraint=False, db_index=False
    )
    source = models.CharField(_("source"), max_length=15, choices=Source)
    source_id = models.BigIntegerField()
    document_id = models.BigIntegerField()
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    tax_point_date = models.DateField(_("tax point"))
    line_number = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=30, blank=True)
    amount = AmountField(_("amount"))
    accounting_currency_amount = AmountField()

    class Meta:
        verbose_name = _("document of a submitted list")
        verbose_name_plural = _("documents of submitted lists")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["declaration", "source", "source_id"], name="declared_row_once"),
            CompanyForeignKey(field="declaration", to="ecsales.Declaration", name="declared_row_declaration"),
            CompanyForeignKey(field="customer", to="customers.Customer", name="declared_row_customer"),
            models.CheckConstraint(
                condition=models.Q(line_number__isnull=True) ^ models.Q(reason=""), name="declared_row_line_or_reason"
            ),
        ]
        triggers = [NeverChanges(), JoinsNewDeclaration(counted="row_count")]

    def __str__(self) -> str:
        return f"{self.source} {self.source_id}"
