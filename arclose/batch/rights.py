"""Under whose rights a job works."""

from typing import TYPE_CHECKING

from arclose.access.models import Membership
from arclose.batch import kinds
from arclose.batch.models import Job

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class RightsLost(Exception):
    """The user a job works for may not post in its company any more."""

    def __init__(self, *, user: "User", company_code: str) -> None:
        super().__init__(f"{user} may not post in {company_code}")
        self.user = user
        self.company_code = company_code


def user_of(job: Job) -> "User":
    """Give the user the job works for, after a look whether that user still may.

    :raises RightsLost: the role was taken away, or the user is no longer active.
    """
    roles = kinds.get(job.kind).roles
    memberships = Membership.objects.filter(company=job.company_id, user=job.run_by_id, role__in=roles)
    if not memberships.filter(user__is_active=True).exists():
        raise RightsLost(user=job.run_by, company_code=job.company.code)
    return job.run_by
