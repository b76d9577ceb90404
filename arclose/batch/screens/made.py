"""Where what a job posted is looked at: the lists of it, narrowed to that job."""

from collections.abc import Sequence

from arclose.access.requests import CompanyRequest
from arclose.batch import kinds
from arclose.batch.models import JobTask
from arclose.web import pages
from arclose.web.links import page_url


def made_links(request: CompanyRequest, tasks: Sequence[JobTask]) -> list[tuple[str, str]]:
    """Give label and address of each list of what tasks of a job that posted made, where the user may open it."""
    routes = dict.fromkeys(kinds.made_page_of(task.kind) for task in tasks)
    may_see = [route for route in routes if route and request.may_open(route)]
    return [(pages.label_of(route), page_url(request, route) + f"?job={tasks[0].job_id}") for route in may_see]
