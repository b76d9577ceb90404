"""What the authorities answered about VAT numbers: the proof that somebody asked, and when."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import company_key
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company


class CheckResult(models.TextChoices):
    """What VIES said of a number."""

    VALID = "valid", _("valid")
    INVALID = "invalid", _("not valid")
    UNAVAILABLE = "unavailable", _("no answer")


class NumberCheck(models.Model):
    """An answer of VIES (the VAT Information Exchange System) about a number, as it was given.

    ``consultation_number`` is what the service proves the question by; it gives one to who asks under a number of its
    own. Name and address are what it tells, which some states do not.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    vat_number = models.CharField(_("VAT number"), max_length=20, db_collation="C")
    requester = models.CharField(_("asked under"), max_length=20, blank=True)
    result = models.CharField(_("result"), max_length=12, choices=CheckResult)
    detail = models.CharField(_("answer"), max_length=200, blank=True)
    consultation_number = models.CharField(_("consultation number"), max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=400, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    checked_at = models.DateTimeField(_("checked"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("check of a VAT number")
        verbose_name_plural = _("checks of VAT numbers")
        constraints: ClassVar[Any] = [company_key("number_check_company_key")]
        indexes = [models.Index(fields=["company", "vat_number", "-id"], name="number_check_newest_idx")]
        triggers = [NeverChanges()]

    def __str__(self) -> str:
        return f"{self.vat_number} {self.result}"
