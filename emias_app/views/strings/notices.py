"""Words of «Уведомления»."""

from __future__ import annotations

TITLE = "Уведомления"
BELL = "Уведомления"
BELL_UNREAD = "Уведомления, непрочитанных: {count}"
MANY = "99+"
UNREAD = "непрочитанное"
FRESH = "Новые"
EARLIER = "Прочитанные"
READ_ALL = "Прочитать все"
EMPTY_TITLE = "Уведомлений нет"
EMPTY_TEXT = "Здесь скажем, когда доступ откроется или закончится и когда в карте появится новое."
