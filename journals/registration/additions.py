"""What a part of the app adds to the lists of the apps below it, said in one shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from arclose.batch import kinds
from arclose.batch.kinds import ActKind, JobKind
from arclose.ledger import documents, probes
from arclose.ledger.documents import DocumentKind
from arclose.ledger.probes import Probe
from arclose.web import pages, search
from arclose.web.pages import Page
from arclose.web.search import Provider
from arclose.web.states import register_states
from customers.screens import customer_panels
from customers.screens.customer_panels import Panel
from customers.settling.marking import Ask, ask_before_release


@dataclass(frozen=True, kw_only=True)
class Additions:
    """Pages, kinds of documents, what search finds, how states look, jobs, probes, and panels of the customer's page.

    ``before_release`` are the questions that are asked, by type of document, before its marks are let go.
    """

    pages: Sequence[Page] = ()
    documents: Sequence[DocumentKind] = ()
    searches: Sequence[Provider] = ()
    states: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    jobs: Sequence[JobKind | ActKind] = ()
    probes: Sequence[Probe] = ()
    panels: Sequence[Panel] = ()
    before_release: Mapping[str, Ask] = field(default_factory=dict)

    def register(self) -> None:
        """Put all of it on the lists."""
        for page in self.pages:
            pages.register(page)
        for document in self.documents:
            documents.register(document)
        for provider in self.searches:
            search.register(provider)
        register_states(dict(self.states))
        for job in self.jobs:
            kinds.register(job)
        for probe in self.probes:
            assert probe.look, "what journals promise is of a company"
            probes.register(probe.name, probe.promise, probe.look)
        for panel in self.panels:
            customer_panels.register(panel)
        for document_type, ask in self.before_release.items():
            ask_before_release(document_type, ask)
