"""Collect, report and export EC sales lists without a browser."""

import uuid
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from arclose.access.roles import RoleMissing, UnknownUser, require_role, user_named
from arclose.access.routes import Role
from arclose.batch.kinds import POSTING_ROLES
from arclose.ledger.command_arguments import company_of, day
from arclose.web.amounts import format_money
from arclose.web.days import format_day
from ecsales.corrections import standing
from ecsales.due_lists import begin_due_lists, report_due_lists
from ecsales.listings import deadline_of
from ecsales.models import SalesList
from ecsales.planning import plan


class Command(BaseCommand):
    """Begin what is due, report it where that is asked, and write the files of what is reported."""

    help = "Begin the EC sales lists of periods that end by a day; report them and write their files where asked."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose lists, until when, for whom, and what is done with them."""
        parser.add_argument("--company", required=True, metavar="CODE")
        parser.add_argument("--until", required=True, type=day, metavar="DATE")
        parser.add_argument("--since", type=day, metavar="DATE", help="show and write later lists only")
        parser.add_argument("--user", required=True)
        parser.add_argument("--report", action="store_true", help="report what names all that has to be listed")
        parser.add_argument("--to", dest="folder", type=Path, metavar="FOLDER", help="for a folder per reported list")

    def handle(self, *args: Any, **options: Any) -> None:
        """Collect, report, write.

        :raises CommandError: something that was named is not known, the user may not, or a list was not reported.
        """
        company = company_of(options["company"])
        until, folder = options["until"], options["folder"]
        try:
            user = user_named(options["user"])
            wanted = {Role.CONTROLLER.value} if options["report"] else POSTING_ROLES
            require_role(user=user, company=company, roles=wanted)
        except (RoleMissing, UnknownUser) as error:
            raise CommandError(str(error)) from error
        begin_due_lists(company=company, until=until, made_by=user)
        left = []
        if options["report"]:
            moment = timezone.localtime(timezone=ZoneInfo(company.time_zone))
            key = f"command-{uuid.uuid4()}"
            left = report_due_lists(company=company, until=until, moment=moment, reported_by=user, key=key).left
        lists = SalesList.objects.filter(company=company, end_date__lte=until)
        if options["since"]:
            lists = lists.filter(start_date__gte=options["since"])
        for sales_list in lists.select_related("company", "registration").order_by("start_date", "pk"):
            self._tell(sales_list, folder)
        for sales_list, reasons in left:
            self.stderr.write(f"{sales_list}: {' '.join(reasons)}")
        if left:
            raise CommandError(_("Lists that are not reported: %(count)s.") % {"count": len(left)})

    def _tell(self, sales_list: SalesList, folder: Path | None) -> None:
        """Say how a list stands, and write the files of what stands of it."""
        now = plan(sales_list)
        currency = sales_list.registration.currency_id
        facts = {
            "list": sales_list,
            "status": sales_list.get_status_display(),
            "due": format_day(deadline_of(sales_list)),
            "lines": len(now.collection.lines),
            "listed": format_money(now.collection.total, currency),
            "left": format_money(now.collection.left_out_amount, currency),
        }
        self.stdout.write(
            _("%(list)s: %(status)s, due %(due)s; lines %(lines)s, listed %(listed)s, left out %(left)s") % facts
        )
        for out in now.collection.blocking:
            self.stdout.write(f"  {out.documents} x {out.why.text} {out.why.remedy}")
        declared = standing(sales_list)
        if folder is None or declared is None:
            return
        # A folder for each list: some states want the same name of every file.
        own = folder / str(sales_list).replace(" ", "-").replace("/", "-")
        own.mkdir(parents=True, exist_ok=True)
        for file in declared.files.order_by("file_number"):
            path = own / file.name
            path.write_bytes(bytes(file.content))
            self.stdout.write(f"  {path} ({file.basis})")
