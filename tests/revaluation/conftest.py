"""Pages of revaluation without their frame, but where a test is marked `whole_pages`."""

from tests.framing import bare_pages, bare_unless_whole  # noqa: F401
