"""A page without charts loads little JavaScript; the drawing library is for pages with charts only."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles.finders import find

MOST_BYTES = 400_000
PAGES_WITHOUT_CHARTS = ("orders/", "invoices/", "customers/", "vouchers/", "general-vouchers/", "jobs/", "calendar/")


def scripts_of(page):
    return re.findall(r'<script[^>]* src="/static/([^"]+)"', page)


def compressed(name):
    return len(gzip.compress(Path(find(name)).read_bytes(), 6))


def test_a_page_without_charts_loads_less_than_400_kb(as_clerk, settings):
    settings.ROOT_URLCONF = "arclose.urls"
    for address in PAGES_WITHOUT_CHARTS:
        scripts = scripts_of(as_clerk.get(f"/NLWS/2026-10/{address}").content.decode())
        assert "arclose/app.js" in scripts, address
        assert not [name for name in scripts if "chart" in name], address
        assert sum(map(compressed, scripts)) < MOST_BYTES, address


def test_a_page_with_charts_loads_the_drawing_library_after_the_page(as_clerk, settings):
    settings.ROOT_URLCONF = "arclose.urls"
    page = as_clerk.get("/NLWS/2026-10/close/").content.decode()
    assert "vendor/echarts/echarts.min.js" in scripts_of(page)
    assert re.search(r'echarts\.min\.js" defer', page)
