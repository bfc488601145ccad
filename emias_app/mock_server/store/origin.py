"""Whose word a kept record is: the clinic's (or, of an upload, the parent's own), or an archive's that came back."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from emias_app.mock_server.store.schema import StoredRecord

#: As it stands in a row's JSON; inside a text its quotes would be escaped, so no title reads like it.
_NOT_IMPORTED = '"importedOn":null'


def is_first_hand() -> ColumnElement[bool]:
    """The record did not come from an archive, for which nobody here vouches."""
    return StoredRecord.row_json.contains(_NOT_IMPORTED, autoescape=True)
