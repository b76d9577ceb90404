"""Companies (legal entities) and where they are registered for VAT."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import company_key
from arclose.ledger.countries import CountryField
from arclose.ledger.electronic_addresses import ElectronicAddressField
from arclose.ledger.fields import AmountField
from arclose.ledger.guards import CompanyKeepsCurrency
from arclose.ledger.history import keep_history


class Language(models.TextChoices):
    """What documents to customers are written in."""

    ENGLISH = "en", _("English")
    DUTCH = "nl", _("Dutch")


@keep_history
class Company(models.Model):
    """A legal entity: everything that is posted belongs to one.

    Its accounting currency is what its books are kept in; a reporting currency is a second set of
    amounts beside them, if it has one. Address, trade register, bank account and e-mail address stand on its documents.
    """

    code = models.CharField(_("code"), max_length=12, unique=True, db_collation="C")
    name = models.CharField(_("name"), max_length=120)
    country = CountryField(_("country"), help_text=_("ISO 3166 code; EL is written GR here"))
    address = models.TextField(_("address"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True, db_default="")
    electronic_address = ElectronicAddressField(blank=True, db_default="")
    trade_register_number = models.CharField(_("trade register number"), max_length=30, blank=True, db_default="")
    iban = models.CharField(_("IBAN"), max_length=42, blank=True, db_default="")
    bic = models.CharField(_("BIC"), max_length=11, blank=True, db_default="")
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=Language,
        default=Language.ENGLISH,
        db_default=Language.ENGLISH,
        help_text=_("Of documents to customers that have no language of their own."),
    )
    accounting_currency = models.ForeignKey(
        "ledger.Currency", models.PROTECT, related_name="+", verbose_name=_("accounting currency")
    )
    reporting_currency = models.ForeignKey(
        "ledger.Currency",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("reporting currency"),
    )
    exchange_rate_type = models.ForeignKey(
        "ledger.ExchangeRateType", models.PROTECT, related_name="+", verbose_name=_("exchange rate type")
    )
    rate_age_limit_days = models.PositiveSmallIntegerField(
        _("rate age limit (days)"), default=7, help_text=_("A rate published longer ago than this is not used.")
    )
    rounding_limit_amount = AmountField(
        _("rounding limit"),
        default=1,
        help_text=_(
            "The largest difference, in accounting currency, that a voucher may leave on the rounding account."
        ),
    )
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Amsterdam")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        constraints = [
            # NaN is larger than every number, so an upper bound refuses it.
            models.CheckConstraint(
                condition=models.Q(rounding_limit_amount__gte=0, rounding_limit_amount__lt=10**18),
                name="company_rounding_limit",
            )
        ]
        triggers = [CompanyKeepsCurrency()]

    def __str__(self) -> str:
        return self.code


@keep_history
class VatRegistration(models.Model):
    """A company's VAT number in one state, and the currency that state wants its VAT in."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="vat_registrations", verbose_name=_("company"))
    country = CountryField(_("country"))
    vat_number = models.CharField(_("VAT number"), max_length=20)
    currency = models.ForeignKey("ledger.Currency", models.PROTECT, related_name="+", verbose_name=_("currency"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("VAT registration")
        verbose_name_plural = _("VAT registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "country", "valid_from"], name="vat_registration_once_per_country"
            ),
            company_key("vat_registration_company_key"),
        ]

    def __str__(self) -> str:
        return self.vat_number
