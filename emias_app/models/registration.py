"""Making an account and raising its level (product.md §3)."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field, SecretStr

from emias_app.models.base import Line, Model, Request, Sex


class RegisterRequest(Request):
    """A new basic account; answered with a ticket whether or not the phone is taken."""

    last_name: Line = Field(min_length=1, max_length=80)
    first_name: Line = Field(min_length=1, max_length=80)
    middle_name: Line = Field(default="", max_length=80)
    birth_date: date
    sex: Sex
    phone: Line = Field(min_length=1, max_length=30)
    email: Line = Field(min_length=3, max_length=200)
    password: SecretStr = Field(min_length=1, max_length=200)


class PasswordResetRequest(Request):
    login: Line = Field(min_length=1)


class PasswordResetConfirm(Request):
    ticket: Line = Field(min_length=1)
    code: Line = Field(min_length=1, max_length=20)
    password: SecretStr = Field(min_length=1, max_length=200)


class PasswordChange(Request):
    current: SecretStr = Field(min_length=1, max_length=200)
    password: SecretStr = Field(min_length=1, max_length=200)


class NumberRequest(Request):
    """A СНИЛС, an ИНН or a policy number, as typed."""

    number: Line = Field(min_length=1, max_length=40)


class PassportRequest(Request):
    """``issued_by_code`` is «770-001»."""

    series: Line = Field(min_length=1, max_length=10)
    number: Line = Field(min_length=1, max_length=12)
    issued_on: date
    issued_by_code: Line = Field(min_length=1, max_length=10)


class PhoneChangeRequest(Request):
    """First call: ``phone`` alone sends a code to the old and to the new phone; second call: with both codes."""

    phone: Line = Field(min_length=1, max_length=30)
    code_old: Line | None = Field(default=None, max_length=20)
    code_new: Line | None = Field(default=None, max_length=20)


class PhoneChange(Model):
    """Where the two codes went."""

    masked_old: str
    masked_new: str
    expires_at: datetime
    resend_after: int
