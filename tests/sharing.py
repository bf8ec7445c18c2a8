"""How the processes of a run share the tests: one by one, but those of a file that serves something dear together.

The dear ones begin first, so that the many small ones fill the end of the run. They stay in the order in which
pytest-django puts them: those that empty all tables last. (xdist's own marks for groups do nothing since pytest 9.2.)
"""

import pytest
from xdist.scheduler import LoadScopeScheduling


KILLS = "tests/ballots/test_killed.py"
DEAR = ("tests/journeys/", "tests/wheel/", KILLS, "tests/demo/test_town.py")


class DearTogether(LoadScopeScheduling):
    """A file of DEAR is one piece of work; everywhere else a test is."""

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        return file if file.startswith(DEAR) else nodeid

    def _assign_work_unit(self, node):
        """What is dear first, small files too; the town of the journeys is built by one process, and meanwhile the
        other begins with what does not wait for it."""
        dear = (scope for scope in self.workqueue if scope.startswith(DEAR))
        others_work = any(self.assigned_work.values())
        if first := KILLS if others_work and KILLS in self.workqueue else next(dear, None):
            self.workqueue.move_to_end(first, last=False)
        super()._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return DearTogether(config, log)
