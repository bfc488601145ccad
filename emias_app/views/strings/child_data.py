"""Words of «Данные о ребенке»."""

from __future__ import annotations

TITLE = "Данные о ребенке"
DIARY = "Дневник"
LEAD = "Заполняете вы. Врач видит записи сразу, с пометкой «внесено родителем»."
NOTE = "Эти записи не меняют данные поликлиники."
CARD_EMPTY = "заполняете вы"
ADD = "Добавить"
ADD_SPOKEN = "Добавить: {what}"
NOT_FILLED = "не заполнено"
ALL = "Все: {count}"
CHOOSE_TITLE = "Выберите раздел слева"
CHOOSE_TEXT = "Здесь откроются записи, и рядом то, что известно поликлинике."

TITLES = {
    "allergies": "Аллергии",
    "medications": "Лекарства",
    "injuries": "Травмы",
    "surgeries": "Операции",
    "family-history": "Болезни в семье",
    "vaccinations": "Прививки в других клиниках",
    "visits": "Приёмы в других клиниках",
}
NEW_TITLES = {
    "allergies": "Новая аллергия",
    "medications": "Новое лекарство",
    "injuries": "Новая травма",
    "surgeries": "Новая операция",
    "family-history": "Новая болезнь в семье",
    "vaccinations": "Новая прививка",
    "visits": "Новый приём",
}
ONE_TITLES = {
    "allergies": "Аллергия",
    "medications": "Лекарство",
    "injuries": "Травма",
    "surgeries": "Операция",
    "family-history": "Болезнь в семье",
    "vaccinations": "Прививка",
    "visits": "Приём",
}
EMPTY_TITLES = {
    "allergies": "Аллергий не внесено",
    "medications": "Лекарств не внесено",
    "injuries": "Травм не внесено",
    "surgeries": "Операций не внесено",
    "family-history": "Болезней в семье не внесено",
    "vaccinations": "Прививок не внесено",
    "visits": "Приёмов не внесено",
}
#: Why it is worth it.
EMPTY_WHY = {
    "allergies": "Врач увидит их раньше, чем выпишет лекарство.",
    "medications": "Врач проверит, сочетаются ли они с новым назначением.",
    "injuries": "Врачу важно знать о них перед нагрузками, прививками и операциями.",
    "surgeries": "Врач и анестезиолог спросят о них в первую очередь.",
    "family-history": "По ним врач решает, за чем наблюдать заранее.",
    "vaccinations": "С ними план прививок будет верным, и лишнюю дозу не назначат.",
    "visits": "Врач поликлиники увидит, что сказали другие, и не назначит то же дважды.",
}

LABELS = {
    "substance": "На что аллергия",
    "reaction": "Как проявляется",
    "severity": "Насколько тяжело",
    "since": "С какого времени",
    "until": "До какого времени",
    "medicine": "Лекарство",
    "dose": "Доза и как часто",
    "purpose": "Для чего",
    "what": "Что случилось",
    "on": "Когда",
    "treated_at": "Где лечили",
    "hospital": "Больница",
    "relative": "Кто болеет",
    "illness": "Болезнь",
    "infections": "От чего прививка",
    "product": "Вакцина",
    "series": "Серия",
    "clinic": "Клиника",
    "speciality": "Врач, специальность",
    "doctor": "Фамилия врача",
    "diagnosis": "Диагноз",
    "conclusion": "Заключение и назначения",
    "note": "Примечание",
}
#: Where a kind calls its field otherwise.
LABELS_OF = {
    ("surgeries", "what"): "Какая операция",
    ("vaccinations", "on"): "День прививки",
    ("vaccinations", "dose"): "Какая по счёту",
}
HELP_PARTIAL = "Как помните: 2021, 04.2021 или 12.04.2021"
HELP_CODE = "МКБ-10: {code}"
OPTIONAL = "Можно не заполнять"
HINTS = {
    "substance": "Например, амоксициллин",
    "reaction": "Например, крапивница",
    "medicine": "Например, Мальтофер",
    "dose": "Например, 5 мл 2 раза в день",
    "illness": "Например, бронхиальная астма",
}
SUGGESTED = "Подсказки: {count}"

FILES = "Документы"
PAPER_LEAD = (
    "Справка, сертификат или выписка. PDF, JPEG или PNG, до 20\u00a0МБ. Файл появится в «Загруженных документах»."
)
PAPER_PICK = "Загрузить файл"
PAPER_OTHER = "Выбрать другой файл"
PAPER_AGAIN = "Отправить ещё раз"
PAPER_SENDING = "Отправляем «{name}», {size}"
FROM_UPLOADS = "Выбрать из загруженных"
ATTACHED = ("документ", "документа", "документов")
ATTACHED_COUNT = "Приложено: {count}"
OPEN_FILE = "Открыть документ"
OPEN_FILE_N = "Открыть документ {number}"
NO_FILES = "В «Загруженных документах» пока пусто"

SAVE = "Сохранить"
REMOVE = "Удалить запись"
REMOVED = "Запись удалена"
BRING_BACK = "Вернуть"
GONE_TITLE = "Этой записи больше нет"
GONE_TEXT = "Возможно, её удалил другой родитель. Вернитесь к списку."

HISTORY = "Кто вносил и менял"
YOU = "вы"
#: By the reader; by somebody else, whose gender is not known.
ENTERED_BY_YOU = "Внесли вы, {when}"
#: An archive's words of who had entered it before.
TOLD_BY_ARCHIVE = "по словам архива, раньше внёс: {who}{when}"
ENTERED_LINE = "Внесено: {who}, {when}"
CHANGED_BY_YOU = "изменили вы, {when}"
CHANGED_LINE = "изменено: {who}, {when}"
CHANGES = {
    "ENTERED": "Внесено: {who}",
    "CHANGED": "Изменено: {who}",
    "REMOVED": "Удалено: {who}",
    "RESTORED": "Возвращено: {who}",
}
CHANGES_BY_YOU = {
    "ENTERED": "Внесли вы",
    "CHANGED": "Изменили вы",
    "REMOVED": "Удалили вы",
    "RESTORED": "Вернули вы",
}

CLINIC = "По данным поликлиники"
CLINIC_EXPLAINED = "Это записи врачей, здесь их изменить нельзя."
CLINIC_MORE = "Все прививки поликлиники"
CONFLICT = "Есть расхождение с поликлиникой"
CONFLICTS = ("расхождение", "расхождения", "расхождений")
CONFLICTS_LINE = "{count} с поликлиникой"
OPEN_RECORD = "Открыть запись поликлиники"
NO_ALLERGIES = "по записи, аллергии нет"
