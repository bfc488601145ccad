"""A keyring backend as there are some: it would write secrets into a plain file."""

from __future__ import annotations

import keyring.backend


class PlainFile(keyring.backend.KeyringBackend):
    priority = 9

    def get_password(self, service: str, username: str) -> str | None:
        raise AssertionError("a plain file must not be read")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("a plain file must not be written")

    def delete_password(self, service: str, username: str) -> None:
        raise AssertionError("a plain file must not be written")
