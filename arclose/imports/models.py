"""What has been imported, and what was uploaded to be imported."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import company_key
from arclose.ledger.models import Company


class ImportRun(models.Model):
    """A file that entered: what it was, who brought it, what came of it.

    ``fingerprint`` covers the file's bytes, its kind and its mapping: the same again changes nothing.
    ``figures`` are the parts of each :class:`arclose.imports.kinds.Figure` of what was made.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="import_runs")
    kind = models.CharField(_("kind"), max_length=40)
    file_name = models.CharField(_("file"), max_length=200)
    file_digest = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField()
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("imported by")
    )
    imported_at = models.DateTimeField(_("imported"), db_default=Now(), editable=False)
    line_count = models.BigIntegerField(_("lines"), default=0)
    figures = models.JSONField(default=list)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.UniqueConstraint(fields=["company", "fingerprint"], name="import_run_once"),
            company_key("import_run_company_key"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class Upload(models.Model):
    """A file that waits, with its mapping, between its check and its import.

    ``result`` is what its last check found, as the page shows it; None: not checked yet.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    file = models.FileField(upload_to="imports/")
    file_name = models.CharField(max_length=200)
    mapping_text = models.TextField(blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")

    def __str__(self) -> str:
        return self.file_name
