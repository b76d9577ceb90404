"""Write EC sales lists of 50,000 customers, a process for each format, valid against the schemas at hand."""

import argparse
import os
import resource
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

GOAL_SECONDS = 10
GOAL_MEGABYTES = 200
FORMATS = ("at-u13", "be-723", "cz-dphshv", "ro-d390", "sk-svdph", "nl-icp", "es-349")


def peak_megabytes() -> int:
    """Give the most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure(key: str, *, customers: int, schemas: Path | None) -> None:
    """Print what one list takes: seconds of the wall and of the processor, megabytes of the whole process."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "arclose.settings"
    import django

    django.setup()
    from ecsales.formats import format_of
    from ecsales.formats.listing import Document, Kind, Line
    from ecsales.formats.offering import write
    from tests.ecsales.formats.listings import listing

    form = format_of(key)
    kinds = [kind for kind in (Kind.GOODS, Kind.SERVICES) if form.reports(kind)]
    lines = [
        Line(
            country="IE",
            vat_number=f"{number:08}",
            name=f"Customer & Söhne {number}",
            kind=kinds[number % len(kinds)],
            amount=Decimal(number + 1),
            document=Document(str(number), date(2026, 3, 1)),
        )
        for number in range(customers)
    ]
    made = listing(form, lines=lines, created_at=datetime(2026, 4, 10, tzinfo=UTC))
    before, wall, processor = peak_megabytes(), time.monotonic(), time.process_time()
    files = write(form, made, schema_folder=schemas)
    print(
        f"{key}: {customers:,} customers in {time.monotonic() - wall:.1f} s ({time.process_time() - processor:.1f} s of"
        f" processor; goal {GOAL_SECONDS} s), {peak_megabytes()} MB (goal {GOAL_MEGABYTES}; {before} before writing),"
        f" file of {sum(len(file.content) for file in files) / 1e6:.1f} MB, valid: {files[0].is_valid}"
    )


def main() -> None:
    """Measure each format."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, default=50_000)
    parser.add_argument("--schemas", type=Path)
    parser.add_argument("--format", default="")
    asked = parser.parse_args()
    if asked.format:
        measure(asked.format, customers=asked.customers, schemas=asked.schemas)
        return
    for key in FORMATS:
        again = [sys.executable, "-m", "benchmarks.write_sales_lists", *sys.argv[1:], "--format", key]
        subprocess.run(again, check=True)


if __name__ == "__main__":
    main()
