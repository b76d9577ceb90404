"""How long a form takes while Redis works, is gone, and is frozen: `python -m benchmarks.answer_without_redis`.

Goal: at most 2 s. The form submits a job of 250 orders; each case does so three times and counts the slowest.
"""

import socket
import time
import uuid

from benchmarks.close_page import controller
from benchmarks.orders import a_selling_company, write_orders
from benchmarks.stage import stage

GOAL_SECONDS = 2.0
TIMES, ORDERS = 3, 250
NOWHERE = "redis://127.0.0.1:1/0"


def main() -> None:
    """Measure and print."""
    with stage(), socket.create_server(("127.0.0.1", 0), backlog=20) as silent:
        from celery import Celery
        from django.conf import settings

        from customers.models import SalesOrder

        company = a_selling_company(customers=50, items=50)
        client = controller(company)
        brokers = {
            "works": settings.CELERY_BROKER_URL,
            "is gone": NOWHERE,
            "is frozen": f"redis://127.0.0.1:{silent.getsockname()[1]}/0",
        }
        for place, (state, broker) in enumerate(brokers.items()):
            app = Celery("measured", set_as_current=True)
            app.config_from_object("django.conf:settings", namespace="CELERY")
            app.conf.update(broker_url=broker)
            took = []
            for turn in range(TIMES):
                prefix = f"R{place}{turn}-"
                write_orders(company, count=ORDERS, prefix=prefix)
                chosen = list(SalesOrder.objects.filter(number__startswith=prefix).values_list("pk", flat=True))
                form = {"selected": chosen, "key": f"page-{uuid.uuid4()}"}
                started = time.monotonic()
                answer = client.post(f"/{company.code}/2026-10/orders/job/", form)
                took.append(time.monotonic() - started)
                assert answer.status_code == 302, answer.content
            print(f"Redis {state}: {max(took):.2f} s at the slowest of {TIMES} (goal: at most {GOAL_SECONDS} s)")


if __name__ == "__main__":
    main()
