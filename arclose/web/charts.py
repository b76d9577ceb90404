"""Charts: what is drawn, described once for the drawing and for the table of the same figures beside it.

A view gives a :class:`Chart`; its template includes ``components/chart.html``, and ``components/chart_head.html``
in the block ``head``. The table is what counts: without JavaScript it stands open in place of the drawing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.formats import number_format

from arclose.web.amounts import DASH, format_amount
from arclose.web.pages import type_of_text

type_of_figure = Decimal | int


class Kind(StrEnum):
    """How figures are drawn: columns or rows whose series lie on each other, or steps from one to the next."""

    COLUMNS = "columns"
    ROWS = "rows"
    STEPS = "steps"


@dataclass(frozen=True)
class Series:
    """One row of figures, a figure per category.

    :param colour: the variable of ``charts.css`` or ``app.css`` that colours it, without its dashes; empty: the
        next of those for charts.
    """

    name: type_of_text
    figures: Sequence[type_of_figure]
    colour: str = ""


@dataclass(frozen=True)
class Chart:
    """A drawing with its figures.

    :param name: tells it from the other charts of the page, in letters and dashes.
    :param heading: the head of the column in which the table names the categories.
    :param currency: what amounts are in; empty: the figures are counts.
    :param is_summed: the figures of a series add up to something that the table says below.
    :param is_low: it is drawn half as high, as a glance beside other things.
    """

    name: str
    title: type_of_text
    kind: Kind
    heading: type_of_text
    categories: Sequence[type_of_text]
    series: Sequence[Series]
    currency: str = ""
    is_summed: bool = True
    is_low: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to draw: no figure but zero."""
        return not any(figure for series in self.series for figure in series.figures)

    @property
    def has_totals(self) -> bool:
        """Tell whether the series of a category add up to something."""
        return len(self.series) > 1

    def rows(self) -> Iterator[tuple[type_of_text, list[str], str]]:
        """Give the table: per category its name, the figure of each series, and their sum."""
        for place, category in enumerate(self.categories):
            figures = [series.figures[place] for series in self.series]
            yield category, [self._cell(figure) for figure in figures], self._cell(sum(figures, Decimal(0)))

    def totals(self) -> list[str]:
        """Give the sum of each series, and of all."""
        sums = [sum(series.figures, Decimal(0)) for series in self.series]
        return [self._cell(figure) for figure in (*sums, *([sum(sums, Decimal(0))] if self.has_totals else []))]

    def data(self) -> dict[str, Any]:
        """Give what the script draws: figures as plain decimal texts, and beside each the text that people read."""
        return {
            "kind": self.kind.value,
            "categories": [str(category) for category in self.categories],
            "series": [self._drawn(series) for series in self.series],
        }

    def _drawn(self, series: Series) -> dict[str, Any]:
        return {
            "name": str(series.name),
            "colour": series.colour,
            "figures": [f"{Decimal(figure):f}" for figure in series.figures],
            "texts": [self._text(figure) for figure in series.figures],
        }

    def _cell(self, figure: type_of_figure) -> str:
        return self._text(figure) if figure else DASH

    def _text(self, figure: type_of_figure) -> str:
        if self.currency:
            return format_amount(Decimal(figure), self.currency)
        return str(number_format(figure, decimal_pos=0, use_l10n=True, force_grouping=True))
