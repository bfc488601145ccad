"""What kind of page this is, and what is said where one kind ends."""

from __future__ import annotations

from enum import StrEnum

NOTICE_SESSION_OVER = "Вход закончился. Войдите ещё раз, и мы вернём вас на это же место."
NOTICE_IDLE = "Мы закрыли карты, пока вас не было. Войдите ещё раз, и мы вернём вас на это же место."
NOTICE_LOCKED = "Вы заблокировали приложение. ПИН-код здесь не задан, поэтому для входа нужны пароль и СМС."
NOTICE_SIGNED_OUT = "Вы вышли"


class Phase(StrEnum):
    """What kind of page this is."""

    STARTING = "STARTING"
    ANONYMOUS = "ANONYMOUS"
    LOCKED = "LOCKED"
    OPEN = "OPEN"
    CLINIC = "CLINIC"
