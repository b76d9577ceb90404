"""Currencies, who uses them when, and what they were worth."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.countries import CountryField
from arclose.ledger.fields import UnitsField
from arclose.ledger.guards import CurrencyKeepsDecimals
from arclose.ledger.history import keep_history


@keep_history
class Currency(models.Model):
    """A currency of ISO 4217, with its own number of decimals."""

    code = models.CharField(_("code"), max_length=3, primary_key=True, db_collation="C")
    name = models.CharField(_("name"), max_length=80)
    decimals = models.PositiveSmallIntegerField(_("decimals"))
    end_date = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("A currency that has ended has no rate after this day.")
    )

    class Meta:
        verbose_name = _("currency")
        verbose_name_plural = _("currencies")
        constraints = [models.CheckConstraint(condition=models.Q(decimals__lte=4), name="currency_decimals")]
        triggers = [CurrencyKeepsDecimals()]

    def __str__(self) -> str:
        return self.code


class Union(models.TextChoices):
    """What a territory can be a member of, by date."""

    EU = "EU", _("European Union")
    EU_GOODS = "EU_GOODS", _("European Union, goods only")
    EURO = "EURO", _("euro area")


@keep_history
class UnionMembership(models.Model):
    """From when to when a territory belonged to the European Union or to the euro area.

    Both days are inclusive. Northern Ireland (XI) counts as the EU for goods since 2021.
    """

    union = models.CharField(_("union"), max_length=10, choices=Union)
    country = CountryField(_("country"), db_collation="C")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("union membership")
        verbose_name_plural = _("union memberships")
        constraints = [
            models.UniqueConstraint(fields=["union", "country", "valid_from"], name="union_membership_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="union_membership_ends_after_start",
                violation_error_message=_("The last day cannot be before the first day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.union}"


@keep_history
class ExchangeRateType(models.Model):
    """A list of rates, all quoted against one base currency (the ECB's list: EUR)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)
    base_currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", verbose_name=_("base currency"))

    class Meta:
        verbose_name = _("exchange rate type")
        verbose_name_plural = _("exchange rate types")

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """Refuse another base currency once there are rates: they would say something else.

        :raises ValidationError: naming the field.
        """
        kept = ExchangeRateType.objects.filter(pk=self.pk).exclude(base_currency=self.base_currency_id)
        if self.pk and kept.filter(rates__isnull=False).exists():
            raise ValidationError({"base_currency": _("The rates of this list are quoted against another currency.")})


@keep_history
class ExchangeRate(models.Model):
    """What one unit of the type's base currency was worth, in units of another, as published for a day."""

    rate_type = models.ForeignKey(
        ExchangeRateType, models.PROTECT, related_name="rates", verbose_name=_("exchange rate type")
    )
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", verbose_name=_("currency"))
    rate_date = models.DateField(_("date"))
    units_per_base = UnitsField(_("units per base currency"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(fields=["rate_type", "currency", "rate_date"], name="exchange_rate_once_per_day"),
            models.CheckConstraint(
                condition=models.Q(units_per_base__gt=0, units_per_base__lt=10**15), name="exchange_rate_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency_id} {self.rate_date} {self.units_per_base}"
