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
        """The first process builds the town of the journeys: the second begins with what does not wait for it."""
        if KILLS in self.workqueue and any(self.assigned_work.values()):
            self.workqueue.move_to_end(KILLS, last=False)
        super()._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return DearTogether(config, log)
