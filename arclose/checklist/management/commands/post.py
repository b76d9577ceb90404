"""Post all documents of a kind until a day."""

import argparse
import uuid
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from arclose.access.roles import RoleMissing, UnknownUser, user_named
from arclose.checklist import posting_runs
from arclose.checklist.console import console_for, follow
from arclose.ledger.command_arguments import company_of, day
from arclose.ledger.models import Company
from customers.models.credit import CreditLimitType
from customers.models.sales_orders import Quantity
from customers.models.update_defaults import Printing, SummaryUpdate
from customers.papers.printed_jobs import PRINTING, print_task
from customers.update_parameters import UpdateParameters, defaults_of
from customers.updates import UPDATES

_SWITCHES = ("reduce_quantity", "credit_correction", "credit_remaining_quantity", "emailing")


class Command(BaseCommand):
    """Submit a job for what is left of a kind, and stay until it is done."""

    help = "Post all documents of a kind dated until a day as a job, with progress; exit 1 where some are left."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what, where, until when and for whom."""
        parser.add_argument("kind", choices=list(posting_runs.RUNS))
        parser.add_argument("--company", required=True, metavar="CODE")
        parser.add_argument("--until", required=True, type=day, metavar="DATE")
        parser.add_argument("--user", required=True)
        parser.add_argument("--stop-at-first-error", action="store_true", help="else the others go on")
        orders = parser.add_argument_group("orders", "What is not said is as the company usually posts, see Setup.")
        orders.add_argument("--quantity", choices=Quantity.values, default=Quantity.ALL.value)
        switch = argparse.BooleanOptionalAction
        orders.add_argument("--summary", choices=SummaryUpdate.values, help="which orders share a document")
        orders.add_argument("--summary-order", metavar="NUMBER", help="for a summary by order: with which one")
        orders.add_argument("--posting-date", type=day, metavar="DATE", help="of all documents; else each order's own")
        orders.add_argument("--reduce-quantity", action=switch, help="no more than is on hand")
        orders.add_argument("--credit-check", choices=CreditLimitType.values, help="what counts against limits")
        orders.add_argument("--credit-correction", action=switch, help="credit notes as storno")
        orders.add_argument("--credit-remaining-quantity", action=switch, help="credit notes keep what they leave")
        orders.add_argument("--print", dest="printing", choices=Printing.values)
        orders.add_argument("--email", dest="emailing", action=switch, help="to customers who want it so")
        orders.add_argument("--pro-forma", action="store_true", help="print without numbers, post nothing")
        orders.add_argument("--to", dest="folder", type=Path, metavar="FOLDER", help="for what is printed")

    def handle(self, *args: Any, kind: str, until: date, **options: Any) -> None:
        """Post.

        :raises CommandError: the company or the user is unknown, the role is missing, or not all was posted.
        """
        company = company_of(options["company"])
        try:
            user = user_named(options["user"])
            parameters = self._parameters(company, kind, options)
            job = posting_runs.submit(
                company=company,
                kind=kind,
                until=until,
                posted_by=user,
                key=f"command-{uuid.uuid4()}",
                parameters=parameters,
                stop_at_first_error=options["stop_at_first_error"],
            )
        except (RoleMissing, UnknownUser) as error:
            raise CommandError(str(error)) from error
        if job is None:
            self.stdout.write(_("Nothing is left to post."))
            return
        reason = posting_runs.why_not_all_is_done(follow(console_for(self.stdout), job))
        if options["folder"]:
            files = sum(print_task(task=task, folder=options["folder"], printed_by=user) for task in job.tasks.all())
            self.stdout.write(_("Files printed: %(count)s.") % {"count": files})
        if reason:
            raise CommandError(reason)

    def _parameters(self, company: Company, kind: str, options: dict[str, Any]) -> UpdateParameters | None:
        """Give the parameters that were asked for.

        :raises CommandError: the update does not take the quantity, or what is printed has no folder.
        """
        if kind not in PRINTING:
            return None
        quantity = Quantity(options["quantity"])
        if kind in UPDATES and quantity not in UPDATES[kind].quantities:
            known = ", ".join(one.value for one in UPDATES[kind].quantities)
            raise CommandError(_("This update takes the quantities %(known)s.") % {"known": known})
        asked = {name: options[name] for name in _SWITCHES if options[name] is not None}
        if options["summary"] is not None:
            asked |= {"summary": SummaryUpdate(options["summary"]), "summary_order": options["summary_order"] or ""}
        if options["posting_date"] is not None:
            asked["posting_date"] = options["posting_date"]
        if options["printing"] is not None:
            asked["printing"] = Printing(options["printing"])
        if options["credit_check"] is not None:
            asked["credit_check"] = CreditLimitType(options["credit_check"])
        parameters = replace(defaults_of(company), quantity=quantity, posting=not options["pro_forma"], **asked)
        if options["pro_forma"] and not options["folder"]:
            raise CommandError(_("Say with --to where the pro forma documents go."))
        return parameters
