"""The page for what is not the reader's fault: the database is away, or the program is wrong."""

import psycopg2
import pytest
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError
from django.test import RequestFactory

from inspectorate.lib.faults import is_away, server_error


def caused(error, cause):
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (OperationalError(), True),
        (InterfaceError(), True),
        (caused(DatabaseError(), psycopg2.DatabaseError("server closed the connection unexpectedly")), True),
        (DatabaseError("Save with update_fields did not affect any rows."), False),
        (caused(IntegrityError(), psycopg2.IntegrityError()), False),
        (ValueError(), False),
        (None, False),
    ],
)
def test_server_that_dies_is_told_from_a_wrong_statement(error, away):
    """T71: psycopg2 has three classes for it."""
    assert is_away(error) is away


@pytest.mark.parametrize(("error", "status"), [(OperationalError(), 503), (ValueError(), 500)])
def test_reader_is_asked_to_come_back_only_where_that_helps(error, status):
    try:
        raise error
    except type(error):
        answer = server_error(RequestFactory().get("/"))
    assert (answer.status_code, answer.has_header("Retry-After")) == (status, status == 503)
