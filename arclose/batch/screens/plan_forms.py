"""When a job starts, how often it comes again and how urgent it is: as typed, when it is submitted and afterwards."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.batch.models import AlertOn, History, Job, JobGroup, Priority
from arclose.batch.plans import Plan
from arclose.batch.schedule.recurrence import (
    LAST_DAY,
    MOST_EVERY,
    START_DAYS,
    NeverComes,
    Recurrence,
    Unit,
    first_run,
)
from arclose.batch.schedule.windows import Window
from arclose.ledger.models import Company
from arclose.web.days import format_day
from arclose.web.forms import DayField, DayInput, MomentInput, set_today
from arclose.web.typed import parse_moment

MOST_TIMES = 10_000
_CONTROL = {"class": "form-control form-control-sm"}
_SELECT = {"class": "form-select form-select-sm"}
_TICK = {"class": "form-check-input"}
_OF_RECURRENCE = ("start", "unit", "every", "weekdays", "month_day", "until", "times")


class StartField(forms.DateTimeField):
    """A time on the clock of the company: the first of two where it comes twice, as much later where it is left out."""

    def to_python(self, value: Any) -> datetime | None:
        """Read what was typed, as recurrences read it; refuse what no job could start at."""
        if value in self.empty_values:
            return None
        wall = parse_moment(str(value), today=timezone.localdate())
        first, last = START_DAYS
        if not first <= wall.date() <= last:
            text = _("No job starts on %(day)s: type a day from %(first)s to %(last)s.")
            days = {"day": format_day(wall.date()), "first": format_day(first), "last": format_day(last)}
            raise ValidationError(text % days, code="no_start")
        return wall.replace(tzinfo=timezone.get_current_timezone())


def _start_field() -> StartField:
    widget = MomentInput(_CONTROL)
    return StartField(
        required=False,
        label=gettext_lazy("Start of the job"),
        help_text=gettext_lazy("Such as 31/10 18:00 or “tomorrow 6:30”. Empty: at once."),
        widget=widget,
    )


class UrgencyForm(forms.Form):
    """The group and the priority of a job, and its start."""

    start = _start_field()
    priority = forms.TypedChoiceField(
        required=False,
        label=gettext_lazy("Priority"),
        choices=[("", gettext_lazy("As the group has it")), *Priority.choices],
        coerce=int,
        empty_value=None,
        widget=forms.Select(_SELECT),
    )
    group: Any = forms.ModelChoiceField(
        queryset=None,
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("None"),
        label=gettext_lazy("Group"),
        widget=forms.Select(_SELECT),
    )

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        """Offer the groups of the company."""
        super().__init__(*args, **kwargs)
        self.company = company
        groups: Any = self.fields["group"]
        groups.queryset = JobGroup.objects.filter(company=company).order_by("code")


# Says that the options were on the form: a box that is not ticked is not sent.
OPTIONS = "options"


class SubmitForm(UrgencyForm):
    """What a job is submitted with; all else is planned on its own page."""

    late_selection = forms.BooleanField(
        required=False,
        label=gettext_lazy("Late selection"),
        help_text=gettext_lazy("A job of all of the filter finds its documents when it starts."),
        widget=forms.CheckboxInput(_TICK),
    )
    is_planned = forms.BooleanField(
        required=False,
        label=gettext_lazy("Plan the job first"),
        help_text=gettext_lazy("It is withheld, and its recurrence and hours are asked for."),
        widget=forms.CheckboxInput(_TICK),
    )

    field_order: Sequence[str] = ("late_selection", "start", "priority", "group", "is_planned")

    def plan(self) -> Plan:
        """Give what was typed."""
        typed = self.cleaned_data
        return Plan(
            start=typed.get("start"),
            priority=typed.get("priority"),
            group=typed.get("group"),
            is_withheld=bool(typed.get("is_planned")),
        )


class PlanForm(UrgencyForm):
    """All that is planned of a job to come."""

    use_required_attribute = False

    description = forms.CharField(label=gettext_lazy("Description"), max_length=200, widget=forms.TextInput(_CONTROL))
    window_begin = forms.TimeField(
        required=False,
        label=gettext_lazy("Starts only from"),
        help_text=gettext_lazy("With the next field the hours of the day in which it may start; empty: in all."),
        widget=forms.TimeInput({**_CONTROL, "type": "time"}, "%H:%M"),
    )
    window_end = forms.TimeField(
        required=False,
        label=gettext_lazy("Starts only before"),
        help_text=gettext_lazy("Earlier than the hour before: it spans midnight."),
        widget=forms.TimeInput({**_CONTROL, "type": "time"}, "%H:%M"),
    )
    unit = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Comes again in"),
        choices=[("", gettext_lazy("It does not come again")), *Unit.choices],
        widget=forms.Select(_SELECT),
    )
    every = forms.IntegerField(
        required=False,
        label=gettext_lazy("Every so many of them"),
        min_value=1,
        max_value=MOST_EVERY,
        widget=forms.NumberInput(_CONTROL),
    )
    weekdays = forms.TypedMultipleChoiceField(
        required=False,
        label=gettext_lazy("Weekdays"),
        help_text=gettext_lazy("With weeks. None ticked: that of the start."),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple(_TICK),
    )
    month_day = forms.TypedChoiceField(
        required=False,
        label=gettext_lazy("Day of the month"),
        help_text=gettext_lazy("With months. A day that a month does not have is its last one."),
        choices=[
            ("", gettext_lazy("That of the start")),
            *((day, str(day)) for day in range(1, LAST_DAY)),
            (LAST_DAY, gettext_lazy("The last day")),
        ],
        coerce=int,
        empty_value=None,
        widget=forms.Select(_SELECT),
    )
    until = DayField(
        required=False,
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Empty: it does not end."),
        widget=DayInput({"class": "form-control form-control-sm day"}),
    )
    times = forms.IntegerField(
        required=False,
        label=gettext_lazy("Number of runs"),
        help_text=gettext_lazy("Counted from the start above."),
        min_value=1,
        max_value=MOST_TIMES,
        widget=forms.NumberInput(_CONTROL),
    )

    alerts = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Tell me"),
        help_text=gettext_lazy("At the bell; whoever the job works for is told."),
        choices=AlertOn.choices,
        widget=forms.CheckboxSelectMultiple(_TICK),
    )
    is_alert_mailed = forms.BooleanField(
        required=False, label=gettext_lazy("By e-mail too"), widget=forms.CheckboxInput(_TICK)
    )
    is_alert_popup = forms.BooleanField(
        required=False,
        label=gettext_lazy("As a pop-up too"),
        help_text=gettext_lazy("On every page, until it is read."),
        widget=forms.CheckboxInput(_TICK),
    )
    is_critical = forms.BooleanField(
        required=False,
        label=gettext_lazy("Critical"),
        help_text=gettext_lazy("When it fails, every controller is told, whatever is ticked above."),
        widget=forms.CheckboxInput(_TICK),
    )
    history = forms.ChoiceField(
        required=False,
        label=gettext_lazy("The list of jobs shows"),
        help_text=gettext_lazy(
            "What was posted, and by which job, always stays. Of runs that are not shown the rows of documents go as"
            " soon as no open period needs them."
        ),
        choices=History.choices,
        widget=forms.Select(_SELECT),
    )

    def __init__(self, *args: Any, told: User | None, **kwargs: Any) -> None:
        """Read days as of the company's today, and say where an e-mail goes to that tells how the job ended."""
        super().__init__(*args, **kwargs)
        set_today(self, timezone.localdate())
        self.fields["is_alert_mailed"].help_text = _where_mail_goes(told)

    @property
    def keeps_schedule(self) -> bool:
        """Tell whether nothing of the recurrence was changed, so that the one there is goes on."""
        return not set(_OF_RECURRENCE) & set(self.changed_data)

    def clean(self) -> dict[str, Any]:
        """Refuse half a window, two ends of a recurrence, and a recurrence that never comes."""
        typed = super().clean() or {}
        begin, end = typed.get("window_begin"), typed.get("window_end")
        if (begin is None) != (end is None) and not {"window_begin", "window_end"} & set(self.errors):
            self.add_error("window_end", _("A window has a begin and an end: type both, or neither."))
        elif begin is not None and begin == end:
            self.add_error("window_end", _("The window ends when it begins: nothing could start in it."))
        if typed.get("until") and typed.get("times"):
            self.add_error("times", _("A recurrence ends on a day, or after so many runs: type one of the two."))
        if typed.get("unit") and not self.errors and not self.keeps_schedule:
            self._refuse_what_never_comes(typed)
        return typed

    def _refuse_what_never_comes(self, typed: dict[str, Any]) -> None:
        try:
            first_run(self._recurrence(typed), zone=ZoneInfo(self.company.time_zone), now=timezone.now())
        except NeverComes:
            self.say_that_none_comes()

    def say_that_none_comes(self) -> None:
        """Refuse a recurrence of which no run is to come."""
        said = _("No run is to come: it would end before it begins. Move the end, or the start.")
        self.add_error("times" if self.cleaned_data.get("times") else "until", said)

    def _recurrence(self, typed: dict[str, Any]) -> Recurrence:
        start: datetime = timezone.localtime(typed.get("start") or timezone.now()).replace(second=0, microsecond=0)
        unit = Unit(typed["unit"])
        return Recurrence(
            unit=unit,
            every=typed.get("every") or 1,
            start=start.replace(tzinfo=None),
            weekdays=tuple(typed["weekdays"]) if unit == Unit.WEEKS else (),
            month_day=(typed["month_day"] or start.day) if unit == Unit.MONTHS else None,
            until=typed.get("until"),
            times=typed.get("times"),
        )

    def plan(self) -> Plan:
        """Give what was typed."""
        typed = self.cleaned_data
        begin, end = typed["window_begin"], typed["window_end"]
        return Plan(
            start=typed["start"],
            recurrence=self._recurrence(typed) if typed["unit"] else None,
            window=Window(begin, end) if begin and end else None,
            group=typed["group"],
            priority=typed["priority"],
            alerts=typed["alerts"],
            is_alert_mailed=typed["is_alert_mailed"],
            is_alert_popup=typed["is_alert_popup"],
            is_critical=typed["is_critical"],
            history=typed["history"] or History.ALWAYS,
        )


def _where_mail_goes(told: User | None) -> str:
    """Say where an e-mail goes to that tells whoever a job works for; where it works for nobody to all of a role."""
    if told is None:
        return _(
            "To every controller who has an e-mail address; without controllers to the clerks, else to the"
            " administrators, else to the auditors."
        )
    if told.email:
        return _("To %(address)s.") % {"address": told.email}
    return _("%(person)s has no e-mail address: an administrator enters it in Setup, under Users.") % {"person": told}


def plan_as_typed(job: Job) -> dict[str, Any]:
    """Give the plan of a job as :class:`PlanForm` shows it."""
    typed: dict[str, Any] = {
        "description": job.description,
        "start": job.scheduled_start,
        "priority": job.priority,
        "group": job.group.code if job.group else None,
        "window_begin": job.window_begin,
        "window_end": job.window_end,
        "alerts": job.alerts,
        "is_alert_mailed": job.is_alert_mailed,
        "is_alert_popup": job.is_alert_popup,
        "is_critical": job.is_critical,
        "history": job.history,
        "every": 1,
    }
    schedule = job.schedule
    if schedule is None or schedule.ended_at is not None:
        return typed
    recurrence = schedule.recurrence
    return typed | {
        "unit": recurrence.unit,
        "every": recurrence.every,
        "weekdays": list(recurrence.weekdays),
        "month_day": recurrence.month_day,
        "until": recurrence.until,
        "times": recurrence.times,
    }
