"""Have the numbers of a list checked by VIES, those longest unasked first."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.web.links import page_url
from ecsales.collecting import collect_list
from ecsales.models import CheckResult
from ecsales.screens.lists import company_lists
from ecsales.vies import check_numbers as ask_about
from ecsales.vies import is_at_hand, latest_checks


def check_numbers(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask VIES about the numbers of a list, as many as a page may wait for, and say what came of it."""
    found = get_object_or_404(company_lists(request), pk=pk)
    numbers = sorted({line.number for line in collect_list(found).lines})
    known = latest_checks(request.company, numbers)
    ordered = sorted(numbers, key=lambda number: known[number].pk if number in known else 0)
    if not is_at_hand():
        messages.warning(request, _("Not checked: the program has no address of VIES. An administrator sets it."))
    else:
        own = found.registration.vat_number
        made = ask_about(company=request.company, numbers=ordered, requester=own, checked_by=request.user)
        valid = sum(one.result == CheckResult.VALID for one in made)
        told = ngettext("%(count)s number was asked about", "%(count)s numbers were asked about", len(made))
        text = _("%(told)s: %(valid)s valid, %(left)s not asked yet.")
        messages.info(
            request, text % {"told": told % {"count": len(made)}, "valid": valid, "left": len(numbers) - len(made)}
        )
    return HttpResponseRedirect(page_url(request, "ecsales:sales_list", pk=pk))
