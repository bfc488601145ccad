"""The typed client: every call to the backend goes through here."""

import sys
from typing import cast

# httpx brings its own command line along, and with it a terminal's colours and forms: an eighth of a second at every
# start. It does without where that cannot be imported.
cast(dict[str, object], sys.modules).setdefault("httpx._main", None)

from emias_app.api.client import EmiasClient  # noqa: E402

__all__ = ["EmiasClient"]
