"""What the four updates of 5,000 orders of 3 lines cost in processor time: `python -m benchmarks.posting_cost`.

Processor time of program and database together, in one process each, so that two versions of the program can be
compared on a machine that is busy with other work. Rounds are set against one another by their median.
"""

import argparse
import statistics
from collections import defaultdict

from benchmarks.orders import a_selling_company, write_orders
from benchmarks.stage import cpu_clock, execute, stage


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with stage():
        from django.contrib.auth.models import User

        from customers.models import SalesOrder
        from customers.updates import UPDATES

        company, clock = a_selling_company(), cpu_clock()
        took = defaultdict(list)
        for round_number in range(options.rounds + 1):
            write_orders(company, count=options.count, prefix=f"R{round_number}-")
            execute("VACUUM ANALYZE")
            orders = list(SalesOrder.objects.filter(company=company, status="open").values_list("pk", flat=True))
            for name, update in UPDATES.items():
                started = clock()
                outcome = update.post(
                    company=company, orders=orders, posted_by=User.objects.get(), key=f"{name}-{round_number}"
                )
                assert len(outcome.posted) == options.count, outcome.left_out[:3]
                took[name].append(clock() - started)
        for name, seconds in took.items():
            rounds = seconds[1:]  # the first one warms up
            print(f"{name}: {statistics.median(rounds):.2f} s of processor time (least {min(rounds):.2f})")
        print(f"together {sum(statistics.median(seconds[1:]) for seconds in took.values()):.2f} s")


if __name__ == "__main__":
    main()
