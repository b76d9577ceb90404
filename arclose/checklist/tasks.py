"""How the tasks of a close stand: what each has left, who owns it until when, and whether a sign-off still holds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from arclose.checklist import sql
from arclose.checklist.checks import CHECKS, Check, Left, all_left, named
from arclose.checklist.models import PeriodTask, SignOff
from arclose.checklist.preparers import KINDS_OF_DOCUMENTS, has_prepared, somebody_else_may_sign
from arclose.checklist.scheduling import due_date
from arclose.ledger.models import Company, FiscalPeriod, Voucher
from customers.dunning.collection_letters import COLLECTION_LETTERS
from customers.dunning.interest_notes import INTEREST_NOTES
from customers.entries import INVOICE
from journals.kinds.general import GENERAL_VOUCHER
from journals.kinds.payments import PAYMENT

VOUCHERS_SHOWN = 8


class NotGreen(Exception):
    """A task cannot be signed off, because its check has something left."""

    def __init__(self, check: Check, left: Left) -> None:
        """Carry the check and what it has left."""
        super().__init__(f"{check.name}: {left.count} left")
        self.check = check
        self.left = left


class PreparedIt(Exception):
    """A task is not signed off by the person who posted its documents or had a job post them."""

    def __init__(self, check: Check, person: User) -> None:
        """Carry the check and the person."""
        super().__init__(f"{check.name}: prepared by {person}")
        self.check = check
        self.person = person


@dataclass(frozen=True)
class Assigned:
    """A check with who clears it in one period, and until when."""

    check: Check
    owner: User | None
    due: date


@dataclass(frozen=True)
class Task(Assigned):
    """A check with how it stands in one period."""

    left: Left
    sign_offs: Sequence[SignOff]
    waits_for: Sequence[Check]

    @property
    def sign_off(self) -> SignOff | None:
        """Give the newest sign-off."""
        return self.sign_offs[-1] if self.sign_offs else None

    @property
    def is_broken(self) -> bool:
        """Whether something was posted into the period since the newest sign-off."""
        return bool(self.sign_off and self.sign_off.is_broken)  # type: ignore[attr-defined]

    @property
    def is_green(self) -> bool:
        """Whether nothing is left, and nothing was posted into the period since it was signed off."""
        return not self.left.count and not self.is_broken

    @property
    def state(self) -> str:
        """Name the state for its icon and tone."""
        if self.is_green:
            return "signed" if self.sign_off else "green"
        if not self.check.is_blocking:
            return "warning"
        return "blocked" if self.waits_for and self.left.count else "left"

    @property
    def state_text(self) -> str:
        """Say the state in a word."""
        return {
            "signed": _("Signed off"),
            "green": _("Done"),
            "warning": _("Warning"),
            "blocked": _("Waits"),
            "left": _("To do") if self.left.count else _("Sign again"),
        }[self.state]

    @property
    def blocks(self) -> bool:
        """Whether it keeps the period from being put on hold."""
        return self.check.is_blocking and bool(self.left.count)


@dataclass(frozen=True)
class Progress:
    """How far the whole is: tasks done of all, and how many keep the period from being put on hold."""

    done: int
    total: int
    blocking: int


def assigned(*, period: FiscalPeriod) -> list[Assigned]:
    """Give who clears every check of a period until when, in order of work; what is left is not asked for."""
    settings = {task.check_name: task for task in _settings(period)}
    return [_assigned(check, settings.get(check.name), period) for check in CHECKS]


def _assigned(check: Check, own: PeriodTask | None, period: FiscalPeriod) -> Assigned:
    usual = due_date(period_end=period.end_date, working_days=check.due_working_days)
    return Assigned(
        check=check,
        owner=own.owner if own else None,
        due=own.due_date if own and own.due_date else usual,
    )


def _settings(period: FiscalPeriod) -> "QuerySet[PeriodTask]":
    return PeriodTask.objects.filter(period=period).select_related("owner")


def tasks(*, company: Company, period: FiscalPeriod, left: Mapping[str, Left] | None = None) -> list[Task]:
    """Give every task of a period's close, in order of work, with what is ``left``; None: that is asked for."""
    left = all_left(company=company, period=period) if left is None else left
    signed: dict[str, list[SignOff]] = defaultdict(list)
    for sign_off in _sign_offs(company, period):
        signed[sign_off.check_name].append(sign_off)
    return [_task(one, left, signed[one.check.name]) for one in assigned(period=period)]


def _task(one: Assigned, left: Mapping[str, Left], sign_offs: Sequence[SignOff]) -> Task:
    return Task(
        check=one.check,
        owner=one.owner,
        due=one.due,
        left=left[one.check.name],
        sign_offs=sign_offs,
        waits_for=[check for name in one.check.needs if (check := named(name)) and left[name].count],
    )


def _sign_offs(company: Company, period: FiscalPeriod) -> "QuerySet[SignOff]":
    """Give the sign-offs of a period, oldest first, with ``is_broken``: a voucher of it was posted afterwards."""
    later = Voucher.objects.filter(
        company=company,
        period=period,
        posting__seal__company=company,
        posting__seal__position__gt=OuterRef("chain_position"),
    )
    return (
        SignOff.objects.filter(period=period)
        .annotate(is_broken=Exists(later))
        .select_related("signed_by")
        .order_by("pk")
    )


def vouchers_since(*, sign_off: SignOff) -> "QuerySet[Voucher]":
    """Give the vouchers of the period that were posted after a sign-off, newest first."""
    return (
        Voucher.objects.filter(
            company=sign_off.company_id,
            period=sign_off.period_id,
            posting__seal__position__gt=sign_off.chain_position,
        )
        .select_related("posting__posted_by")
        .order_by("-pk")
    )


def progress(all_tasks: Sequence[Task]) -> Progress:
    """Sum up the tasks of a close."""
    return Progress(
        done=sum(task.is_green for task in all_tasks),
        total=len(all_tasks),
        blocking=sum(task.blocks for task in all_tasks),
    )


@transaction.atomic
def sign_off(*, company: Company, period: FiscalPeriod, check: Check, signed_by: User) -> SignOff:
    """Record that a person takes a task for done. Who prepared it does not sign it, unless nobody else can.

    How far postings are is read before the counts: what is posted in between breaks the sign-off.

    :raises NotGreen: its check has something left.
    :raises PreparedIt: the person posted its documents, and another person holds the role that signs.
    """
    position = sql.chain_position(company_id=company.pk)
    prepared = has_prepared(company=company, period=period, check=check, person=signed_by)
    if prepared and somebody_else_may_sign(company=company, person=signed_by):
        raise PreparedIt(check, signed_by)
    left = all_left(company=company, period=period, checks=[check])[check.name]
    if left.count:
        raise NotGreen(check, left)
    return SignOff.objects.create(
        company=company,
        period=period,
        check_name=check.name,
        chain_position=position,
        signed_by=signed_by,
        is_own_work=prepared,
    )


def assign(*, company: Company, period: FiscalPeriod, check: Check, owner: User | None, due: date | None) -> PeriodTask:
    """Give a task of a period its own owner and due date; None takes them back."""
    task, _is_new = PeriodTask.objects.update_or_create(
        company=company, period=period, check_name=check.name, defaults={"owner": owner, "due_date": due}
    )
    return task


@dataclass(frozen=True)
class DayLeft:
    """How many documents of the period were left at the end of a day."""

    day: date
    left: int


BURN_DOWN_DAYS = 12
# What the documents of the tasks that post some are as vouchers.
DOCUMENT_TYPES = (
    INVOICE,
    INTEREST_NOTES.document_type,
    PAYMENT,
    GENERAL_VOUCHER,
)


# Most collection letters have no voucher to be counted by when they are posted.
_COUNTED = {name: kinds for name, kinds in KINDS_OF_DOCUMENTS.items() if kinds and COLLECTION_LETTERS.name not in kinds}


def documents_left(all_tasks: Sequence[Task]) -> int:
    """Give how many documents of the period are still to be posted, but for collection letters."""
    return sum(task.left.count for task in all_tasks if task.check.name in _COUNTED)


def burn_down(*, company: Company, period: FiscalPeriod, left_now: int, today: date) -> list[DayLeft]:
    """Give what was left at the end of the last days on which documents were posted into the period, oldest first.

    That is what is left now and what was posted since. Before the first of them stands the day before it. Orders that
    were invoiced together count as the one invoice, collection letters not at all.
    """
    days = sql.posted_per_day(
        period_id=period.pk,
        time_zone=company.time_zone,
        kinds=list(chain.from_iterable(_COUNTED.values())),
        document_types=DOCUMENT_TYPES,
        days=BURN_DOWN_DAYS,
    )
    points, left = [DayLeft(today, left_now)], left_now
    for day, posted in days:
        if day < today:
            points.append(DayLeft(day, left))
        left += posted
    if days and len(days) < BURN_DOWN_DAYS:
        points.append(DayLeft(days[-1][0] - timedelta(days=1), left))
    return points[::-1]
