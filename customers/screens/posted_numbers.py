"""Numbers of documents that were just posted, in a message: each leads to its page."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from arclose.access.requests import CompanyRequest
from arclose.web.links import page_url
from customers.updates import Made

_NAMED = 10


def posted_numbers(request: CompanyRequest, made: Sequence[Made]) -> SafeString:
    """Give the first few numbers, linked, and an ellipsis for the others."""
    pairs = ((page_url(request, one.route, pk=one.document_id), one.number) for one in made[:_NAMED])
    linked = format_html_join(", ", '<a href="{}">{}</a>', pairs)
    return format_html("{} \N{HORIZONTAL ELLIPSIS}", linked) if len(made) > _NAMED else linked
