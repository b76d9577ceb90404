"""Import a file on the command line."""

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.roles import RoleMissing, UnknownUser, user_named
from arclose.imports import kinds
from arclose.imports.limits import PROBLEMS_LISTED, PROBLEMS_SHOWN
from arclose.imports.mapping import FieldWithoutColumn, Mapping, MappingRefused, with_columns, with_constants
from arclose.imports.mapping_file import mapping_from_toml
from arclose.imports.running import ImportResult, Order, check_file, import_file
from arclose.ledger.command_arguments import company_of, day
from arclose.web.exports import csv_lines


class Command(BaseCommand):
    """Check a file and import it as a whole, or say what is wrong with it."""

    help = "Import a CSV or XLSX file as a whole, or nothing of it. docs/imports.md describes kinds and mappings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the kind, the file, the company, the user and where the fields come from."""
        parser.add_argument("kind", choices=[kind.name for kind in kinds.registered()])
        parser.add_argument("file", type=Path)
        parser.add_argument("--company", required=True)
        parser.add_argument("--user", required=True)
        parser.add_argument("--map", nargs="+", action="extend", default=[], metavar="FIELD=COLUMN")
        parser.add_argument("--set", nargs="+", action="extend", default=[], metavar="FIELD=TEXT")
        parser.add_argument("--mapping", type=Path, metavar="FILE.toml")
        parser.add_argument("--from", dest="since", type=day, metavar="DATE")
        parser.add_argument("--until", type=day, metavar="DATE")
        parser.add_argument("--problems", type=Path, metavar="FILE.csv", help="write all that is wrong to this file")
        parser.add_argument("--check", action="store_true", help="only check and count, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check or import.

        :raises CommandError: nothing was imported; the reasons were printed.
        """
        try:
            order = _order(options)
            most = PROBLEMS_LISTED if options["problems"] else PROBLEMS_SHOWN
            result = (check_file if options["check"] else import_file)(order, most_problems=most)
        except FieldWithoutColumn as error:
            remedy = _("Name it: --map %(field)s=COLUMN.") % {"field": error.field_name}
            raise CommandError(f"{error} {remedy}") from error
        except (MappingRefused, RoleMissing, UnknownUser) as error:
            raise CommandError(str(error)) from error
        if options["problems"]:
            lines = csv_lines(*result.problems.as_rows())
            options["problems"].write_text("".join(lines), encoding="utf-8", newline="")
        self._print(result, file=options["problems"])
        if result.problems:
            total = result.problems.total
            text = ngettext(
                "%(count)s problem: nothing was imported.", "%(count)s problems: nothing was imported.", total
            )
            raise CommandError(text % {"count": total})
        self.stdout.write(_outcome(result, is_check=options["check"]))

    def _print(self, result: ImportResult, *, file: Path | None) -> None:
        printed = result.problems.shown[:PROBLEMS_SHOWN]
        for problem in printed:
            self.stderr.write(str(problem))
        hidden = result.problems.total - len(printed)
        if hidden:
            text = _("... and %(count)s more; all of them: %(file)s")
            self.stderr.write(text % {"count": hidden, "file": file or "--problems FILE.csv"})
        self.stdout.write(_("lines: %(count)s") % {"count": result.line_count})
        for figure in result.figures:
            self.stdout.write(f"{figure.label}: {figure.value}")


def _order(options: dict[str, Any]) -> Order:
    company = company_of(options["company"])
    if not options["file"].is_file():
        raise CommandError(_("There is no file %(file)s.") % {"file": options["file"]})
    return Order(
        kind=kinds.get(options["kind"]),
        company=company,
        user=user_named(options["user"]),
        mapping=_mapping(options),
        path=options["file"],
        file_name=options["file"].name,
    )


def _mapping(options: dict[str, Any]) -> Mapping:
    mapping = Mapping()
    if options["mapping"]:
        try:
            mapping = mapping_from_toml(options["mapping"].read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
    mapping = with_constants(with_columns(mapping, options["map"]), options["set"])
    return replace(mapping, since=options["since"], until=options["until"])


def _outcome(result: ImportResult, *, is_check: bool) -> str:
    if result.run and result.is_repeated:
        return _("The same file was imported before (import %(run)s): nothing has changed.") % {"run": result.run.pk}
    if is_check:
        return _("Checked: the file can be imported. Nothing was changed.")
    return _("Imported (import %(run)s).") % {"run": result.run.pk if result.run else ""}
