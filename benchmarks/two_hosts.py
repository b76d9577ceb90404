"""Four workers on two hosts post one job together, against one worker: `python -m benchmarks.two_hosts`.

The hosts are network namespaces with names and addresses of their own, joined to the database's by cables; they reach
it by TCP only. Where namespaces are not allowed (they take root) the workers are processes of this host, and it says
so. Goal: faster than one worker. With fewer than four cores the gain is bounded by the cores.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from benchmarks.orders import a_selling_company, write_orders
from benchmarks.stage import ROOT, execute, stage

HOSTS = ("arclose-a", "arclose-b")
WORKERS_PER_HOST = 2
PORT = 54_329
LOOK_SECONDS = 0.2


def main() -> None:
    """Post as many orders by one worker, then by four, and print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--work", action="store_true", help="be a worker until the input ends")
    options = parser.parse_args()
    if options.work:
        _work()
        return
    # Who submits cuts a job for as many workers as it knows of.
    os.environ["ARCLOSE_WORKERS"] = str(len(HOSTS) * WORKERS_PER_HOST)
    with stage() as server, _hosts() as hosts, _listening(str(server.places.sockets / ".s.PGSQL.5432")):
        company = a_selling_company()
        write_orders(company, count=1_000, prefix="WARM")
        _posted(company, [hosts[0]])
        took = {}
        for label, places in (("one worker", hosts[:1]), ("four workers", hosts * WORKERS_PER_HOST)):
            write_orders(company, count=options.count, prefix=label[:4])
            execute("VACUUM ANALYZE")
            took[label], workers = _posted(company, places)
            print(f"{label}: {took[label]:.1f} s ({options.count / took[label]:,.0f} documents/s) on {workers}")
        one, four = took["one worker"], took["four workers"]
        said = "faster" if four < one else "NOT FASTER"
        print(f"four workers on two hosts take {four / one:.2f} of the time of one: {said} ({os.cpu_count()} cores)")


Place = tuple[str, Sequence[str]]


@contextmanager
def _hosts() -> Iterator[list[Place]]:
    """Give two hosts, each as its address for the database and the command that enters it; gone at the end."""
    made: list[str] = []
    try:
        places = [_host(number, name, made) for number, name in enumerate(HOSTS, 1)]
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"network namespaces are not allowed here ({error}): the workers are processes of this host")
        places = [("127.0.0.1", []) for _host_name in HOSTS]
    try:
        yield places
    finally:
        for name in made:
            subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)


def _host(number: int, name: str, made: list[str]) -> Place:
    here, there = f"10.77.{number}.1", f"10.77.{number}.2"
    cable = f"arclose{number}"
    _ip("netns", "add", name)
    made.append(name)
    _ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name)
    _ip("addr", "add", f"{here}/30", "dev", cable)
    _ip("link", "set", cable, "up")
    _ip("-n", name, "addr", "add", f"{there}/30", "dev", "eth0")
    _ip("-n", name, "link", "set", "eth0", "up")
    rename = 'hostname "$0" && exec "$@"'
    return here, ["ip", "netns", "exec", name, "unshare", "--uts", "sh", "-c", rename, name]


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


@contextmanager
def _listening(socket: str) -> Iterator[None]:
    """Pass on by TCP what the embedded database, which listens at a socket file only, is asked."""
    loop = asyncio.new_event_loop()

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        database_reader, database_writer = await asyncio.open_unix_connection(socket)
        await asyncio.gather(_pump(reader, database_writer), _pump(database_reader, writer))

    async def serve() -> None:
        await asyncio.start_server(pass_on, "0.0.0.0", PORT)

    loop.run_until_complete(serve())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()
    writer.close()


def _posted(company: Any, places: Sequence[Place]) -> tuple[float, str]:
    """Submit every open order to workers that are up already; give the seconds from its start to its end, and who."""
    workers = [_start(place) for place in places]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    job = _submit(company)
    while job.state not in ("ended", "error"):
        time.sleep(LOOK_SECONDS)
        job.refresh_from_db()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.close()
        worker.wait(timeout=30)
    assert (job.state, job.set_aside_count) == ("ended", 0), (job.state, job.error)
    names = sorted(set(job.tasks.get().chunks.values_list("worker", flat=True)))
    return (job.finished_at - job.started_at).total_seconds(), ", ".join(names)


def _start(place: Place) -> "subprocess.Popen[str]":
    address, enter = place
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://arclose_app@{address}:{PORT}/arclose",
        "SECRET_KEY": "of a measurement",
        "ALLOWED_HOSTS": "localhost",
        "ARCLOSE_LOG_LEVEL": "ERROR",
    }
    command = [*enter, sys.executable, "-m", "benchmarks.two_hosts", "--work"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stdin=pipe, stdout=pipe)


def _submit(company: Any) -> Any:
    from django.contrib.auth.models import User

    from arclose.batch import jobs
    from customers.models import SalesOrder
    from customers.models.sales_orders import UNFINISHED

    open_orders = SalesOrder.objects.filter(company=company, status__in=UNFINISHED)
    return jobs.submit(
        company=company,
        kind="sales-invoices",
        description="Two hosts",
        submitted_by=User.objects.get(username="clerk"),
        documents=open_orders.values_list("pk", "invoice_date", "number"),
        key=f"two-hosts-{time.monotonic()}",
    )


def _work() -> None:
    """Be a worker: look for chunks until the input ends."""
    import django

    django.setup()
    from arclose.batch import runner

    ended = threading.Event()

    def end_with_the_input() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=end_with_the_input, daemon=True).start()
    runner.look()
    print("ready", flush=True)
    while not ended.wait(LOOK_SECONDS):
        runner.look(should_stop=ended.is_set)


if __name__ == "__main__":
    main()
