"""The page of a person's alerts: how jobs ended and what became of documents, read and unread."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch import alerting
from arclose.batch.models import Alert
from arclose.batch.screens.tables import document_url
from arclose.web.links import page_url

SHOWN_AT_MOST = 100


def alerts(request: CompanyRequest) -> HttpResponse:
    """Show the newest alerts of the reader in this company."""
    own = Alert.objects.filter(company=request.company, user=request.user).order_by("-created_at", "-pk")
    shown = [(alert, _url(request, alert)) for alert in own[:SHOWN_AT_MOST]]
    return render(request, "batch/alerts.html", {"title": _("Alerts"), "alerts": shown})


def _url(request: CompanyRequest, alert: Alert) -> str:
    """Give the page of what an alert is about, empty where there is none for the reader."""
    if alert.document_id is not None:
        return document_url(request, alert.document_kind, alert.document_id)
    return page_url(request, "batch:job", pk=alert.job_id)


def read_alerts(request: CompanyRequest) -> HttpResponse:
    """Mark one alert of the reader as read, or all of this company; of a pop-up, go to what it is about.

    A pop-up stands beside what somebody types: where scripts work only the bell is answered, and the page stays.
    """
    typed = request.POST.get("alert", "")
    one = Alert.objects.filter(pk=int(typed)) if typed.isascii() and typed.isdecimal() and len(typed) <= 15 else None
    alerting.mark_read(company=request.company, user=request.user, alerts=one)
    if request.htmx:
        return render(request, "components/bell.html")
    if one is None:
        messages.success(request, _("All alerts are marked as read."))
    about = one.filter(company=request.company, user=request.user).first() if one and "look" in request.POST else None
    return HttpResponseRedirect((about and _url(request, about)) or page_url(request, "batch:alerts"))
