"""Charts in a real browser: drawn in light and dark, with their table at hand; refused nothing by the policy."""

import pytest
from playwright.sync_api import expect

from arclose.access.routes import Role
from arclose.batch import jobs, runner
from customers.models import SalesOrder
from tests import builders
from tests.browser.conftest import accessibility_faults, sign_in
from tests.customers.posting import posted

pytestmark = pytest.mark.browser

# Whether a drawing is on the figure's canvas: it comes a moment after the canvas.
_IS_DRAWN = """chart => {
  const canvas = document.querySelector(`#${chart} canvas`);
  if (!canvas) return false;
  const points = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return points.filter((value, place) => place % 4 === 3 && value > 0).length > 500;
}"""
PAGES = {
    "close/": ["areas", "burn-down"],
    "ageing/": ["ageing"],
    "sales/": ["sales"],
    "customers/{customer}/": ["ageing"],
}


@pytest.fixture
def customer(transactional_db):
    """Somebody with an open invoice, and an order to be invoiced; anna, of every role, looks at it."""
    company = builders.a_company(code="NLWS")
    builders.a_user(company, *Role.values, name="anna")
    customer = builders.a_customer(company, name="Bakkerij De Vries")
    posted(builders.an_order(customer, ("1", "75")))
    builders.an_order(customer)
    return customer


@pytest.fixture
def books(page, live_server, customer):
    """The pages of the customer's company."""
    sign_in(page, live_server, "anna")

    def open_page(name):
        page.goto(f"{live_server.url}/NLWS/2026-10/" + name.format(customer=customer.pk))
        return page

    open_page.cookies = lambda **values: page.context.add_cookies(
        [{"name": name, "value": value, "url": live_server.url} for name, value in values.items()]
    )
    return open_page


def test_it_is_drawn_with_its_table_closed_beside_it_and_has_no_fault_that_axe_knows(books):
    """In the dark and in Dutch; axe is asked of the page with two of them, every page is looked at elsewhere."""
    books.cookies(theme="dark", django_language="nl")
    for name, charts in PAGES.items():
        page = books(name)
        for chart in charts:
            page.wait_for_function(_IS_DRAWN, arg=f"chart-{chart}")
            figure = page.locator(f"#chart-{chart}")
            table = figure.locator("table")
            expect(table).to_be_hidden()
            figure.locator("summary").click()
            expect(table).to_be_visible()
        if len(charts) > 1:
            assert accessibility_faults(page) == [], name


def test_it_takes_other_colours_is_as_wide_as_its_place_and_gives_paper_the_figures(books):
    page = books("sales/")
    canvas = "document.querySelector('#chart-sales canvas')"
    expect(page.locator("#chart-sales canvas")).to_be_visible()
    page.wait_for_function("document.querySelector('#chart-sales .chart-table').dataset.ready !== undefined")
    before = page.evaluate(f"{canvas}.toDataURL()")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"before => {canvas}.toDataURL() !== before", arg=before)

    width = f"{canvas}.getBoundingClientRect().width"
    wide = page.evaluate(width)
    page.set_viewport_size({"width": 800, "height": 700})
    page.wait_for_function(f"wide => {width} < wide && {width} > 200", arg=wide)

    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("#chart-sales table")).to_be_visible()
    expect(page.locator("#chart-sales .chart-drawing")).to_be_hidden()


def test_it_is_drawn_again_after_a_part_of_the_page_was_replaced(books):
    page = books("ageing/")
    page.locator("#chart-ageing summary").click()
    page.fill("#id_text", "bakkerij")
    page.wait_for_url("**text=bakkerij**")
    page.wait_for_function(_IS_DRAWN, arg="chart-ageing")
    expect(page.locator("#chart-ageing table")).to_be_visible()
    page.fill("#id_text", "nobody of this name")
    expect(page.locator("#chart-ageing")).to_have_count(0)


def test_a_job_draws_what_it_has_done(books, customer):
    company = customer.company
    jobs.submit(
        company=company,
        kind="sales-invoices",
        description="October",
        submitted_by=builders.a_clerk(company),
        documents=SalesOrder.objects.filter(status="open").values_list("pk", "invoice_date", "number"),
        key="october",
    )
    runner.look()
    page = books("jobs/")
    page.locator("main tbody a").first.click()
    page.wait_for_function(_IS_DRAWN, arg="chart-throughput")


def test_the_table_stands_open_without_javascript(page_without_scripts, live_server, customer):
    page = page_without_scripts
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/NLWS/2026-10/sales/")
    expect(page.locator("#chart-sales table")).to_be_visible()
    expect(page.locator("#chart-sales .chart-drawing")).to_be_hidden()


def test_the_table_stands_open_where_the_drawing_library_did_not_come(books):
    page = books("calendar/")
    page.route("**/echarts.min.js", lambda route: route.abort())
    books("sales/")
    expect(page.locator("#chart-sales table")).to_be_visible()
    expect(page.locator("#chart-sales .chart-drawing")).to_be_hidden()
