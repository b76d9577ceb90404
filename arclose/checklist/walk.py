"""The guided walk: a newcomer is led through a close, one check after the other, in the order of work.

A step is done when its check is green; nothing is ticked by hand. The panel shows in demo companies, and wherever
``?walk=1`` asks for it, until its reader hides it; that is kept with the reader's session.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from arclose.access.roles import role_words
from arclose.access.routes import Role
from arclose.checklist.checks import Check, Left, all_left, named
from arclose.ledger.models.calendars import PeriodStatus
from arclose.web.links import page_url

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SHOWN, STEP, STOOD, HOLD = "walk_shown", "walk_step", "walk_stood", "hold"
# Where the walk leads: only these pages show it.
CLOSE_PAGES = frozenset({"checklist:close", "checklist:task", "checklist:hold"})
PAGES = CLOSE_PAGES | {
    "customers:customers",
    "customers:customer",
    "customers:credit_holds",
    "customers:decide_credit",
    "customers:orders",
    "customers:order",
    "customers:change_order",
    "customers:cancel_order",
    "customers:update_order",
    "customers:deliver_now",
    "customers:order_document",
    "customers:post_orders",
    "customers:post_orders_now",
    "customers:posted_orders",
    "customers:invoice",
    "customers:generate_recurring",
    "customers:recurring_invoice",
    "customers:free_text_invoices",
    "customers:free_text_invoice",
    "customers:preview_free_text",
    "journals:bank_lines",
    "journals:propose_payments",
    "journals:bank_proposals",
    "journals:make_bank_payments",
    "journals:bank_line",
    "journals:explain_lines",
    "journals:payments",
    "journals:change_payment_status",
    "journals:payment",
    "journals:payment_journal",
    "journals:preview_payments",
    "journals:general_vouchers",
    "journals:preview_vouchers",
    "journals:general_voucher",
    "batch:jobs",
    "batch:job",
    "batch:documents",
    "ledger:accounts",
    "ledger:account",
}
# What to do at each step, by the name of its check; the last one is the hold.
STEPS: Mapping[str, "_StrOrPromise"] = {
    "vat-numbers": _(
        "Signed in as administrator, open the customer, then Edit in Setup, enter the number, such as IT00743110157,"
        " and save. Back to the books leads here again."
    ),
    "credit-holds": _(
        "Signed in as controller, tick the order of two coffee machines, then Release and post it, or Reject it. Each"
        " asks for a reason."
    ),
    "orders-to-confirm": _(
        "Choose all of the filter, then Preview, and post. One order is left out for a blocked item: open it, Change,"
        " empty that line, save, and post its confirmation."
    ),
    "orders-to-pick": _("Choose all of the filter and post the picking lists as a job. It goes on while you look."),
    "orders-to-deliver": _(
        "Choose all of the filter and post the packing slips: goods leave the house, and freight goes with them."
    ),
    "delivered": _(
        "Choose all of the filter and invoice by packing slip, as a job: at once, up to 200 orders are posted. Only"
        " what was delivered is invoiced."
    ),
    "orders": _(
        "Choose all of the filter and invoice what is left, credit notes too. What cannot be invoiced is named with its"
        " reason; put it right and post again."
    ),
    "recurring-invoices": _(
        "Look at what is due, and generate it: the contract becomes a free text invoice that waits."
    ),
    "free-text-invoices": _(
        "Choose all of the filter, then Preview: entries, taxes, and a line on two ledger accounts. Post what you saw."
    ),
    "bank-lines": _(
        "Choose all of the filter, then Propose payments: tick what is right, and make payments of it. Say of the"
        " bank's charge that it is no payment of a customer."
    ),
    "payments": _(
        "Choose all of the filter, then Preview: what each settles, and what stays open. Post them. A direct debit is"
        " left out, it waits for its bank: tick it, Payment status, Approved, then post it, too."
    ),
    "general-vouchers": _("Choose all of the filter and post: rent, bank charges, and the receipt that was assigned."),
    "jobs": _("Wait for the jobs. Open what they set aside, put the cause right, and try again."),
    "clearing": _("Account 1290 comes to zero when the assignment of the receipt is posted."),
    "proof": _("Press “Prove now”: every promise about the books is asked of all postings."),
    HOLD: _(
        "Signed in as controller, put the period on hold. What still warns and posts into the month, such as the"
        " revaluation of foreign currency, comes before. It can be reopened, with a reason."
    ),
}

# Who does a step; the others are for those who post.
POSTING = frozenset({Role.CLERK, Role.CONTROLLER})
DONE_BY: Mapping[str, frozenset[Role]] = {
    "vat-numbers": frozenset({Role.ADMINISTRATOR}),
    "credit-holds": frozenset({Role.CONTROLLER}),
    HOLD: frozenset({Role.CONTROLLER}),
}

_demo_companies: set[str] = set()


def register_demo(code: str) -> None:
    """Let the walk show by itself in the company with this code."""
    _demo_companies.add(code)


@dataclass(frozen=True)
class Step:
    """A step of the walk: its place, what to do, where, and whether it is done.

    ``url`` is the page where it is done, empty for those who may not; ``task_url`` the page that says what is left;
    ``needed`` the roles of those who do it, empty where its reader has one of them.
    """

    name: str
    number: int
    label: str
    text: "_StrOrPromise"
    url: str
    task_url: str
    button: str
    is_done: bool
    needed: str


@dataclass(frozen=True)
class Walk:
    """The steps of a period's close, and the one that the reader is at; none when all are done.

    Where it is not ``whole`` only that one was asked for, and nothing is said of the others.
    """

    steps: Sequence[Step]
    step: Step | None
    following: Step | None
    is_whole: bool = True

    @property
    def total(self) -> int:
        """Give how many steps there are."""
        return len(STEPS)

    @property
    def done(self) -> int:
        """Give how many steps are done."""
        return sum(step.is_done for step in self.steps)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every template; asks the database only on the pages that show the walk."""
    return {"walk": SimpleLazyObject(lambda: walk_of(request)), "walk_is_hidden": is_hidden(request)}


def _is_offered(request: HttpRequest) -> bool:
    company = getattr(request, "company", None)
    match = request.resolver_match
    if company is None or not hasattr(request, "period") or match is None or match.view_name not in PAGES:
        return False
    return company.code in _demo_companies or _wish(request) is True


def _is_asked_for(request: HttpRequest) -> bool:
    return request.method == "GET" and request.GET.get("walk") == "1" and hasattr(request, "period")


def _wish(request: HttpRequest) -> bool | None:
    """Tell whether the reader wants to see the walk, by the address or since earlier; None: never said."""
    kept: bool | None = request.session.get(SHOWN)
    return _is_asked_for(request) or kept


def is_hidden(request: HttpRequest) -> bool:
    """Tell whether the reader has hidden a walk that could be brought back."""
    return _is_offered(request) and _wish(request) is False


def is_shown(request: Any) -> bool:
    """Tell whether the page shows the walk."""
    return _is_offered(request) and _wish(request) is not False


def walk_of(request: Any) -> Walk | None:
    """Give the walk through the period of the request; None where it is not shown. Asked for once, it stays."""
    if _is_asked_for(request):
        request.session[SHOWN] = True
    if not is_shown(request):
        return None
    if waiting := _waiting_step(request):
        return Walk([waiting], waiting, None, is_whole=False)
    # The close page has asked already.
    left = getattr(request, "found_left", None) or _left(request, STEPS)
    steps = [_step(request, name, left) for name in STEPS]
    if asked := _asked(request, steps):
        _keep(request, STEP, asked)
    walk = _at(steps, _kept(request, STEP))
    _keep(request, STOOD, walk.step.name if walk.step else "")
    return walk


def _keep(request: Any, name: str, value: str) -> None:
    """Keep where the walk through this period is in the session, which is written only where it changes."""
    if _kept(request, name) != value:
        request.session[f"{name}_{request.period.pk}"] = value


def _kept(request: Any, name: str) -> str:
    return str(request.session.get(f"{name}_{request.period.pk}", ""))


def _left(request: Any, names: Iterable[str]) -> dict[str, Left]:
    checks = [check for check in (named(name) for name in names) if check]
    return all_left(company=request.company, period=request.period, checks=checks)


def _waiting_step(request: Any) -> Step | None:
    """Give the step whose page this is, else the last one shown, where something of it is left.

    To ask every check takes a tenth of a second: too long beside each page where the work is done.
    """
    if request.resolver_match.view_name in CLOSE_PAGES:
        return None
    here, stood = request.get_full_path(), _kept(request, STOOD)
    own = [name for name in STEPS if name != HOLD and here == _place(request, name)]
    names = [name for name in (*own, stood) if named(name)]
    left = _left(request, names)
    found = next((name for name in names if left[name].count), None)
    if found in own:
        _keep(request, STEP, found)
        _keep(request, STOOD, found)
    return _step(request, found, left) if found else None


def check_at(request: Any) -> Check | None:
    """Give the check that the walk is at; None where it is not shown or has none."""
    shown = walk_of(request)
    return named(shown.step.name) if shown and shown.step else None


def _asked(request: Any, steps: Sequence[Step]) -> str:
    """Give the step that the address asks for: by name, or by being on a page of one that is not done."""
    if request.GET.get("step") in STEPS:
        return str(request.GET["step"])
    here = request.get_full_path()
    waiting = (step for step in steps if step.name != HOLD and not step.is_done)
    return next((step.name for step in waiting if here in {step.url, step.task_url}), "")


def _at(steps: Sequence[Step], chosen: str) -> Walk:
    """Stand at the chosen step where it is not done, else at the next one that is not, else at the first."""
    place = next((step.number for step in steps if step.name == chosen), 1)
    waiting = [step for step in steps if not step.is_done]
    ahead = [step for step in waiting if step.number >= place] or waiting
    return Walk(steps, ahead[0] if ahead else None, ahead[1] if len(ahead) > 1 else None)


def _place(request: Any, name: str) -> str:
    """Give the page where a step is done, empty for those who may not."""
    check = named(name)
    if check is None:
        return page_url(request, "checklist:hold") if request.may_open("checklist:hold") else ""
    is_elsewhere = check.route and request.may_open(check.route)
    return page_url(request, check.route) + check.query_of(request.period) if is_elsewhere else ""


def _step(request: Any, name: str, left: Mapping[str, Left]) -> Step:
    check, url, number = named(name), _place(request, name), list(STEPS).index(name) + 1
    doers = DONE_BY.get(name, POSTING)
    needed = role_words(doers) if doers.isdisjoint(request.roles) else ""
    if check is None:
        hold, is_done = str(_("Put on hold")), request.period.status != PeriodStatus.OPEN
        return Step(name, number, hold, STEPS[name], url, "", hold, is_done, needed)
    task = page_url(request, "checklist:task", task=name)
    button = check.button if url else _("Open the task")
    is_done = not left[name].count
    return Step(name, number, str(check.label), STEPS[name], url or task, task, str(button), is_done, needed)
