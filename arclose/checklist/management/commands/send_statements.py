"""Send the statements of all customers with something open as of a day."""

import uuid
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from arclose.access.roles import RoleMissing, UnknownUser, require_role, user_named
from arclose.batch import jobs, queries
from arclose.batch.models import Job
from arclose.checklist.posting_runs import await_end, why_not_all_is_done
from arclose.ledger.command_arguments import company_of, day
from arclose.web.said import said
from customers.papers import print_jobs, runs
from customers.papers.print_jobs import AS_OF
from customers.sending.jobs import STATEMENTS_JOB, owing_customers_on


class Command(BaseCommand):
    """Submit the job, stay until it is done, and write what is to be printed into a folder."""

    help = "E-mail statements where an address is known, print the others into a folder; exit 1 where some are left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose statements, of which day, for whom, and where the printed ones go."""
        parser.add_argument("--company", required=True, metavar="CODE")
        parser.add_argument("--on", required=True, type=day, metavar="DATE")
        parser.add_argument("--user", required=True)
        parser.add_argument("--to", dest="folder", required=True, type=Path, metavar="FOLDER")

    def handle(self, *args: Any, on: date, folder: Path, **options: Any) -> None:
        """Send.

        :raises CommandError: the company or the user is unknown, the role is missing, or not all was sent.
        """
        company = company_of(options["company"])
        try:
            user = user_named(options["user"])
            require_role(user=user, company=company, roles=STATEMENTS_JOB.roles)
            job = jobs.submit(
                company=company,
                kind=STATEMENTS_JOB.name,
                description=said(lambda: f"{STATEMENTS_JOB.label}, {on.isoformat()}"),
                submitted_by=user,
                documents=owing_customers_on(company, on),
                key=f"command-{uuid.uuid4()}",
                parameters={AS_OF: on.isoformat()},
            )
        except (RoleMissing, UnknownUser) as error:
            raise CommandError(str(error)) from error
        except jobs.NothingSelected:
            self.stdout.write(_("Nothing was open on that day."))
            return
        finished = await_end(job=job, told=lambda _progress: None)
        files = _write(finished, folder)
        done = queries.progress(finished).done
        self.stdout.write(_("Statements: %(done)s, files printed: %(files)s.") % {"done": done, "files": files})
        if reason := why_not_all_is_done(finished):
            raise CommandError(reason)


def _write(job: Job, folder: Path) -> int:
    """Write what a job printed into a folder, and return how many files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = print_jobs.files_of(job.tasks.get())
    for file in files:
        parts = [bytes(content) for content in file.parts.values_list("content", flat=True)]
        (folder / f"{STATEMENTS_JOB.name}-{job.pk}-{file.number}.pdf").write_bytes(runs.one_after_the_other(parts))
    return len(files)
