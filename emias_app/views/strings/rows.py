"""Words of the rows of a card's lists."""

from __future__ import annotations

PRESCRIBED = "Выписан {day}"
GET_BY = "Получите до {day}"
ISSUED = "Выдано {day}"
VALID_UNTIL = "Действует до {day}"
WAS_VALID_UNTIL = "Срок до {day}"
#: The same after something else in the line.
UNTIL = "до {day}"
