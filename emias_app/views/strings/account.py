"""Words of registration, a forgotten password, and the owner's papers in the profile."""

from __future__ import annotations

# Registration
REGISTER = "Создать учётную запись"
FORGOT = "Не помню пароль"
REGISTER_TITLE = "Новая учётная запись"
REGISTER_LEAD = "Заполните как в паспорте. На телефон придёт код из СМС."
REGISTER_WHO = "О вас"
REGISTER_REACH = "Как с вами связаться"
REGISTER_SECRET = "Пароль для входа"  # noqa: S105
LAST_NAME = "Фамилия"
FIRST_NAME = "Имя"
MIDDLE_NAME = "Отчество"
MIDDLE_HELP = "Если есть в документе"
BIRTH_DATE = "Дата рождения"
SEX = "Пол"
SEXES = {"male": "Мужской", "female": "Женский"}
PHONE = "Мобильный телефон"
PHONE_HINT = "+7 900 000-00-00"
PHONE_HELP = "На него придут все коды"
EMAIL = "Электронная почта"
EMAIL_HINT = "anna@example.ru"
PASSWORD = "Пароль"  # noqa: S105
PASSWORD_HELP = "Не меньше 8 знаков, буквы и цифры"  # noqa: S105
GET_CODE = "Получить код"
REGISTER_CODE_TITLE = "Подтвердите телефон"
REGISTER_FIELDS = {
    "lastName": "фамилия",
    "firstName": "имя",
    "middleName": "отчество",
    "birthDate": "дата рождения",
    "sex": "пол",
    "phone": "телефон",
    "email": "почта",
    "password": "пароль",
}
AFTER = "После регистрации запись будет упрощённой. Чтобы открыть медкарту ребенка, добавьте СНИЛС в «Профиле»."

# A forgotten password
FORGOT_TITLE = "Новый пароль"
FORGOT_LEAD = "Введите телефон, почту или СНИЛС. Код придёт на телефон учётной записи."
FORGOT_SENT = "Если такая учётная запись есть, код придёт на {phone}. Он действует 5 минут."
FORGOT_SENT_SOMEWHERE = "Если такая учётная запись есть, код придёт на её телефон. Он действует 5 минут."
NEW_PASSWORD = "Новый пароль"  # noqa: S105
FORGOT_SAVE = "Сохранить и войти"
FORGOT_AFTER = "На других устройствах вход закончится."

# The level
LEVEL_NOW = "{level} учётная запись"
LEVEL_NAMES = {"BASIC": "Упрощённая", "STANDARD": "Стандартная", "FULL": "Полная"}
LEVEL_DONE = "Медкарты подтверждённых детей открываются сразу."
LEVEL_NEXT = "Что даст {level}"
LEVEL_GENITIVE = {"STANDARD": "стандартная", "FULL": "полная"}
LEVEL_WAIT = "Осталось дождаться проверки"
STEP_DONE = "Готово"
RECHECK = "Проверить ещё раз"
CORRECT = "Исправить"
ADD_PAPERS = {"snils": "Добавить СНИЛС", "passport": "Добавить паспорт", "inn": "Добавить ИНН"}

# Papers
PAPERS = "Документы"
CONTACTS = "Вход и связь"
PAPER_NAMES = {
    "snils": "СНИЛС",
    "passport": "Паспорт",
    "inn": "ИНН",
    "oms": "Полис ОМС",
    "phone": "Телефон",
    "password": "Пароль",
}
NOT_ADDED = "не добавлен"
PAPER_TITLES = {
    "snils": "СНИЛС",
    "passport": "Паспорт РФ",
    "inn": "ИНН",
    "oms": "Полис ОМС",
    "phone": "Новый телефон",
    "password": "Новый пароль",
}
PAPER_LEADS = {
    "snils": "Со СНИЛС учётная запись станет стандартной: можно будет запросить доступ к медкарте ребенка.",
    "passport": "Данные проверит МВД. Проверка может занимать продолжительное время, "
    "остальным можно пользоваться сразу.",
    "inn": "ИНН и подтверждённый паспорт сделают учётную запись полной: карты детей откроются сразу.",
    "oms": "Проверим, что полис есть и что он московский. Это занимает несколько минут.",
    "phone": "Пришлём два кода: на прежний номер и на новый. Так номер не сменит никто, кроме вас.",
    "password": "На других устройствах вход закончится. Доверенные устройства останутся.",
}
NUMBER_LABELS = {"snils": "Номер СНИЛС", "inn": "Номер ИНН", "oms": "Номер полиса"}
NUMBER_HINTS = {"snils": "112-233-445 95", "inn": "500100732259", "oms": "7700 0000 0000 0000"}
SERIES = "Серия"
NUMBER = "Номер"
ISSUED_ON = "Дата выдачи"
ISSUER = "Код подразделения"
ISSUER_HINT = "770-001"
NEW_PHONE = "Новый номер"
CODE_OLD = "Код с прежнего номера"
CODE_NEW = "Код с нового номера"
CODE_WHERE = "Отправили на {phone}"
OTHER_NUMBER = "Другой номер"
SEND_CODES = "Отправить коды"
CHANGE_PHONE = "Сменить телефон"
CURRENT_PASSWORD = "Нынешний пароль"  # noqa: S105
PAPER_FIELDS = {
    "series": "серия",
    "number": "номер",
    "issuedOn": "дата выдачи",
    "issuedByCode": "код подразделения",
    "phone": "новый номер",
    "codeOld": "код с прежнего номера",
    "codeNew": "код с нового номера",
    "current": "нынешний пароль",
    "password": "новый пароль",
}
SAVED = {
    "snils": "СНИЛС сохранён",
    "passport": "Паспорт отправлен на проверку в МВД",
    "inn": "ИНН сохранён",
    "oms": "Полис отправлен на проверку",
    "phone": "Телефон изменён. Коды будут приходить на новый номер",
    "password": "Пароль изменён",
}
CHECK_DUE = "Ответ ждём до {when}"
FAMILY = "Моя семья"
FAMILY_LINE = "Дети, их документы и проверки"
