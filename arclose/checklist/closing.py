"""Put a period on hold, where every blocking check is green; reopen it; close it for good, where it is as it was.

The checks run in the transaction that changes the status, behind the period's lock: every posting into it has
committed by then and none begins before the end, so nothing slips in between the last look and the hold. The books
are proved before the lock is taken, and behind it once more where something was posted meanwhile: so posters wait
for moments, not for the whole proof.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from arclose.checklist import sql
from arclose.checklist.checks import CHECKS, Check, Left, all_left
from arclose.checklist.models import VerifyRun
from arclose.checklist.proving import breaches_said, proof
from arclose.ledger import closing as ledger
from arclose.ledger.models import Company, FiscalPeriod, PeriodStatusChange
from arclose.ledger.models.calendars import PeriodStatus

# All but the proof of the books, which the hold makes for real.
CHEAP = [check for check in CHECKS if check.name != "proof"]


@dataclass(frozen=True)
class Reason:
    """Why a period cannot be put on hold: the check, what it has left, and that in a sentence."""

    check: Check
    left: Left
    sentence: str


class CloseRefused(Exception):
    """A period cannot be put on hold: the reasons are its blocking checks that have something left."""

    def __init__(self, period: FiscalPeriod, reasons: Sequence[Reason], run: VerifyRun | None = None) -> None:
        """Carry the period, the reasons in order of work, and the proof that was made meanwhile."""
        super().__init__("; ".join(reason.sentence for reason in reasons))
        self.period = period
        self.reasons = list(reasons)
        self.run = run


def reasons_against(*, company: Company, period: FiscalPeriod, checks: Sequence[Check] = CHECKS) -> list[Reason]:
    """Give why a period cannot be put on hold now; none where it can."""
    blocking = [check for check in checks if check.is_blocking]
    left = all_left(company=company, period=period, checks=blocking)
    return [
        Reason(check, left[check.name], check.said(left[check.name], period))
        for check in blocking
        if left[check.name].count
    ]


def hold_period(
    *, company: Company, period: FiscalPeriod, held_by: User, reason: str = ""
) -> PeriodStatusChange | None:
    """Put a period on hold, where every blocking check is green; None where it is on hold already.

    :raises CloseRefused: a blocking check has something left; nothing was changed but the proof that is kept.
    :raises StatusChangeRefused: the period is permanently closed.
    """
    if FiscalPeriod.objects.get(pk=period.pk).status != PeriodStatus.OPEN:
        return ledger.change_status(period=period, status=PeriodStatus.ON_HOLD, changed_by=held_by, reason=reason)
    _refuse_if_red(company, period)
    run = proof(company=company, run_by=held_by)
    try:
        _refuse_if_broken(period, run)
        return _hold(company, period, held_by, reason, run)
    except CloseRefused as refused:
        if refused.run:
            refused.run.save(force_insert=True)
        raise


@transaction.atomic
def _hold(
    company: Company, period: FiscalPeriod, held_by: User, reason: str, run: VerifyRun
) -> PeriodStatusChange | None:
    """Look once more behind the lock. The proof made before counts where nothing was posted since it began."""
    locked = ledger.lock_for_change(period=period)
    if locked.status == PeriodStatus.OPEN:
        _refuse_if_red(company, locked)
        if sql.chain_position(company_id=company.pk) != run.chain_position:
            run = proof(company=company, run_by=held_by)
            _refuse_if_broken(locked, run)
        run.save(force_insert=True)
    return ledger.change_status(period=locked, status=PeriodStatus.ON_HOLD, changed_by=held_by, reason=reason)


def _refuse_if_red(company: Company, period: FiscalPeriod) -> None:
    reasons = reasons_against(company=company, period=period, checks=CHEAP)
    if reasons:
        raise CloseRefused(period, reasons)


def _refuse_if_broken(period: FiscalPeriod, run: VerifyRun) -> None:
    if not run.finding_count:
        return
    check = next(check for check in CHECKS if check.name == "proof")
    raise CloseRefused(period, [Reason(check, Left(run.finding_count), breaches_said(run))], run)


def reopen_period(*, period: FiscalPeriod, reopened_by: User, reason: str) -> PeriodStatusChange | None:
    """Open a period that is on hold; None where it is open already. Reopening asks no check.

    :raises StatusChangeRefused: the period is permanently closed.
    """
    return ledger.change_status(period=period, status=PeriodStatus.OPEN, changed_by=reopened_by, reason=reason)


def close_permanently(*, period: FiscalPeriod, closed_by: User, reason: str) -> PeriodStatusChange | None:
    """Close a period that is on hold for ever, where the books are proved and it is as it was put on hold.

    None where it is closed already.

    :raises CloseRefused: the proof found a breach, or the period is not what its manifest says; the proof is kept.
    :raises StatusChangeRefused: the period is open.
    """
    if FiscalPeriod.objects.get(pk=period.pk).status != PeriodStatus.ON_HOLD:
        return ledger.change_status(
            period=period, status=PeriodStatus.PERMANENTLY_CLOSED, changed_by=closed_by, reason=reason
        )
    _refuse_if_changed(period)
    run = proof(company=period.company, run_by=closed_by)
    try:
        _refuse_if_broken(period, run)
        return _close(period, closed_by, reason, run)
    except CloseRefused as refused:
        if refused.run:
            refused.run.save(force_insert=True)
        raise


@transaction.atomic
def _close(period: FiscalPeriod, closed_by: User, reason: str, run: VerifyRun) -> PeriodStatusChange | None:
    """Look once more behind the lock, like the hold."""
    locked = ledger.lock_for_change(period=period)
    if locked.status == PeriodStatus.ON_HOLD:
        _refuse_if_changed(locked)
        if sql.chain_position(company_id=locked.company_id) != run.chain_position:
            run = proof(company=locked.company, run_by=closed_by)
            _refuse_if_broken(locked, run)
        run.save(force_insert=True)
    return ledger.change_status(
        period=locked, status=PeriodStatus.PERMANENTLY_CLOSED, changed_by=closed_by, reason=reason
    )


def _refuse_if_changed(period: FiscalPeriod) -> None:
    """Refuse to write a manifest over that of the hold where it would say something else."""
    changed = ledger.changed_since_closing(period=period)
    if not changed:
        return
    check = next(check for check in CHECKS if check.name == "proof")
    sentence = _("%(period)s is not as it was put on hold: its manifest names other %(facts)s.") % {
        "period": period.name,
        "facts": ", ".join(changed),
    }
    raise CloseRefused(period, [Reason(check, Left(len(changed)), sentence)])


def facts_of(*, period: FiscalPeriod) -> dict[str, int]:
    """Give how many vouchers and entries stand in a period."""
    facts = ledger.manifest_facts(period=period)
    return {"vouchers": facts["vouchers"], "entries": facts["entries"]}
