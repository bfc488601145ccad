"""Words of «Прививки»: the plan and its files."""

from __future__ import annotations

TAB = {"plan": "План", "given": "Профилактические прививки", "tests": "Иммунодиагностические тесты"}
NOW, LATER, NEVER, DONE = "Сейчас", "Позже", "Не делают", "Недавно сделаны"
TOTAL = "По календарю: впереди {ahead}, сделано {done}"
NOTHING_NOW = "Сейчас прививки не нужны"
NOTHING_NOW_NEXT = "Следующая: {dose}, {day}"
#: What the reason of a done dose begins with; the day stands in its place.
GIVEN = "Сделана "
ASK_DOCTOR = "Уточните у врача"
SINCE = "Можно с {day}"
FROM = "С {day}"
UNTIL = "До {day}"
LOT = "{product}, серия {series}"
ALL = "Все прививки"
ELSEWHERE = "Внести прививку из другой клиники"
CALENDAR = "Добавить в календарь"
CERTIFICATE = "Сертификат о прививках"
MOSCOW = "Рекомендации Москвы"
MOSCOW_LINE = "Дополняют национальный календарь. Возраст и дозы уточните у врача."
SOURCE = (
    "По национальному календарю: приказ Минздрава № 1122н в редакции 677н. Интервалы и решение о прививке — за врачом."
)
