"""Who may have the tasks of a job done: whoever it works for holds the roles that each of them takes."""

from contextlib import suppress
from typing import TYPE_CHECKING

from arclose.access.roles import require_role
from arclose.batch import kinds
from arclose.batch.kinds import UnknownKind
from arclose.batch.models import Job, JobTask

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def require_roles_of(*, job: Job, user: "User", and_kinds: tuple[str, ...] = ()) -> None:
    """Do nothing where a user may have all tasks of a job done, and those of some more kinds.

    :raises RoleMissing: naming the roles that one of them takes.
    """
    for kind in {*JobTask.objects.filter(job=job).values_list("kind", flat=True), *and_kinds}:
        with suppress(UnknownKind):
            require_role(user=user, company=job.company, roles=kinds.get(kind).roles)
