"""What set-up makes from sources: the browser's files from npm packages, compiled translations."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

# What the pages load, and where below static/vendor it lies.
VENDOR_FILES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css",
    "echarts/dist/echarts.min.js": "echarts/echarts.min.js",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
}


def copy_vendor_files(*, packages: Path, target: Path) -> int:
    """Copy what the pages load out of the npm packages. Returns the number of files.

    :raises FileNotFoundError: a package is not installed or no longer holds the file.
    """
    shutil.rmtree(target, ignore_errors=True)
    for source, destination in VENDOR_FILES.items():
        copy = target / destination
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(packages / source, copy)
    return len(VENDOR_FILES)


def compile_messages(folders: Iterator[Path]) -> int:
    """Compile every catalogue below the folders, without GNU gettext. Returns the number of catalogues."""
    catalogues = [source for folder in folders for source in sorted(folder.glob("*/LC_MESSAGES/*.po"))]
    for source in catalogues:
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parts[-3])
        draft = source.with_suffix(".mo.draft")
        with draft.open("wb") as compiled:
            write_mo(compiled, catalogue)
        draft.replace(source.with_suffix(".mo"))
    return len(catalogues)
