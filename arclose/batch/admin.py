"""Groups of batch jobs, in Setup."""

from django.contrib import admin

from arclose.batch.models import JobGroup
from arclose.ledger.master_data import MasterDataAdmin


@admin.register(JobGroup)
class JobGroupPage(MasterDataAdmin):
    """Groups of jobs with the priority they have."""

    list_display = ["code", "name", "priority", "company"]
    search_fields = ["code", "name"]
