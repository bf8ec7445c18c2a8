"""A town built and served once for the journeys, a browser, and the people who come: readers and editors.

A test that fails leaves a picture of what it saw in screenshots/failed/.
"""

import os
import re
from pathlib import Path

import pytest
from filelock import FileLock
from journeys import town as towns
from journeys.browser import DEVICES, Watch, start


FAILED = Path(__file__).resolve().parents[2] / "screenshots" / "failed"


def _folder(factory, worker):
    """The built town, made once for all workers of pytest-xdist."""
    return (factory.getbasetemp() if worker == "master" else factory.getbasetemp().parent) / "town"


@pytest.fixture(scope="session")
def town(tmp_path_factory, worker_id):
    """The address of the demo town, in a copy that these tests may change. TOWN_BUILT names one that is built already."""
    source = os.environ.get("TOWN_BUILT")
    if not source:
        source = _folder(tmp_path_factory, worker_id)
