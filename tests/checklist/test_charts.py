"""The close at a glance: tasks by area, what is left by day."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from arclose.checklist import charts
from arclose.checklist.tasks import DayLeft, progress, tasks
from tests import builders
from tests.checklist.conftest import post


@pytest.fixture
def page_of(controller):
    def ask(period):
        client = Client()
        client.force_login(controller)
        return client.get(f"/{period.company.code}/{period.name}/close/")

    return ask


def test_the_tasks_of_all_areas_are_the_whole_close(order, october):
    all_tasks = tasks(company=october.company, period=october)
    chart = charts.tasks_by_area(all_tasks)
    done, warning, to_do = (sum(series.figures) for series in chart.series)
    assert done == progress(all_tasks).done
    assert done + warning + to_do == len(all_tasks)
    assert len(chart.categories) == len(set(chart.categories))
    assert to_do >= 1


def test_what_is_left_is_drawn_from_day_to_day():
    days = [DayLeft(date(2026, 10, 28) + timedelta(days=place), left) for place, left in enumerate((12, 7, 0))]
    chart = charts.burn_down(days)
    assert chart.categories == ["28 Oct 2026", "29 Oct 2026", "30 Oct 2026"]
    assert chart.series[0].figures == [12, 7, 0]


def test_the_page_shows_both_with_their_tables(order, october, customer, controller, page_of):
    post(builders.an_order(customer), controller)
    page = page_of(october).content.decode()
    assert re.findall(r'id="chart-([\w-]+)" data-chart', page) == ["areas", "burn-down"]
    assert page.count('<details class="chart-table" open>') == 2


def test_nothing_is_drawn_of_a_period_without_documents(october, page_of):
    page = page_of(october).content.decode()
    assert 'id="chart-areas"' in page
    assert 'id="chart-burn-down"' not in page
