"""Check a file, or import it: everything in one transaction, that commits as a whole or leaves nothing."""

import hashlib
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from arclose.access.roles import require_role
from arclose.imports import sql
from arclose.imports.kinds import Breach, Check, Figure, ImportKind
from arclose.imports.limits import PROBLEMS_SHOWN
from arclose.imports.mapping import Mapping, MappingRefused
from arclose.imports.measuring import Measured, measure
from arclose.imports.models import ImportRun
from arclose.imports.plan import Plan
from arclose.imports.problems import FileRefused, Problems
from arclose.imports.reading import opened_table
from arclose.imports.staging import Staged, stage
from arclose.ledger import statistics
from arclose.ledger.models import Company

log = logging.getLogger(__name__)


@dataclass
class ImportResult:
    """What came of a check or an import.

    ``run`` is the import as it is kept, None after a check or where there are problems. With ``is_repeated`` the same
    file had been imported before, nothing has changed, and ``run`` is that import.
    """

    line_count: int = 0
    figures: list[Figure] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    run: ImportRun | None = None
    is_repeated: bool = False


@dataclass(frozen=True)
class Order:
    """What is asked for: a file of a kind, for a company, by a user, under a mapping."""

    kind: ImportKind
    company: Company
    user: Any
    mapping: Mapping
    path: Path
    file_name: str

    def fingerprint(self, measured: Measured) -> str:
        """Give the digest by which the same file under the same mapping is known again."""
        facts = f"{self.kind.name} {measured.digest} {self.mapping.digest()}"
        return hashlib.sha256(facts.encode()).hexdigest()


def check_file(order: Order, *, most_problems: int = PROBLEMS_SHOWN) -> ImportResult:
    """Read and check a file as an import would, count what it holds, and change nothing.

    Of its problems the first so many are given, and the number of all.

    :raises RoleMissing: the user may not import this kind.
    :raises MappingRefused: the mapping names what the file or the kind does not have.
    """
    return _work(order, is_check=True, most_problems=most_problems)


def import_file(order: Order, *, most_problems: int = PROBLEMS_SHOWN) -> ImportResult:
    """Import a file as a whole, or nothing of it where there is any problem. The same file again changes nothing.

    :raises RoleMissing: the user may not import this kind, or not make what the mapping lets it make.
    :raises MappingRefused: the mapping names what the file or the kind does not have.
    """
    return _work(order, is_check=False, most_problems=most_problems)


def _work(order: Order, *, is_check: bool, most_problems: int) -> ImportResult:
    _require_roles(order)
    result = ImportResult(problems=Problems(most=most_problems))
    try:
        measured = measure(order.path)
    except FileRefused as error:
        _add(result.problems, error)
        return result
    fingerprint = order.fingerprint(measured)
    if known := _known(order, fingerprint):
        return known
    with transaction.atomic():
        run_id = _begin(order, measured, fingerprint)
        if run_id is None:
            return _known(order, fingerprint) or result
        _fill(order, measured, run_id, result, is_check=is_check)
        if result.problems or is_check:
            transaction.set_rollback(True)
        else:
            result.run = ImportRun.objects.get(pk=run_id)
            # What was imported a moment ago is posted next, and the planner must know of it before autovacuum comes by.
            transaction.on_commit(lambda: statistics.analyze(order.kind.tables), robust=True)
    return result


def _require_roles(order: Order) -> None:
    if order.mapping.kind and order.mapping.kind != order.kind.name:
        raise MappingRefused(
            _("The mapping is for %(other)s, not for %(kind)s.")
            % {"other": order.mapping.kind, "kind": order.kind.name}
        )
    require_role(user=order.user, company=order.company, roles=order.kind.roles)
    for thing in order.mapping.create:
        if thing not in order.kind.creates:
            raise MappingRefused(
                _("%(kind)s cannot make %(thing)s on the way.") % {"kind": order.kind.name, "thing": thing}
            )
        require_role(user=order.user, company=order.company, roles=order.kind.creates[thing])


def _known(order: Order, fingerprint: str) -> ImportResult | None:
    run = ImportRun.objects.filter(company=order.company, fingerprint=fingerprint).first()
    if run is None:
        return None
    figures = [Figure(*kept) for kept in run.figures]
    return ImportResult(line_count=run.line_count, figures=figures, run=run, is_repeated=True)


def _begin(order: Order, measured: Measured, fingerprint: str) -> int | None:
    return sql.begin_run(
        company=order.company.pk,
        kind=order.kind.name,
        file_name=order.file_name[:200],
        file_digest=measured.digest,
        fingerprint=fingerprint,
        mapping=order.mapping.as_json(),
        user=order.user.pk,
    )


def _fill(order: Order, measured: Measured, run_id: int, result: ImportResult, *, is_check: bool) -> None:
    """Stage the file, ask every check, and write where nothing is wrong."""
    sql.expect_large_sets()
    staged = _timed("stage", run_id, lambda: _stage(order, measured, run_id, result))
    if staged is None:
        return
    for rule in order.kind.checks:
        if not (rule.needs_every_line and result.problems):
            _report(result.problems, rule, rule.find(staged))
    if result.problems or is_check:
        result.figures = order.kind.count(staged)
        return
    result.figures = _timed("write", run_id, lambda: order.kind.write(staged))
    facts = [(figure.name, figure.value, figure.words) for figure in result.figures]
    ImportRun.objects.filter(pk=run_id).update(line_count=result.line_count, figures=facts)
    sql.remove_rows(run_id=run_id)


def _stage(order: Order, measured: Measured, run_id: int, result: ImportResult) -> Staged | None:
    """Give the staged file; None where there is nothing to look at."""
    mapping = order.mapping
    try:
        with opened_table(measured, separator=mapping.separator, sheet=mapping.sheet) as table:
            plan = Plan(order.kind, table, mapping, result.problems)
            result.line_count = stage(plan=plan, run_id=run_id)
    except FileRefused as error:
        _add(result.problems, error)
        return None
    if not result.line_count:
        if not result.problems:
            result.problems.add(0, "", _("No line of the file is to be imported."))
        return None
    return Staged(
        order.company, run_id, order.user, order.kind, mapping, plan.staged, plan.constants, result.problems.most
    )


def _report(problems: Problems, rule: Check, breaches: Iterable[Breach]) -> None:
    shown = 0
    total = 0
    for breach in breaches:
        problems.add(breach.line, rule.field, str(rule.reason) % {"detail": breach.detail})
        shown += 1
        total = max(total, breach.total)
    problems.add_more(max(total - shown, 0))


def _add(problems: Problems, error: FileRefused) -> None:
    problems.add(error.problem.line, error.problem.column, error.problem.reason)


def _timed(step: str, run_id: int, work: Any) -> Any:
    began = time.monotonic()
    result = work()
    log.info("import %s: %s in %d ms", run_id, step, (time.monotonic() - began) * 1000)
    return result
