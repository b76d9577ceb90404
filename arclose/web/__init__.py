"""What every page is made of: the frame, lists, amounts and dates as people read and type them.

Owns the templates' filters and tags, list pages with their filters, totals, columns, selection and exports,
the error pages, and the registries (:mod:`pages`, :mod:`search`, :mod:`frame`, :mod:`saved_views`) that the apps
fill in ``AppConfig.ready``. Knows no model and no role: who may open what is asked of ``request.may_open``,
which :mod:`arclose.access` sets.

How to make a list page
-----------------------

1. A table in ``tables.py``. Columns say how a value looks, on the page and in exports alike::

    class OrderTable(ListTable):
        number = PageColumn("customers:order", verbose_name=_("Order"))
        order_date = DayColumn(verbose_name=_("Date"))
        customer = tables.Column(accessor="customer__name", verbose_name=_("Customer"))
        net_amount = AmountColumn(currency="currency_id", verbose_name=_("Net amount"))
        currency = tables.Column(accessor="currency_id", verbose_name=_("Currency"))
        state = StateColumn(verbose_name=_("State"))

        class Meta(ListTable.Meta):
            sequence = ("number", "order_date", "customer", "net_amount", "currency", "state")
            order_by = ("-order_date",)

   Add ``select = SelectColumn()`` where rows are chosen for an action.

2. A filter in ``filters.py``. Everything typed stays in the URL::

    class OrderFilter(ListFilter):
        text = SearchFilter(fields=["number", "customer__name"])
        state = CountedFilter(field_name="state", choices=OrderState.choices, label=_("State"))
        date = DayRangeFilter(field_name="order_date", label=_("Date"))

3. A function view. ``answer`` gives the page, its fragment for htmx, the CSV or the XLSX::

    def orders(request: CompanyRequest) -> HttpResponse:
        \"\"\"List the sales orders.\"\"\"
        listing = ListPage(
            request,
            name="orders",
            rows=queries.orders(company=request.company),
            table=OrderTable,
            filters=OrderFilter,
            totals=Totals(currency="currency_id", amounts={"net_amount": "net_amount"}),
        )
        return listing.answer("customers/orders.html", {"title": _("Sales orders")})

   Totals are those of the filter, one row per currency, in the columns that ``amounts`` names. Of more rows than
   ``at_most`` they are left out until somebody asks for them, and so are the numbers of the counted filters.
   Without totals the rows are counted up to 10,000 only, so that a million rows cost nothing.

4. A template: the filter bar with the saved views above it, and the rows as a part that htmx asks for alone.
   ``actions`` names a template with the buttons for chosen rows; they post to their ``formaction``, with the filter
   in its query. ``empty`` names a template for a list without any row::

    {% extends "base.html" %}
    {% load i18n arclose partials %}
    {% block content %}
      {% include "components/page_head.html" %}
      {% include "components/filter_bar.html" %}
      {% partialdef rows inline %}
        {% include "components/list_rows.html" with actions="customers/order_actions.html" empty="..." %}
      {% endpartialdef %}
    {% endblock %}

    <button formaction="{% page "customers:post_orders" %}?{{ listing.query }}">{% translate "Preview" %}</button>

5. In the view behind the button, the chosen rows are ``selected_rows(request, rows=..., filters=...)``:
   the ticked ones, or all of the filter; an id that is not among ``rows`` answers 404.

6. A row in the table of :mod:`arclose.access.routes`, and the page in the app's ``ready``::

    pages.register(Page("customers:orders", label=_("Orders"), section=pages.SALES, position=10))

Without a further line each list has a choice of its columns (:mod:`columns`; a column that should be there only when
somebody asks for it is named in the table's ``on_request``), and the views that its readers save
(:mod:`saved_views`). ``columns``, ``totals`` and ``all`` are therefore no names for a filter.

A chart is a :class:`charts.Chart` in the context, ``components/chart.html`` where it stands and
``components/chart_head.html`` in the block ``head``: see :mod:`charts`.
"""
