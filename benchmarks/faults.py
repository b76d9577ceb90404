"""The fault tests in their full sizes: `python -m benchmarks.faults [what pytest takes ...]`.

10,000 orders in three companies while workers are killed and sessions ended 100 times, 20 crashes of the database
server, 150 closings while eight people post. A variable that is set keeps its value. Ends as the tests end; the seed it
prints plays the same orders again. On two busy cores it takes the better part of an hour.
"""

import os
import subprocess
import sys
import time
from random import Random

FULL = {
    "ARCLOSE_FAULT_ORDERS": "10000",
    "ARCLOSE_FAULT_KILLS": "100",
    "ARCLOSE_FAULT_CRASHES": "20",
    "ARCLOSE_FAULT_CLOSINGS": "150",
    "ARCLOSE_FAULT_POSTERS": "8",
    "ARCLOSE_FAULT_SEED": str(Random().randrange(10**6)),
}
NO_LIMIT = ["-o", "timeout=0"]


def main() -> int:
    """Execute the tests and give their exit code."""
    sizes = {name: os.environ.get(name, full) for name, full in FULL.items()}
    for name, size in sizes.items():
        print(f"{name}={size}", flush=True)
    chosen = [argument for argument in sys.argv[1:] if argument.startswith("tests/")]
    command = [sys.executable, "-m", "pytest", *([] if chosen else ["tests/faults"]), *NO_LIMIT, *sys.argv[1:]]
    started = time.monotonic()
    code = subprocess.run(command, env={**os.environ, **sizes}, check=False).returncode
    print(f"{time.monotonic() - started:.0f} s")
    return code


if __name__ == "__main__":
    sys.exit(main())
