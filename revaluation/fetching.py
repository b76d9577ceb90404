"""The kind of task that fetches the rates of the European Central Bank, once or again each day."""

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arclose.access.routes import Role
from arclose.batch.kinds import ActKind
from arclose.batch.models import JobTask
from arclose.batch.task_parameters import TaskParameters
from arclose.ledger.outcomes import CannotPost
from arclose.ledger.reference import ecb
from arclose.ledger.reference.loading import load_rates
from arclose.web.days import format_day

FETCH = "fetch-rates"


class NotFetched(CannotPost):
    """No rates came: the bank does not answer, or what it answers is no file of rates."""

    def __init__(self, *, is_answer: bool) -> None:
        """Carry which of the two it is."""
        super().__init__(is_answer)
        self.is_answer = is_answer

    def reason(self) -> str:
        """Say it."""
        if self.is_answer:
            return _("What came from the European Central Bank is no file of rates. No rate was changed.")
        return _(
            "The European Central Bank cannot be reached from here, or did not answer in time. No rate was changed."
        )

    def remedy(self) -> str:
        """Say what else can be done."""
        return _("Try again later, or enter the rates by hand on the page of exchange rates.")


def fetch_rates(task: JobTask, _user: User) -> str:
    """Fetch the newest reference rates; what is there stays. Doing it again changes nothing.

    :raises NotFetched: none came.
    """
    try:
        published = list(ecb.published_rates(ecb.fetched_file()))
    except (ecb.RatesUnreachable, ecb.NotRates) as error:
        raise NotFetched(is_answer=isinstance(error, ecb.NotRates)) from error
    count = load_rates(published=published)
    text = ngettext(
        "%(count)d rate is new, the last of %(day)s.", "%(count)d rates are new, the last of %(day)s.", count
    )
    return text % {"count": count, "day": format_day(published[0].rate_date)}


class NewestRates(TaskParameters):
    """Asks for nothing: the task fetches what the bank has published by then."""

    said = gettext_lazy(
        "It fetches the rates that the European Central Bank has published by then; what is there stays."
    )


# Rates that lack stand on the checklist, whatever became of a task. Outside a transaction, as it waits for the bank.
FETCH_JOB = ActKind(
    name=FETCH,
    label=gettext_lazy("Fetch the rates of the European Central Bank"),
    roles=frozenset({Role.CONTROLLER.value, Role.ADMINISTRATOR.value}),
    run=fetch_rates,
    task_form=NewestRates,
    is_atomic=False,
    minutes=5,
    blocks_close=False,
)
