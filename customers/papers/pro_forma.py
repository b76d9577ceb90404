"""A paper of what is not posted: it says so, and has nothing that only the books give."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from customers.papers.paper import Paper


def as_pro_forma(paper: Paper, *, name: str) -> Paper:
    """Give a paper as a pro forma: without number and payment, and saying what it is in its own language.

    ``name`` is what its file is called by instead of the number.
    """
    with override(paper.content["language"]):
        document = {"document": str(paper.content["title"]).lower()}
        note = _("Pro forma: nothing is posted, and this is no %(document)s.") % document
        title = _("Pro forma %(document)s") % document
    content = {**paper.content, "title": title, "number": "", "stamp": _("PRO FORMA")}
    content["notes"] = [note, *content.get("notes", [])]
    if "payment" in content:
        content["payment"] = []
    return replace(paper, number=name, content=content)
