"""The browser the tests drive: found here, installed by `python -m tests.chromium` where it may be."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

# The shell has no window to draw: a page costs it two thirds of the processor time.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PACKAGES = ("chromium-headless-shell", "chromium")  # the first that the system offers
_ADVICE = "No browser for the tests. Install one with:  sudo apt-get install --yes chromium"


def system_chromium() -> str | None:
    """A Chromium of the system, or None."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def playwrights_own() -> str | None:
    """The Chromium that playwright has downloaded, or None."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def chromium_executable() -> str | None:
    """The browser to start; None lets playwright take its own."""
    return system_chromium()


def launch_arguments() -> list[str]:
    """Switches for a browser that talks to nobody but the program."""
    quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--disable-gpu"]  # fmt: skip
    return [*quiet, "--no-sandbox"] if os.getuid() == 0 else quiet


def _attempt(*command: str) -> bool:
    print("+", *command, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run(command, check=False, env=environment, timeout=900).returncode == 0
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return False


def _from_system() -> bool:
    if os.getuid() != 0 or shutil.which("apt-get") is None:
        return False
    return _install() or (_attempt("apt-get", "update") and _install())


def _install() -> bool:
    install = ("apt-get", "install", "--yes", "--no-install-recommends")
    return any(_attempt(*install, package) and system_chromium() is not None for package in _PACKAGES)


def _from_playwright() -> bool:
    return _attempt(sys.executable, "-m", "playwright", "install", "chromium") and playwrights_own() is not None


def main() -> int:
    """Make sure that there is a browser; say what to do when none can be had."""
    if system_chromium() or playwrights_own() or _from_system() or _from_playwright():
        return 0
    print(_ADVICE, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
