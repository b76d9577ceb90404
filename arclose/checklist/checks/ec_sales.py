"""What is left to do of EC sales lists."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from arclose.checklist import ec_sales_looks as looks
from arclose.checklist.checks.question import Check
from ecsales import readiness

SALES_TAX = _("Sales tax")

CHECKS = (
    Check(
        name="ec-sales-numbers",
        area=SALES_TAX,
        label=_("EC sales that cannot be listed"),
        is_blocking=True,
        collected=readiness.NOT_LISTABLE,
        sentence=ngettext_lazy(
            "%(count)s document of the period has to be on the EC sales list and cannot be, %(amounts)s.",
            "%(count)s documents of the period have to be on the EC sales list and cannot be, %(amounts)s.",
            "count",
        ),
        done=_("Every intra-Community supply of the period can be listed."),
        remedy=_(
            "Give the VAT number that the list takes instead, on the page of the list, or credit the document and post"
            " it right. The zero rate of goods depends on their being listed."
        ),
        collected_rows=looks.not_listable,
        route="ecsales:sales_lists",
        button=_("Open the EC sales lists"),
        due_working_days=2,
        needs=("orders",),
    ),
    Check(
        name="ec-sales-lists",
        area=SALES_TAX,
        label=_("EC sales list"),
        is_blocking=False,
        count=readiness.lists_left,
        sentence=ngettext_lazy(
            "%(count)s EC sales list until %(until)s is not reported.",
            "%(count)s EC sales lists until %(until)s are not reported.",
            "count",
        ),
        done=_("Every EC sales list until the end of the period is reported."),
        remedy=_("Collect the list, look at its proof, report it, and hand its file to the authority in time."),
        rows=looks.lists,
        route="ecsales:sales_lists",
        button=_("Open the EC sales lists"),
        due_working_days=8,
        needs=("orders", "ec-sales-numbers"),
    ),
    Check(
        name="ec-sales-by-quarter",
        area=SALES_TAX,
        label=_("EC sales list by month"),
        is_blocking=False,
        count=readiness.by_quarter_left,
        sentence=ngettext_lazy(
            "%(count)s VAT registration lists by quarter, though goods of this quarter or one of the four before exceed"
            " what may be: %(amounts)s.",
            "%(count)s VAT registrations list by quarter, though goods of this quarter or one of the four before exceed"
            " what may be: %(amounts)s.",
            "count",
        ),
        done=_(
            "Who lists by quarter may do so: goods of this quarter and of the four before do not exceed the threshold."
        ),
        remedy=_(
            "Let an administrator choose the month in the EC sales list parameters, then collect the lists of the"
            " months of this quarter that have passed."
        ),
        rows=looks.by_quarter,
        route="ecsales:sales_lists",
        button=_("Open the EC sales lists"),
        due_working_days=8,
    ),
    Check(
        name="ec-sales-late",
        area=SALES_TAX,
        label=_("EC sales lists to correct"),
        is_blocking=False,
        collected=readiness.DIFFERING,
        sentence=ngettext_lazy(
            "%(count)s reported EC sales list says otherwise than the books, %(amounts)s.",
            "%(count)s reported EC sales lists say otherwise than the books, %(amounts)s.",
            "count",
        ),
        done=_("Every reported EC sales list says what the books say."),
        remedy=_("Report the correction on the page of the list, or let the next list take it along."),
        collected_rows=looks.differing,
        route="ecsales:sales_lists",
        button=_("Open the EC sales lists"),
        due_working_days=8,
    ),
)
