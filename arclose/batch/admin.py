"""Groups of batch jobs, in Setup."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from arclose.batch.models import JobGroup
from arclose.ledger.master_data import MasterDataAdmin
from arclose.ledger.setup_help import explain


@admin.register(JobGroup)
class JobGroupPage(MasterDataAdmin):
    """Groups of jobs with the priority they have."""

    list_display = ["code", "name", "priority", "company"]
    search_fields = ["code", "name"]


explain(
    JobGroup,
    priority=_("Of jobs that wait, those of a higher priority are begun first."),
)
