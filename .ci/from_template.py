"""pytest plugin of .ci/suite.py: test databases are copies of one that is migrated already (0.3 s instead of 20 s)."""

import os

import pytest
from django.db import connections


@pytest.hookimpl(trylast=True)
def pytest_configure():
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = os.environ["INSPECTORATE_TEMPLATE"]
