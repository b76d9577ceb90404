"""How tests are shared out among the processes of a run."""

from xdist.scheduler import LoadFileScheduling


class FilesAndWalks(LoadFileScheduling):
    """Whole files, whose tests share what was made for them, but each walk in a browser alone.

    Walks share nothing, take longest and come last: a file of them would keep one process busy while the others have
    nothing left to do.
    """

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if nodeid.startswith(("tests/browser/", "tests/walks/")) else super()._split_scope(nodeid)
