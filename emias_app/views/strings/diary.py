"""Words of the health diary."""

from __future__ import annotations

from emias_app.domain.entry_lines import INDICATOR_WORDS
from emias_app.models.diary import Indicator

I = Indicator  # noqa: E741

TITLE = "Дневник здоровья"
ALL = "Все"
INDICATORS = INDICATOR_WORDS
#: The chip of notes names many.
NOTES = "Заметки"
PERIODS = {"week": "Неделя", "month": "Месяц", "all": "Всё время"}
PERIODS_SPOKEN = {"week": "за неделю", "month": "за месяц", "all": "за всё время"}
RECORDS = "Записи"
ENTRIES = ("запись", "записи", "записей")
TOTAL = {"week": "{total} за неделю", "month": "{total} за месяц", "all": "{total}"}
ADD = "Записать"

ABOVE = "выше обычного"
BELOW = "ниже обычного"
FEVER, CHILL = "повышена", "понижена"
WAITS = "ждёт сети"
WAITS_MEMORY = "ждёт сети, не закрывайте страницу"
REFUSED = "не принята: {why}"
DISPUTED = "изменена на двух устройствах"
PHOTOS = ("фото", "фото", "фото")
USUAL_TO = "обычно до {high}"
USUAL = "обычно {low}–{high}"
UPPER, LOWER = "верхнее", "нижнее"
CHART_THINNED = "Записей много: точки показывают крайние значения."
CHART_SPOKEN = "{indicator}: {count}, последнее значение {value}, {when}"

EMPTY_TITLE = "Записей пока нет"
EMPTY_TEXT = "Измерили температуру или заметили что-то важное? Запишите, и на приёме всё будет под рукой."
EMPTY_OF = "Таких записей пока нет"
EMPTY_OF_TEXT = "Нажмите «Записать», чтобы добавить первую."
EMPTY_PERIOD = {"week": "За неделю записей нет", "month": "За месяц записей нет"}
EMPTY_PERIOD_TEXT = "Последняя запись {day}."
NO_CHART_TITLE = "График появится здесь"
NO_CHART_TEXT = "Он строится по измерениям: температуре, весу, давлению и другим."
SHOW_ALL = "Показать всё время"

SHEET_NEW = "{indicator}, {name}"
VALUE = "Значение"
UPPER_LABEL, LOWER_LABEL = "Верхнее", "Нижнее"
MINUS, PLUS = "Меньше", "Больше"
DAY, TIME, TIME_HINT, PICK_TIME = "Дата", "Время", "ЧЧ:ММ", "Выбрать время"
NOTE = "Заметка"
NOTE_HINT = "Самочувствие, лекарства"
SYMPTOMS_TITLE = "Самочувствие"
SYMPTOMS = {
    "cough": "Кашель", "runny": "Насморк", "throat": "Болит горло", "head": "Болит голова", "belly": "Болит живот",
    "vomiting": "Рвота", "stool": "Жидкий стул", "rash": "Сыпь", "appetite": "Плохой аппетит", "weak": "Вялость",
}  # fmt: skip
MEDICINES = "Лекарства"
MEDICINES_HINT = "Ибупрофен, 5 мл; капли в нос"
MEDICINES_HELP = "Несколько через точку с запятой"
ADD_PHOTO = "Приложить фотографию"
REMOVE_PHOTO = "Убрать фотографию {number}"
PHOTO_SHOWN = "Фотография {number}"
ENLARGE_PHOTO = "Показать крупно фотографию {number}"
SHRINK_PHOTO = "Убрать крупную фотографию {number}"
PHOTO_ZOOM = "Приблизить: двумя пальцами или колёсиком мыши"
SAVE = "Сохранить"
SAVE_ANYWAY = "Верно, сохранить"
CLOSE = "Закрыть"
BROUGHT_BACK, START_ANEW = "Вернули незаписанное", "Начать заново"
WHAT = "Что записать"
LABELS = {
    "value": "значение", "value2": "нижнее", "day": "дата", "time": "время", "note": "заметка",
}  # fmt: skip

LABELS_OF_PRESSURE = {**LABELS, "value": "верхнее"}

EDIT, DELETE = "Изменить", "Удалить"
ACTIONS = "Действия с записью"
DELETED = "Запись удалена"
UNDO = "Вернуть"

DISPUTE_TITLE = "Какую запись оставить?"
DISPUTE_TEXT = "Её изменили на двух устройствах, пока одно из них было без сети. Ничего не потеряно."
DISPUTE_HERE = "На этом устройстве"
DISPUTE_THERE = "На другом устройстве"
DISPUTE_GONE = "Удалена"
DISPUTE_REMOVED_HERE = "Удалена здесь"
KEEP_MINE, KEEP_THEIRS, KEEP_BOTH = "Оставить с этого устройства", "Оставить с другого", "Сохранить обе"
WROTE = "записала {author}"
STALE_TITLE = "Не удалось обновить"
STALE = "Показываем загруженное раньше: {when}."
