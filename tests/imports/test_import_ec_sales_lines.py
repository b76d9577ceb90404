"""Lines of EC sales lists from a file, purchases among them."""

from ecsales.collecting import collect_list
from ecsales.models import ManualLine
from tests.ecsales.lists import BELGIAN, GERMAN, a_list, declares, shown
from tests.imports.conftest import figure, said

HEAD = "number | line_date | kind | vat_number | name | amount"
LINES = (
    f"{HEAD} | previous_vat_number",
    f"P1 | 2026-10-03 | purchased-goods | {BELGIAN} | Fournisseur | 120.50 |",
    f"L1 | 2026-10-04 | goods | {GERMAN} | Muster GmbH | 10 |",
    f"L2 | 2026-10-05 | call-off-changed | {GERMAN} | Muster GmbH | | {GERMAN.lower()}",
)


def test_lines_join_the_list_that_has_their_day(do_import, clerk, company):
    declares(company, file_formats="neutral-nl")
    october = a_list(company)
    done = do_import("ec-sales-lines", "\n".join(LINES), clerk)
    assert (said(done), figure(done, "lines added")) == ([], "3")
    again = do_import(
        "ec-sales-lines", "\n".join([*LINES, f"L3 | 2026-10-06 | goods | {GERMAN} | Muster | 5 |"]), clerk
    )
    assert (said(again), figure(again, "lines added")) == ([], "1")
    found = collect_list(october)
    assert shown(found) == [
        (BELGIAN, "purchased-goods", "120.50"),
        (GERMAN, "call-off-changed", "0.00"),
        (GERMAN, "goods", "15.00"),
    ]
    assert (found.total, found.purchases) == (15, found.lines[0].amount)
    assert ManualLine.objects.get(key="file L2").previous_vat_number == GERMAN


def test_lines_that_no_list_can_take_are_refused_by_name(do_import, clerk, company):
    a_list(company)
    wrong = ("A | 2026-09-03 | goods | DE1 | N | 1 |", "B | 2026-10-03 | goods | DE1 | N | 1 | 84713000")
    more = (f"C | 2026-10-03 | goods | {GERMAN} | N | |", f"C | 2026-10-03 | call-off | {GERMAN} | N | 1 |")
    refused = said(do_import("ec-sales-lines", "\n".join((f"{HEAD} | commodity_code", *wrong, *more)), clerk))
    assert [one.partition(":")[0] for one in refused] == [
        "line 2, column line_date", "line 5, column kind", "line 3, column vat_number",
        "line 3, column commodity_code", "line 4, column amount", "line 5, column amount", "line 4, column number",
    ]  # fmt: skip
