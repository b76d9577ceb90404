"""What a VAT registration decides about its EC sales lists, and what their files say of who declares."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company, VatRegistration
from arclose.web.amounts import DASH
from ecsales.formats import formats_of


class Frequency(models.TextChoices):
    """How often a list is made."""

    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")


@keep_history
class ListParameters(models.Model):
    """How the lists of a VAT registration are made; a registration without them lists every month.

    ``particulars`` are what the country's file asks for beyond, a line each: its name, a colon, the value.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    registration = models.OneToOneField(
        VatRegistration,
        models.PROTECT,
        related_name="list_parameters",
        db_constraint=False,
        verbose_name=_("VAT registration"),
    )
    frequency = models.CharField(_("frequency"), max_length=10, choices=Frequency, default=Frequency.MONTH)
    reports_cash_discounts = models.BooleanField(_("cash discounts are reported"), default=True)
    deadline_days = models.PositiveSmallIntegerField(_("deadline (days)"), null=True, blank=True)
    file_formats = models.CharField(_("file formats"), max_length=120, blank=True)
    street = models.CharField(_("street"), max_length=80, blank=True)
    house_number = models.CharField(_("house number"), max_length=10, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    contact_first_name = models.CharField(_("contact, first name"), max_length=60, blank=True)
    contact_last_name = models.CharField(_("contact, last name"), max_length=80, blank=True)
    telephone = models.CharField(_("telephone"), max_length=25, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    particulars = models.TextField(_("particulars of the file"), blank=True)

    class Meta:
        verbose_name = _("EC sales list parameters")
        verbose_name_plural = _("EC sales list parameters")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="registration", to="ledger.VatRegistration", name="list_parameters_registration"),
        ]

    def __str__(self) -> str:
        return str(self.registration)

    def clean(self) -> None:
        """Refuse file formats that there are not, and particulars that no file of the state asks for.

        :raises ValidationError: naming what is not known, and what is.
        """
        if not self.registration_id:
            return  # said at its own field
        known = {form.key for form in formats_of(self.registration.country)}
        unknown = [key for key in self.file_formats.replace(",", " ").split() if key not in known]
        if unknown:
            text = _("There is no format “%(key)s”. Those of this state are: %(known)s.")
            raise ValidationError({"file_formats": text % {"key": unknown[0], "known": ", ".join(sorted(known))}})
        asked = {one.name: one.label for form in formats_of(self.registration.country) for one in form.details}
        for line in filter(str.strip, self.particulars.splitlines()):
            name = line.partition(":")[0].strip()
            if ":" not in line or name not in asked:
                text = _("“%(line)s” is not read. Write a name, a colon and the value; what may be told is: %(known)s.")
                listed = "; ".join(f"{one} ({label})" for one, label in asked.items()) or DASH
                raise ValidationError({"particulars": text % {"line": line.strip()[:60], "known": listed}})

    @property
    def details(self) -> dict[str, str]:
        """Give the particulars by name."""
        pairs = (line.split(":", 1) for line in self.particulars.splitlines() if ":" in line)
        return {name.strip(): value.strip() for name, value in pairs}
