"""The registry of identifiers on the screen: ``<screen>.<element>[.<key>]``.

A constant is a whole identifier; a :class:`Keyed` makes one for a key. They reach the page's DOM as
``flt-semantics-identifier`` and phones as accessibility identifiers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import flet as ft

#: Every identifier or pattern (``home.child.<patientId>``) and what it stands for, in the order of the screens.
REGISTRY: dict[str, str] = {}


@dataclass(frozen=True)
class Keyed:
    """Identifiers that differ by a key: ``home.child`` called with an id gives ``home.child.<id>``."""

    stem: str
    key: str

    @property
    def pattern(self) -> str:
        return f"{self.stem}.<{self.key}>"

    def __call__(self, key: object) -> str:
        return f"{self.stem}.{key}"


def _one(name: str, what: str) -> str:
    REGISTRY[name] = what
    return name


def _keyed(stem: str, key: str, what: str) -> Keyed:
    keyed = Keyed(stem, key)
    REGISTRY[keyed.pattern] = what
    return keyed


# Signing in
LOGIN_LOGIN = _one("login.login", "телефон, почта или СНИЛС")
LOGIN_PASSWORD = _one("login.password", "пароль")
LOGIN_REVEAL = _one("login.reveal", "показать или скрыть пароль")
LOGIN_SUBMIT = _one("login.submit", "«Войти»")
LOGIN_CODE = _one("login.code", "код из СМС, одно поле")
LOGIN_CONFIRM = _one("login.confirm", "«Подтвердить»")
LOGIN_RESEND = _one("login.resend", "новый код")
LOGIN_BACK = _one("login.back", "назад к логину")
LOGIN_OTHER = _one("login.other", "«Войти под другим номером»")
LOGIN_BACK_TO_PIN = _one("login.pin", "вернуться к ПИН-коду")
LOGIN_ERROR = _one("login.error", "почему вход не удался")
LOGIN_DEMO = _keyed("login.demo", "n", "n-й человек демо, с 1")
DEMO_SMS = _one("demo.sms", "СМС демо, касание вставляет код")
DEMO_SMS_CLOSE = _one("demo.close", "убрать СМС демо")
DEMO_SMS_OTHER = _one("demo.sms.other", "СМС демо на другой телефон")
DEMO_SMS_OTHER_CLOSE = _one("demo.close.other", "убрать СМС демо на другой телефон")
DEMO_ABOUT = _one("demo.about", "метка «Демо»")

LOGIN_REGISTER = _one("login.register", "«Создать учётную запись»")
LOGIN_FORGOT = _one("login.forgot", "«Не помню пароль»")
LOGIN_STAFF = _one("login.staff", "«Вход для сотрудников поликлиники»")

# A new account and a forgotten password
REGISTER_FIELD = _keyed(
    "register.field", "name", "поле регистрации: last, first, middle, birth, phone, email, password"
)
REGISTER_PICK = _one("register.pick", "дата рождения по календарю")
REGISTER_SEX = _keyed("register.sex", "male|female", "пол")
REGISTER_REVEAL = _one("register.reveal", "показать или скрыть пароль регистрации")
REGISTER_SUBMIT = _one("register.submit", "«Получить код»")
REGISTER_BACK = _one("register.back", "назад из регистрации")
REGISTER_ERROR = _one("register.error", "почему регистрация не удалась")
FORGOT_LOGIN = _one("forgot.login", "логин того, кто забыл пароль")
FORGOT_SUBMIT = _one("forgot.submit", "«Получить код» для нового пароля")
FORGOT_CODE = _one("forgot.code", "код для нового пароля, одно поле")
FORGOT_PASSWORD = _one("forgot.password", "новый пароль")
FORGOT_REVEAL = _one("forgot.reveal", "показать или скрыть новый пароль")
FORGOT_RESEND = _one("forgot.resend", "новый код для пароля")
FORGOT_CONFIRM = _one("forgot.confirm", "«Сохранить пароль»")
FORGOT_BACK = _one("forgot.back", "назад из «Не помню пароль»")
FORGOT_ERROR = _one("forgot.error", "почему новый пароль не сохранился")

# Messages at the foot
FILE_RETRY = _one("file.retry", "ещё раз получить файл, который не пришёл")

# PIN and lock
PIN_DIGIT = _keyed("pin.digit", "0-9", "цифра нового ПИН-кода")
PIN_DELETE = _one("pin.delete", "стереть цифру нового ПИН-кода")
PIN_LENGTH = _keyed("pin.length", "4|6", "длина ПИН-кода")
PIN_SKIP = _one("pin.skip", "не сейчас; отмена смены")
PIN_BIOMETRIC = _one("pin.biometric", "добавить отпечаток или лицо")
PIN_WEAK = _one("pin.weak", "почему такой ПИН-код легко угадать")
PIN_ANOTHER = _one("pin.another", "придумать другой ПИН-код")
PIN_ERROR = _one("pin.error", "ПИН-коды не совпали")
UNLOCK_DIGIT = _keyed("unlock.digit", "0-9", "цифра ПИН-кода")
UNLOCK_DELETE = _one("unlock.delete", "стереть цифру")
UNLOCK_BIOMETRIC = _one("unlock.biometric", "открыть отпечатком или лицом")
UNLOCK_FORGOT = _one("unlock.forgot", "«Забыли ПИН-код?»")
UNLOCK_ERROR = _one("unlock.error", "ПИН-код не подошёл")

# Navigation and the child's band
NAV_HOME = _one("nav.home", "«Главная»")
NAV_MEDCARD = _one("nav.medcard", "«Медкарта»")
NAV_DIARY = _one("nav.diary", "«Дневник»")
NAV_ACCESS = _one("nav.access", "«Доступ»")
NAV_PROFILE = _one("nav.profile", "«Профиль»")
NAV_LOCK = _one("nav.lock", "замок внизу боковой панели")
NAV_BACK = _one("nav.back", "стрелка «Назад» в полосе ребенка")

# Home and the second step
HOME_CHILD = _keyed("home.child", "patientId", "карточка ребенка")
HOME_BELL = _one("home.bell", "уведомления")
STEPUP_CODE = _one("stepup.code", "код второго шага, одно поле")
STEPUP_CONFIRM = _one("stepup.confirm", "«Подтвердить» второй шаг")
STEPUP_RESEND = _one("stepup.resend", "новый код второго шага")
STEPUP_ERROR = _one("stepup.error", "код второго шага не подошёл")

# The card
MEDCARD_SECTION = _keyed("medcard.section", "slug", "раздел медкарты")
MEDCARD_SWITCH = _one("medcard.switch", "выбрать другого ребенка")
MEDCARD_CHILD = _keyed("medcard.child", "patientId", "ребенок в листе выбора")
MEDCARD_FRESH = _keyed("medcard.fresh", "recordId", "запись из «Что нового»")
MEDCARD_AHEAD = _keyed("medcard.ahead", "recordId", "запись из «Впереди»")
MEDCARD_RETRY = _one("medcard.retry", "повторить загрузку карты")
MEDCARD_DOSE = _one("medcard.dose", "следующая прививка")
MEDCARD_OVERVIEW_RETRY = _one("medcard.news.retry", "повторить загрузку «Что нового»")
MEDCARD_ERROR = _one("medcard.error", "карта не загрузилась")
SECTION_PERIOD = _keyed("section.period", "6m|1y|all", "период")
SECTION_SEARCH = _one("section.search", "поиск в разделе")
SECTION_SEARCH_CLEAR = _one("section.clear", "очистить поиск")
SECTION_FILTER = _keyed("section.filter", "key", "отбор по виду или специальности")
SECTION_TOTAL = _one("section.total", "сколько записей")
SECTION_ITEM = _keyed("section.item", "recordId", "запись в списке")
SECTION_EMPTY = _one("section.empty", "записей нет")
SECTION_SHOW_ALL = _one("section.showall", "«Показать всё время»")
SECTION_ERROR = _one("section.error", "список не загрузился")
SECTION_RETRY = _one("section.retry", "«Повторить»")
VACCINATIONS_TAB = _keyed("vaccinations.tab", "plan|given|tests", "вкладка раздела «Прививки»")
VACCINATIONS_DOSE = _keyed("vaccinations.dose", "code", "доза плана, например polio-rv2")
VACCINATIONS_MOSCOW = _one("vaccinations.moscow", "рекомендации Москвы в плане прививок")
VACCINATIONS_ICS = _one("vaccinations.ics", "«Добавить в календарь»")
VACCINATIONS_CERTIFICATE = _one("vaccinations.certificate", "«Сертификат о прививках»")
VACCINATIONS_ENTRY = _keyed("vaccinations.entry", "entryId", "сделанная прививка, которую внёс родитель")
VACCINATIONS_ALL = _one("vaccinations.all", "«Все прививки»")
SECTION_RESET = _one("section.reset", "«Сбросить отбор»")
VACCINATIONS_ELSEWHERE = _one("vaccinations.elsewhere", "«Внести прививку из другой клиники»")
RECORD_TITLE = _one("record.title", "заголовок документа")
RECORD_PDF = _one("record.pdf", "«Открыть PDF»")
MEDCARD_PARTLY_RETRY = _one("medcard.partly.retry", "повторить, когда загрузилось не всё")
RECORD_SMALLER = _one("record.smaller", "текст документа мельче")
RECORD_LARGER = _one("record.larger", "текст документа крупнее")
RECORD_ZOOM = _one("record.zoom", "«Крупнее» и «Мельче» под кардиограммой")
RECORD_SHARE = _one("record.share", "«Поделиться» документом")
RECORD_LINK = _keyed("record.link", "recordId", "связанная запись")
RECORD_ERROR = _one("record.error", "документ не загрузился")
RECORD_RETRY = _one("record.retry", "«Повторить» в документе")

# The trend of a показатель and the search over a card
LAB_ROW = _keyed("lab.row", "code", "показатель в таблице анализа, открывает динамику")
TREND_TITLE = _one("trend.title", "показатель, чья динамика открыта")
TREND_PERIOD = _keyed("trend.period", "6m|1y|all", "период динамики")
TREND_UNIT = _keyed("trend.unit", "n", "n-я единица измерения, с 1")
TREND_CHART = _one("trend.chart", "график показателя")
TREND_ITEM = _keyed("trend.item", "recordId", "значение, открывает свой анализ")
TREND_BACK = _one("trend.back", "назад из динамики")
TREND_EMPTY = _one("trend.empty", "за период измерений нет")
TREND_SHOW_ALL = _one("trend.showall", "«Показать всё время» в динамике")
TREND_MORE = _one("trend.more", "показать более старые значения")
TREND_ERROR = _one("trend.error", "динамика не загрузилась")
TREND_RETRY = _one("trend.retry", "повторить загрузку динамики")
MEDCARD_FIND = _one("medcard.find", "поиск по медкарте")
FIND_WORDS = _one("find.words", "поле поиска по медкарте")
FIND_CLEAR = _one("find.clear", "очистить поиск по медкарте")
FIND_TOTAL = _one("find.total", "сколько нашлось")
FIND_ITEM = _keyed("find.item", "recordId", "найденная запись")
FIND_ANALYTE = _keyed("find.analyte", "code", "найденный показатель, открывает динамику")
FIND_ALL = _keyed("find.all", "slug", "все найденные записи раздела")
FIND_EMPTY = _one("find.empty", "ничего не нашлось или ещё не искали")
FIND_RESET = _one("find.reset", "«Очистить поиск» на пустом экране")
FIND_ERROR = _one("find.error", "поиск не удался")
FIND_RETRY = _one("find.retry", "повторить поиск")

# «Данные о ребенке»
CHILDDATA_KIND = _keyed("childdata.kind", "kind", "вид данных о ребенке")
CHILDDATA_ADD = _keyed("childdata.add", "kind", "«Добавить» запись вида")
CHILDDATA_ITEM = _keyed("childdata.item", "id", "запись, внесённая родителем")
CHILDDATA_FACT = _keyed("childdata.fact", "n", "n-я запись поликлиники рядом, с 1")
CHILDDATA_CONFLICT = _keyed("childdata.conflict", "n", "запись поликлиники, с которой есть расхождение, с 1")
CHILDDATA_MORE = _one("childdata.more", "все прививки поликлиники")
CHILDDATA_TOTAL = _one("childdata.total", "сколько записей вида")
CHILDDATA_FIELD = _keyed("childdata.field", "name", "поле записи о ребенке")
CHILDDATA_PICK = _one("childdata.pick", "день прививки по календарю")
CHILDDATA_HINT = _keyed("childdata.hint", "n", "n-я подсказка под полем, с 1")
CHILDDATA_SEVERITY = _keyed("childdata.severity", "mild|moderate|severe", "тяжесть аллергии")
CHILDDATA_RELATIVE = _keyed("childdata.relative", "relative", "кто в семье болеет")
CHILDDATA_INFECTION = _keyed("childdata.infection", "infection", "от чего прививка")
CHILDDATA_DOSE = _keyed("childdata.dose", "dose", "какая прививка по счёту")
CHILDDATA_PAPER = _one("childdata.paper", "загрузить новый документ прямо из формы")
CHILDDATA_PAPER_CAMERA = _one("childdata.paper.camera", "сфотографировать документ из формы")
CHILDDATA_PAPER_SHOOT = _one("childdata.paper.shoot", "снять документ")
CHILDDATA_PAPER_CLOSE = _one("childdata.paper.close", "закрыть камеру документа")
CHILDDATA_PAPER_REMOVE = _one("childdata.paper.remove", "не прикладывать файл, который не отправился")
CHILDDATA_PAPER_ERROR = _one("childdata.paper.error", "почему документ не приложен")
CHILDDATA_PAPER_AGAIN = _one("childdata.paper.again", "отправить документ ещё раз")
CHILDDATA_PAPER_PROGRESS = _one("childdata.paper.progress", "документ отправляется")
CHILDDATA_FILES = _one("childdata.files", "«Прикрепить документ»")
CHILDDATA_FILE = _keyed("childdata.file", "recordId", "документ, который прикладывается")
CHILDDATA_FILES_RETRY = _one("childdata.files.retry", "повторить загрузку документов")
CHILDDATA_FILES_ERROR = _one("childdata.files.error", "документы не загрузились")
CHILDDATA_ATTACHED = _keyed("childdata.attached", "n", "n-й приложенный документ, с 1")
CHILDDATA_SAVE = _one("childdata.save", "«Сохранить» запись о ребенке")
CHILDDATA_SAVE_ERROR = _one("childdata.save.error", "почему запись не сохранилась")
CHILDDATA_UNDO = _one("childdata.undo", "«Вернуть» удалённую запись")
CHILDDATA_REMOVE = _one("childdata.remove", "удалить запись")
CHILDDATA_BACK = _one("childdata.back", "назад из записи или вида")
CHILDDATA_CHOOSE = _one("childdata.choose", "вид ещё не выбран")
CHILDDATA_GONE = _one("childdata.gone", "записи больше нет")
CHILDDATA_EMPTY = _one("childdata.empty", "записей вида нет, и зачем их вносить")
CHILDDATA_ERROR = _one("childdata.error", "виды данных не загрузились")
CHILDDATA_RETRY = _one("childdata.retry", "повторить загрузку видов")
CHILDDATA_LIST_ERROR = _one("childdata.list.error", "записи вида не загрузились")
CHILDDATA_LIST_RETRY = _one("childdata.list.retry", "повторить загрузку записей вида")

# Access that ended, addresses that lead nowhere
ENDED_TITLE = _one("ended.title", "карта закрылась и почему")
MISSING_TITLE = _one("missing.title", "такой карты здесь нет")
ENDED_HOME = _one("ended.home", "к детям из закрывшейся карты")
MISSING_HOME = _one("missing.home", "к детям с адреса, которого нет")
HOME_RETRY = _one("home.retry", "повторить загрузку главной")
HOME_ERROR = _one("home.error", "главная не загрузилась")
HOME_EMPTY = _one("home.empty", "карт ещё нет")
HOME_FRESH = _keyed("home.fresh", "recordId", "новая запись на главной")
HOME_DOSE = _keyed("home.dose", "patientId", "прививка, которую пора сделать")
HOME_WAY = _keyed("home.way", "childId", "ребенок, чья карта ещё не открыта")
HOME_STEP = _keyed("home.step", "childId", "следующий шаг к карте ребенка")
HOME_LEVEL = _one("home.level", "к уровню учётной записи с главной")
HOME_ENDING = _keyed("home.ending", "patientId", "забрать карту, доступ к которой скоро закончится")
HOME_CODE = _one("home.code", "«Ввести код» из поликлиники с главной")
STEPUP_RETRY = _one("stepup.retry", "повторить отправку кода")
SECTION_MORE = _one("section.more", "показать ещё, когда дальше не загрузилось")

OFFLINE_BANNER = _one("offline.banner", "«Нет сети. Показываем сохранённое вчера в 21:40»")

# The diary
DIARY_ADD = _one("diary.add", "«Записать»")
DIARY_INDICATOR = _keyed("diary.indicator", "key", "показатель дневника; all = все")
DIARY_PERIOD = _keyed("diary.period", "week|month|all", "период дневника")
DIARY_TOTAL = _one("diary.total", "сколько записей дневника")
DIARY_ITEM = _keyed("diary.item", "id", "запись дневника")
DIARY_MORE = _keyed("diary.more", "id", "действия с записью дневника")
DIARY_EDIT = _one("diary.edit", "«Изменить» запись дневника")
DIARY_DELETE = _one("diary.delete", "«Удалить» запись дневника")
DIARY_UNDO = _one("diary.undo", "«Вернуть» удалённую запись")
DIARY_EMPTY = _one("diary.empty", "записей дневника нет")
DIARY_NO_CHART = _one("diary.nochart", "графика дневника ещё нет")
DIARY_SHOW_ALL = _one("diary.showall", "«Показать всё время» в дневнике")
DIARY_ERROR = _one("diary.error", "дневник не загрузился")
DIARY_RETRY = _one("diary.retry", "«Повторить» в дневнике")
DIARY_KIND = _keyed("diary.kind", "key", "что записать: показатель в листе")
DIARY_VALUE = _one("diary.value", "значение; верхнее давление")
DIARY_VALUE2 = _one("diary.lower", "нижнее давление")
DIARY_MINUS = _keyed("diary.minus", "value|value2", "«−» у значения")
DIARY_PLUS = _keyed("diary.plus", "value|value2", "«+» у значения")
DIARY_QUESTION = _one("diary.question", "«40,6 °C, всё верно?»")
DIARY_DAY = _one("diary.day", "день измерения")
DIARY_DAY_PICK = _one("diary.day.pick", "день измерения по календарю")
DIARY_TIME = _one("diary.time", "время измерения")
DIARY_TIME_PICK = _one("diary.time.pick", "время измерения по часам")
DIARY_NOTE = _one("diary.note", "заметка")
DIARY_SYMPTOM = _keyed("diary.symptom", "key", "самочувствие: отметить")
DIARY_MEDICINES = _one("diary.medicines", "принятые лекарства")
DIARY_PHOTO = _one("diary.photo", "приложить фотографию к записи")
DIARY_PHOTO_REMOVE = _keyed("diary.photo.remove", "n", "убрать n-ю фотографию, с 1")
DIARY_PHOTO_SHOW = _keyed("diary.photo.show", "n", "показать n-ю фотографию крупно или убрать её обратно")
DIARY_PHOTO_LARGE = _one("diary.photo.large", "фотография крупно")
DIARY_PHOTO_ERROR = _one("diary.photo.error", "фотография не подошла")
DIARY_SAVE = _one("diary.save", "«Сохранить» запись")
DIARY_FORM_ERROR = _one("diary.form.error", "почему запись не сохранилась")
DIARY_CLOSE = _one("diary.close", "закрыть лист записи")
DIARY_ANEW = _one("diary.anew", "«Начать заново» в листе записи")
DIARY_MINE = _one("diary.mine", "оставить запись этого устройства")
DIARY_THEIRS = _one("diary.theirs", "оставить запись другого устройства")
DIARY_BOTH = _one("diary.both", "сохранить обе записи")

# Access: who sees the cards, requests, codes of the clinic, the journal
ACCESS_REDEEM = _one("access.redeem", "«Ввести код» поликлиники")
ACCESS_REQUEST = _one("access.request", "«Запросить» доступ")
ACCESS_JOURNAL = _one("access.journal", "«Журнал»: кто смотрел карту")
ACCESS_GRANT = _keyed("access.grant", "grantId", "доступ к карте: мой или чужой")
ACCESS_ITEM = _keyed("access.item", "requestId", "заявление")
ACCESS_CARD = _one("access.card", "открыть карту")
ACCESS_READS = _one("access.reads", "кто смотрел эту карту")
ACCESS_CODE = _one("access.code", "ввести новый код к закрытой карте")
ACCESS_CHANGE = _one("access.change", "изменить доступ")
ACCESS_GIVE_UP = _one("access.giveup", "«Отказаться от доступа»")
ACCESS_GIVE_UP_CONFIRM = _one("access.giveup.confirm", "подтвердить отказ от доступа")
ACCESS_GIVE_UP_CANCEL = _one("access.giveup.cancel", "не отказываться от доступа")
ACCESS_AHEAD = _keyed("access.ahead", "patientId", "открыть карту, доступ к которой скоро закончится")
ACCESS_RETRY = _one("access.retry", "повторить загрузку доступов")
ACCESS_ERROR = _one("access.error", "доступы не загрузились")
ACCESS_REQUESTS_RETRY = _one("access.requests.retry", "повторить загрузку заявлений")
ACCESS_REQUESTS_ERROR = _one("access.requests.error", "заявления не загрузились")
REDEEM_CODE = _one("redeem.code", "код поликлиники, одно поле")
REDEEM_SUBMIT = _one("redeem.submit", "«Получить доступ»")
REDEEM_PASTE = _one("redeem.paste", "«Вставить из буфера»")
REDEEM_ERROR = _one("redeem.error", "код не подошёл, сколько попыток осталось")
REDEEM_BACK = _one("redeem.back", "назад к доступам")
REDEEM_DONE = _one("redeem.done", "«Перейти к медкарте»")
REQUEST_NEXT = _one("request.next", "«Получить услугу», «Далее», «Продолжить»")
REQUEST_BACK = _one("request.back", "на шаг назад")
REQUEST_RESUME = _keyed("request.resume", "requestId", "продолжить черновик")
REQUEST_DISCARD = _keyed("request.discard", "requestId", "удалить черновик")
REQUEST_PHOTO = _one("request.photo", "выбрать фотографию")
REQUEST_PHOTO_REMOVE = _one("request.photo.remove", "убрать фотографию")
REQUEST_PHOTO_ERROR = _one("request.photo.error", "фотография не подошла")
REQUEST_CAMERA = _one("request.camera", "«Снять камерой»")
REQUEST_SHOOT = _one("request.shoot", "сделать снимок")
REQUEST_CAMERA_CLOSE = _one("request.camera.close", "закрыть камеру")
REQUEST_CHILD = _keyed("request.child", "childId", "чью карту открыть")
REQUEST_CHILD_ADD = _one("request.child.add", "«Добавить сведения о ребенке»")
REQUEST_PURPOSE = _keyed("request.purpose", "grant|change|cancel", "цель запроса")
REQUEST_GRANTEE = _keyed("request.grantee", "self|other", "кому нужен доступ")
REQUEST_PHONE = _one("request.phone", "телефон")
REQUEST_CODE = _one("request.code", "код из СМС, одно поле")
REQUEST_RESEND = _one("request.resend", "новый код")
REQUEST_CONSENT = _one("request.consent", "согласие")
REQUEST_SUBMIT = _one("request.submit", "«Отправить запрос»")
REQUEST_ERROR = _one("request.error", "что не так на этом шаге")
REQUEST_RETRY = _one("request.retry", "повторить загрузку")
REQUEST_PROFILE = _one("request.profile", "в «Профиль»")
REQUEST_FAMILY = _one("request.family", "в «Мою семью»")
REQUEST_CLASH = _one("request.clash", "открыть запрос, который уже есть")
REQUEST_STATUS = _one("request.status", "состояние запроса")
REQUEST_FIX = _one("request.fix", "шаг, который поможет после отказа")
REQUEST_EDIT = _one("request.edit", "изменить запрос")
REQUEST_AGAIN = _one("request.again", "подать запрос снова")
REQUEST_CARD = _one("request.card", "«Перейти к медкарте»")
REQUEST_CANCEL = _one("request.cancel", "«Отменить запрос»")
REQUEST_CANCEL_CONFIRM = _one("request.cancel.confirm", "подтвердить отмену запроса")
REQUEST_CANCEL_CANCEL = _one("request.cancel.cancel", "не отменять запрос")
JOURNAL_TOTAL = _one("journal.total", "сколько просмотров")
JOURNAL_ITEM = _keyed("journal.item", "entryId", "один просмотр")
JOURNAL_QUESTION = _keyed("journal.question", "entryId", "«Непонятный просмотр»")
JOURNAL_QUESTION_CONFIRM = _one("journal.question.confirm", "отметить просмотр")
JOURNAL_QUESTION_CANCEL = _one("journal.question.cancel", "не отмечать просмотр")
JOURNAL_EMPTY = _one("journal.empty", "карту никто не смотрел")
JOURNAL_ERROR = _one("journal.error", "журнал не загрузился")
JOURNAL_RETRY = _one("journal.retry", "повторить загрузку журнала")
JOURNAL_MORE = _one("journal.more", "показать ещё")

# Profile
PROFILE_LOCK = _one("profile.lock", "заблокировать сейчас")
PROFILE_PIN = _one("profile.pin", "задать или сменить ПИН-код")
PROFILE_LOGOUT = _one("profile.logout", "«Выйти»")
PROFILE_LOGOUT_CONFIRM = _one("profile.logout.confirm", "выйти, хотя дневник ещё не отправлен")
PROFILE_LOGOUT_CANCEL = _one("profile.logout.cancel", "не выходить")
PROFILE_THEME = _keyed("profile.theme", "light|dark|system", "оформление")
PROFILE_DELAY = _keyed("profile.delay", "1|5|10", "через сколько минут закрывать карты")
PROFILE_COLOUR = _keyed("profile.colour", "patientId", "цвет ребенка")
PROFILE_COLOUR_CHOICE = _keyed("profile.choice", "colour", "цвет в листе выбора")
PROFILE_SESSION = _keyed("profile.session", "sessionId", "завершить сеанс")
PROFILE_DEVICE = _keyed("profile.device", "deviceId", "убрать доверенное устройство")
PROFILE_SESSIONS_RETRY = _one("profile.sessions.retry", "повторить загрузку сеансов")
PROFILE_SESSIONS_ERROR = _one("profile.sessions.error", "сеансы не загрузились")
PROFILE_DEVICES_RETRY = _one("profile.devices.retry", "повторить загрузку устройств")
PROFILE_DEVICES_ERROR = _one("profile.devices.error", "устройства не загрузились")
PROFILE_ERROR = _one("profile.error", "профиль не загрузился")
PROFILE_RETRY = _one("profile.retry", "повторить загрузку профиля")

PROFILE_FAMILY = _one("profile.family", "«Моя семья»")
PROFILE_PAPER = _keyed("profile.paper", "snils|passport|inn|oms|phone|password", "форма документа, телефона, пароля")
PROFILE_RECHECK = _keyed("profile.recheck", "passport|oms", "проверить документ ещё раз")
PROFILE_STEP = _keyed("profile.step", "snils|passport|inn|recheck", "шаг к следующему уровню")
PROFILE_LEVEL = _one("profile.level", "что нужно для следующего уровня")
PAPER_FIELD = _keyed("paper.field", "name", "поле формы: number, series, issued, issuer, phone, current, password")
PAPER_PICK = _one("paper.pick", "дата выдачи по календарю")
PAPER_REVEAL = _keyed("paper.reveal", "current|password", "показать или скрыть пароль")
PAPER_CODE = _keyed("paper.code", "old|new", "код на прежний или новый телефон")
PAPER_OTHER = _one("paper.other", "изменить новый номер")
PAPER_RESEND = _one("paper.resend", "новые коды для смены телефона")
PAPER_SAVE = _one("paper.save", "«Сохранить» в форме профиля")
PAPER_BACK = _one("paper.back", "назад из формы профиля")
PAPER_ERROR = _one("paper.error", "почему данные не сохранились")

# «Моя семья»
FAMILY_ADD = _one("family.add", "«Добавить ребенка»")
FAMILY_CHILD = _keyed("family.child", "childId", "ребенок в «Моей семье»")
FAMILY_UP = _one("family.up", "назад из «Моей семьи»")
FAMILY_BACK = _one("family.back", "назад к списку семьи")
FAMILY_CHOOSE = _one("family.choose", "ребенок ещё не выбран")
FAMILY_GONE = _one("family.gone", "такого ребенка в семье нет")
FAMILY_LIST_RETRY = _one("family.list.retry", "повторить загрузку списка семьи")
FAMILY_LIST_ERROR = _one("family.list.error", "список семьи не загрузился")
FAMILY_STATE = _one("family.state", "как идёт проверка")
FAMILY_OPEN = _one("family.open", "«Перейти к медкарте»")
FAMILY_REQUEST = _one("family.request", "«Запросить доступ»")
FAMILY_LEVEL = _one("family.level", "повысить уровень учётной записи")
FAMILY_CODE = _one("family.code", "ввести код поликлиники")
FAMILY_EDIT = _one("family.edit", "«Исправить»")
FAMILY_RECHECK = _one("family.recheck", "«Проверить ещё раз»")
FAMILY_REMOVE = _one("family.remove", "убрать ребенка из семьи")
FAMILY_REMOVE_CONFIRM = _one("family.remove.confirm", "подтвердить, что ребенка убрать")
FAMILY_REMOVE_CANCEL = _one("family.remove.cancel", "не убирать ребенка")
FAMILY_FIELD = _keyed(
    "family.field", "name", "поле ребенка: last, first, middle, birth, series, number, issued, by, oms"
)
FAMILY_PICK = _keyed("family.pick", "birth|issued", "дата по календарю")
FAMILY_SEX = _keyed("family.sex", "male|female", "пол ребенка")
FAMILY_RELATION = _keyed("family.relation", "son|daughter|ward", "родство")
FAMILY_KIND = _keyed("family.kind", "kind", "вид документа")
FAMILY_SAVE = _one("family.save", "«Сохранить» ребенка")
FAMILY_SAVE_ERROR = _one("family.save.error", "почему ребенок не сохранился")
FAMILY_EMPTY = _one("family.empty", "детей ещё нет")
FAMILY_ERROR = _one("family.error", "семья не загрузилась")
FAMILY_RETRY = _one("family.retry", "повторить загрузку семьи")

# «Рост и вес»
MEDCARD_GROWTH = _one("medcard.growth", "«Рост и вес» на главной карты")
GROWTH_TAB = _keyed("growth.tab", "height|weight|bmi|head", "что показано: рост, вес, ИМТ, голова")
GROWTH_VALUE = _one("growth.value", "последнее значение и где оно среди детей того же возраста")
GROWTH_ITEM = _keyed("growth.item", "recordId", "измерение, открывает запись")
GROWTH_MORE = _one("growth.more", "показать более ранние измерения")
GROWTH_EMPTY = _one("growth.empty", "измерений ещё нет")
GROWTH_ERROR = _one("growth.error", "рост и вес не загрузились")
GROWTH_RETRY = _one("growth.retry", "повторить загрузку роста и веса")

# Documents of parents
UPLOADS_ADD = _one("uploads.add", "«Загрузить документ»")
UPLOADS_KIND = _keyed("uploads.kind", "vaccination|visit|other", "что это за документ")
UPLOADS_FIELD = _keyed("uploads.field", "title|date|note", "поле документа")
UPLOADS_PICK = _one("uploads.pick", "дата документа по календарю")
UPLOADS_FILE = _one("uploads.file", "выбрать файл")
UPLOADS_CAMERA = _one("uploads.camera", "сфотографировать документ")
UPLOADS_SHOOT = _one("uploads.shoot", "сделать снимок документа")
UPLOADS_CAMERA_CLOSE = _one("uploads.camera.close", "закрыть камеру")
UPLOADS_FILE_REMOVE = _one("uploads.file.remove", "убрать выбранный файл")
UPLOADS_FILE_ERROR = _one("uploads.file.error", "почему файл не подошёл")
UPLOADS_SEND = _one("uploads.send", "«Загрузить»")
UPLOADS_ERROR = _one("uploads.error", "почему документ не загружен")
UPLOADS_PROGRESS = _one("uploads.progress", "документ отправляется")
RECORD_UNDO = _one("record.undo", "«Вернуть» убранный документ")
RECORD_REMOVE = _one("record.remove", "«Убрать из карты»: свой документ")
# «Показать и забрать»
MEDCARD_TAKE_AWAY = _one("medcard.takeaway", "«Показать и забрать» на главной карты")
SECTION_DOWNLOAD = _one("section.download", "«Скачать раздел»: файл того, что в списке")
SECTION_DOWNLOAD_STATE = _one("section.download.state", "как собирается файл раздела")
SECTION_DOWNLOAD_CANCEL = _one("section.download.cancel", "не собирать файл раздела")
SECTION_DOWNLOAD_ERROR = _one("section.download.error", "почему файл раздела не собрался")
SECTION_DOWNLOAD_RETRY = _one("section.download.retry", "«Повторить» файл раздела")
EXPORT_MAKE = _keyed("export.make", "summary-pdf|card-zip|ips", "собрать файл и сохранить")
EXPORT_SAVE = _keyed("export.save", "summary-pdf|card-zip|ips", "сохранить готовый файл ещё раз")
EXPORT_CANCEL = _keyed("export.cancel", "summary-pdf|card-zip|ips", "не собирать файл")
EXPORT_STATE = _keyed("export.state", "summary-pdf|card-zip|ips", "как идёт сборка, готов ли файл")
EXPORT_RETRY = _one("export.retry", "повторить загрузку списка файлов")
EXPORT_ERROR = _one("export.error", "список файлов не загрузился")
MEDCARD_SHOW = _one("medcard.show", "«Показать врачу» на главной карты")
SHOW_OPEN = _one("show.open", "«Показать врачу» на странице «Показать и забрать»")
SHOW_SECTION = _keyed("show.section", "slug|growth", "показать раздел на этом телефоне")
SHOW_ALL = _one("show.all", "выбрать или снять все разделы показа")
SHOW_BEGIN = _one("show.begin", "«Начать показ»")
SHOW_PIN = _one("show.pin", "задать ПИН-код, чтобы показывать")
SHOW_ERROR = _one("show.error", "почему показ не начался")
SHOW_BAND = _one("show.band", "полоса «Показ врачу» с именем ребенка")
SHOW_END = _one("show.end", "«Закончить показ»")
SHOW_STAY = _one("show.stay", "«Вернуться к показу»")
SHOW_GROWTH = _one("show.growth", "«Рост и вес» во время показа")
SHOW_CHOOSE = _one("show.choose", "запись справа ещё не выбрана")
SHOW_AGAIN = _one("show.again", "карта закрылась во время показа")
SHOW_LOCK = _one("show.lock", "открыть карту ПИН-кодом и показывать дальше")
SHARE_SECTION = _keyed("share.section", "slug|growth", "показать раздел по ссылке")
SHARE_ALL = _one("share.all", "выбрать или снять все разделы ссылки")
SHARE_ANOTHER = _one("share.another", "«Сделать ещё одну ссылку»")
SHARE_HOURS = _keyed("share.hours", "1|24|72", "на сколько часов ссылка")
SHARE_GIVE = _one("share.give", "«Сделать ссылку»")
SHARE_LINK = _one("share.link", "адрес новой ссылки")
SHARE_CODE = _one("share.code", "код новой ссылки")
SHARE_COPY = _one("share.copy", "скопировать адрес")
SHARE_END = _keyed("share.end", "shareId", "«Завершить» ссылку")
SHARE_ERROR = _one("share.error", "почему ссылка не получилась")
SHARE_RETRY = _one("share.retry", "повторить загрузку списка ссылок")
SHARE_LIST_ERROR = _one("share.list.error", "список ссылок не загрузился")
IMPORT_CHOOSE = _one("import.choose", "выбрать архив карты")
IMPORT_DONE = _one("import.done", "что пришло из архива")
IMPORT_ERROR = _one("import.error", "почему архив не загрузился")

# Notices
NOTICES_ITEM = _keyed("notices.item", "noticeId", "уведомление")
NOTICES_READ_ALL = _one("notices.all", "«Отметить все прочитанными»")
NOTICES_BACK = _one("notices.back", "назад из уведомлений")
NOTICES_EMPTY = _one("notices.empty", "уведомлений нет")
NOTICES_ERROR = _one("notices.error", "уведомления не загрузились")
NOTICES_RETRY = _one("notices.retry", "повторить загрузку уведомлений")

# The clinic's side
CLINIC_LOGIN = _one("clinic.login.login", "логин сотрудника")
CLINIC_PASSWORD = _one("clinic.login.password", "пароль сотрудника")
CLINIC_REVEAL = _one("clinic.login.reveal", "показать или скрыть пароль сотрудника")
CLINIC_SUBMIT = _one("clinic.login.submit", "«Войти» для сотрудников")
CLINIC_LOGIN_ERROR = _one("clinic.login.error", "почему сотрудник не вошёл")
CLINIC_LOGIN_PARENT = _one("clinic.login.parent", "«Вход для родителей»")
CLINIC_DEMO = _keyed("clinic.demo", "login", "сотрудник демо, войти одним касанием")
CLINIC_LOGOUT = _one("clinic.logout", "выйти с рабочего места")
CLINIC_SEARCH = _one("clinic.search", "поиск пациента")
CLINIC_SEARCH_CLEAR = _one("clinic.clear", "очистить поиск пациента")
CLINIC_TOTAL = _one("clinic.total", "сколько пациентов нашлось")
CLINIC_PATIENT = _keyed("clinic.patient", "patientId", "пациент в журнале")
CLINIC_EMPTY = _one("clinic.empty", "никого не нашли")
CLINIC_ERROR = _one("clinic.error", "рабочее место не загрузилось")
CLINIC_RETRY = _one("clinic.retry", "«Повторить» на рабочем месте")
CLINIC_MENU_ERROR = _one("clinic.menu.error", "пациент в дополнительном меню не загрузился")
CLINIC_MENU_RETRY = _one("clinic.menu.retry", "«Повторить» в дополнительном меню")
CLINIC_BACK = _one("clinic.back", "назад: к журналу или к карте пациента")
CLINIC_ACCESS = _one("clinic.access", "«Доступ к ЭМК ребенка»: кнопка врача, пункт меню регистратора")
CLINIC_CHILDDATA = _keyed("clinic.childdata", "id", "запись родителя перед врачом")
CLINIC_CHILDDATA_EMPTY = _one("clinic.childdata.empty", "родители ничего не внесли")
CLINIC_CHILDDATA_REFRESH = _one("clinic.childdata.refresh", "прочитать данные от родителей заново")
CLINIC_CHILDDATA_ERROR = _one("clinic.childdata.error", "данные от родителей не загрузились")
CLINIC_UPLOAD = _keyed("clinic.upload", "id", "документ родителя перед врачом")
CLINIC_UPLOAD_SAVE = _keyed("clinic.upload.save", "id", "скачать документ родителя")
CLINIC_UPLOADS_EMPTY = _one("clinic.uploads.empty", "родители ничего не загрузили")
CLINIC_UPLOADS_REFRESH = _one("clinic.uploads.refresh", "прочитать список документов заново")
CLINIC_UPLOADS_ERROR = _one("clinic.uploads.error", "документы родителей не загрузились")
CLINIC_UPLOADS_RETRY = _one("clinic.uploads.retry", "повторить загрузку документов родителей")
CLINIC_CHILDDATA_RETRY = _one("clinic.childdata.retry", "повторить загрузку данных от родителей")
CLINIC_RELATIVE = _keyed("clinic.relative", "kinshipId", "родственник в списке")
CLINIC_RELATIVES = _one("clinic.relative", "список «ФИО родственника»")
CLINIC_RELATIVE_ADD = _one("clinic.relative.add", "«Добавить родственную связь»")
CLINIC_PHONE = _one("clinic.phone", "телефон, на который придёт код")
CLINIC_SIGNED = _one("clinic.signed", "«Пациент подписал заявку»")
CLINIC_APPLICATION = _one("clinic.application", "печатная форма заявки")
CLINIC_SEND = _one("clinic.send", "«Отправить код»")
CLINIC_SENT = _one("clinic.sent", "код отправлен и что делать родственнику")
CLINIC_FORM_ERROR = _one("clinic.form.error", "почему код не отправлен")
CLINIC_PRINT_ERROR = _one("clinic.print.error", "почему заявка не открылась")
CLINIC_HISTORY = _keyed("clinic.history", "id", "строка истории предоставления доступа")
CLINIC_HISTORY_EMPTY = _one("clinic.history.empty", "доступ ещё не давали")
CLINIC_HISTORY_ERROR = _one("clinic.history.error", "история не загрузилась")
CLINIC_HISTORY_RETRY = _one("clinic.history.retry", "повторить загрузку истории")
CLINIC_REVOKE = _keyed("clinic.revoke", "id", "«Отозвать доступ» в строке")
CLINIC_REASON = _one("clinic.reason", "причина отзыва")
CLINIC_REVOKE_CONFIRM = _one("clinic.revoke.confirm", "«Отозвать доступ» в диалоге")
CLINIC_REVOKE_CANCEL = _one("clinic.revoke.cancel", "не отзывать доступ")
CLINIC_REVOKE_ERROR = _one("clinic.revoke.error", "почему доступ не отозван")
CLINIC_KIN_FIELD = _keyed("clinic.kin", "last|first|middle|birth|phone", "поле новой родственной связи")
CLINIC_KIN_PICK = _one("clinic.kin.pick", "дата рождения родственника по календарю")
CLINIC_KIN_RELATIONS = _one("clinic.kin.relation", "список «Родственная связь»")
CLINIC_KIN_RELATION = _keyed("clinic.kin.relation", "mother|father|guardian|trustee|adopter", "родственная связь")
CLINIC_KIN_SAVE = _one("clinic.kin.save", "«Сохранить» родственную связь")
CLINIC_KIN_CANCEL = _one("clinic.kin.cancel", "не добавлять родственную связь")
CLINIC_KIN_ERROR = _one("clinic.kin.error", "почему связь не сохранилась")

# The demo
SENSOR_YES = _one("sensor.yes", "демо-датчик узнал владельца")
SENSOR_NO = _one("sensor.no", "демо-датчик не узнал")
SENSOR_LOCKED = _one("sensor.locked", "демо-датчик заблокирован")
DEMO_BACK = _one("demo.back", "назад со страницы о демо")
DEMO_RESET = _one("demo.reset", "«Обновить демо-данные»")
DEMO_STORY = _keyed("demo.story", "key", "история в одно касание")
DEMO_DAY = _one("demo.day", "«Прошёл день»")
DEMO_WORKING_DAYS = _one("demo.days", "«Прошло 5 рабочих дней»")
DEMO_YES = _keyed("demo.yes", "waitId", "подтвердить то, что ждёт ответа")
DEMO_NO = _keyed("demo.no", "waitId", "не подтвердить то, что ждёт ответа")
DEMO_CLINIC = _one("demo.clinic", "на сторону поликлиники")
DEMO_OLD = _one("demo.old", "обновить демо прошлого дня")
DEMO_RESET_CONFIRM = _one("demo.reset.confirm", "подтвердить обновление демо-данных")
DEMO_RESET_CANCEL = _one("demo.reset.cancel", "не обновлять демо-данные")


def tagged(
    identifier: str,
    control: ft.Control,
    *,
    label: str | None = None,
    button: bool | None = None,
    selected: bool | None = None,
    header: bool | None = None,
    live: bool | None = None,
) -> ft.Semantics:
    """Give a control its identifier; ``label`` is what the screen reader says before its content.

    ``live`` announces changes politely. The wrapper takes over ``expand``.
    """
    return ft.Semantics(
        identifier=identifier,
        content=control,
        label=label,
        button=button,
        selected=selected,
        header=header,
        live_region=live,
        expand=control.expand,
    )


def is_registered(identifier: str) -> bool:
    """Whether an identifier on a screen is one of the registry's."""
    return any(_regex(pattern).fullmatch(identifier) for pattern in REGISTRY)


def _regex(pattern: str) -> re.Pattern[str]:
    stem, _, key = pattern.partition(".<")
    return re.compile(re.escape(stem) + (r"\.[0-9a-z-]+" if key else ""))


def table() -> str:
    """The registry as a Markdown table."""
    rows = "\n".join(f"| `{_cell(name)}` | {_cell(what)} |" for name, what in REGISTRY.items())
    return f"| identifier | what it is |\n| --- | --- |\n{rows}\n"


def _cell(words: str) -> str:
    return words.replace("|", "\\|")
