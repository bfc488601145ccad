"""Where the step that helps with a refusal is taken, and what the link to it says."""

from __future__ import annotations

from collections.abc import Mapping

from emias_app.domain.refusals import ReasonCode
from emias_app.state.place import Family, Place, Profile, Redeem
from emias_app.views.strings import access as words

WAYS: Mapping[ReasonCode, tuple[Place, str]] = {
    ReasonCode.ACCOUNT_LEVEL_TOO_LOW: (Profile(), words.TO_PROFILE),
    ReasonCode.PASSPORT_NOT_CONFIRMED: (Profile(), words.TO_PROFILE),
    ReasonCode.KINSHIP_NOT_CONFIRMED: (Family(), words.TO_FAMILY),
    ReasonCode.CLINIC_REVOKED: (Redeem(), words.ENTER_CODE_FULL),
}
