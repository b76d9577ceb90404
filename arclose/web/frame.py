"""What stands around every page: navigation, the company's period, running jobs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from arclose.web import pages


@dataclass(frozen=True)
class RunningJobs:
    """The jobs at work now: how many, how far they are together, and whether a worker is alive to do them."""

    count: int
    done: int
    total: int
    url: str
    has_worker: bool = True

    @property
    def percent(self) -> int:
        """Give the done part of the whole, rounded down, so that 100 means all."""
        return self.done * 100 // self.total if self.total else 100


@dataclass(frozen=True)
class Popup:
    """Something that the reader is told on every page until it is read."""

    pk: int
    said: str
    at: datetime


@dataclass(frozen=True)
class Bell:
    """How many things the reader was told of and has not read, where they stand, and what is to be seen at once."""

    unread: int
    url: str
    popup: Popup | None = None

    @property
    def mark(self) -> str:
        """Give a text that changes whenever the bell would: a page that shows it need not be given it again."""
        return f"{self.unread}-{self.popup.pk if self.popup else 0}"


@dataclass(frozen=True)
class Choice:
    """A company or period that can be changed to."""

    label: str
    url: str
    is_current: bool
    detail: str = ""
    state: str = ""


_running_jobs: list[Callable[[HttpRequest], RunningJobs | None]] = []


def register_running_jobs(provider: Callable[[HttpRequest], RunningJobs | None]) -> None:
    """Let the frame show the jobs that the provider counts for the request's company; None: none at work."""
    _running_jobs.append(provider)


def running_jobs(request: HttpRequest) -> RunningJobs | None:
    """Give the jobs at work in the request's company."""
    if not hasattr(request, "company"):
        return None
    return next((jobs for jobs in (provider(request) for provider in _running_jobs) if jobs), None)


_bells: list[Callable[[HttpRequest], Bell | None]] = []


def register_bell(provider: Callable[[HttpRequest], Bell | None]) -> None:
    """Let the frame show how many alerts the provider counts for the reader of a request."""
    _bells.append(provider)


def bell(request: HttpRequest) -> Bell | None:
    """Give the unread alerts of the reader in the request's company."""
    if not hasattr(request, "period"):
        return None
    return next((found for found in (provider(request) for provider in _bells) if found), None)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every template; nothing is asked of the database before a template uses it."""
    return {
        "theme": theme_of(request),
        "navigation": SimpleLazyObject(lambda: pages.navigation(request)),
        "bell": SimpleLazyObject(lambda: bell(request)),
        "running_jobs": SimpleLazyObject(lambda: running_jobs(request)),
    }


def theme_of(request: HttpRequest) -> str:
    """Give light or dark as chosen, or empty where the system's own choice counts."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in {"light", "dark"} else ""
