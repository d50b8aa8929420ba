"""Invented people: surnames put together from syllables, in four scripts.

Every name comes as (as written, in Latin letters). Any likeness to a living person is chance.
"""

# ruff: noqa: RUF001 - the letters of several scripts are the subject

import random

Pair = tuple[str, str]


def _words(text: str) -> list[str]:
    return text.split()


def _letters(signs: str, plain: str) -> dict[str, str]:
    # A hyphen stands for a sign that is not written in Latin letters.
    return dict(zip(signs, (word.strip("-") for word in _words(plain)), strict=True))


_UKRAINIAN_LETTERS = _letters(
    "абвгґдезиіїйклмнопрстуфхцчшщьюяєж'",
    "a b v h g d e z y i i i k l m n o p r s t u f kh ts ch sh shch - iu ia ie zh -",
)
_RUSSIAN_LETTERS = _letters(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e iu ia",
)
_POLISH_LETTERS = dict(zip("ąćęłńóśźż", "acelnoszz", strict=True))
_ROMANIAN_LETTERS = dict(zip("ăâîșț", "aaist", strict=True))

# Given names by sex (male, female); then the beginning, middle and end of surnames.
_POLISH_GIVEN = (
    _words("Jan Piotr Paweł Michał Łukasz Tomasz Wojciech Grzegorz Stanisław Józef Kazimierz Adam"
           " Rafał Sławomir Zbigniew Jerzy Mateusz Dariusz Ryszard Bogusław"),
    _words("Anna Małgorzata Zofia Agnieszka Elżbieta Wanda Bożena Stanisława Jadwiga Dorota Halina"
           " Łucja Barbara Katarzyna Żaneta Urszula Joanna Ewa Beata Sława"),
)  # fmt: skip
_POLISH_BEGIN = _words(
    "Brzę Wil Kali Grzmo Ostrze Zaru Dębo Mgie Żwi Świta Chmu Krzem Trzci Pszcze Wich Łęgo Bur"
    " Jęczmy Śnie Boró Kło Wrzo Pło Sado Ćwie Źró Kępi Osi Ruczo"
)
_POLISH_MIDDLE = _words("bor ton row mel zar dow kal ster gol nar wit les pan der lub")
_POLISH_END = (
    ("ski", "ska"),
    ("icki", "icka"),
    ("ewicz", "ewicz"),
    ("iński", "ińska"),
    ("ak", "ak"),
)
_ROMANIAN_GIVEN = (
    _words("Ion Vasile Ștefan Mihai Gheorghe Andrei Cătălin Ilie Răzvan Dumitru Nicolae Petru Radu"
           " Sergiu Tudor Valeriu Iurie Constantin Eugen Marin"),
    _words("Maria Elena Ioana Mădălina Cătălina Ștefania Doina Ruxandra Ana Natalia Tatiana Lidia"
           " Viorica Ecaterina Galina Aurica Veronica Liliana Svetlana Rodica"),
)  # fmt: skip
_ROMANIAN_BEGIN = _words(
    "Bră Codri Zăvo Lun Stân Vâl Țăr Grin Pie Măli Fâna Șesu Râu Văio Căr Nuco Iede Ghe Um Ploi"
    " Cețu Zori Amur Nori Plopi Tei Roua"
)
_ROMANIAN_MIDDLE = _words("dor lan tin mar ver cal bun sel rad nic gor vin tur")
_ROMANIAN_END = _words("escu eanu aru oiu ache ici uța")
_UKRAINIAN_GIVEN = (
    _words("Олександр Микола Юрій Андрій Сергій Григорій Володимир Богдан Тарас Остап Євген Ігор"
           " Ярослав Василь Петро Дмитро Максим Роман Степан Яків"),
    _words("Оксана Наталія Людмила Ганна Юлія Соломія Катерина Любов Олена Ірина Тетяна Марія"
           " Надія Галина Зоряна Дарина Євгенія Леся Христина Віра"),
)  # fmt: skip
_UKRAINIAN_BEGIN = _words(
    "Вер Кали Гро Зая Луго Темно Сві Хма Бере До Віт Кре Сні По Ду Чап Зо Сте Рі Га Жура Яво Жни"
    " Ще Горо Пше Ли Ясе"
)
_UKRAINIAN_MIDDLE = _words("бор тан мел рев дол лун гай ник сад вир чар жил пен")
_UKRAINIAN_END = _words("енко ук ський ець ило чак юк")
_RUSSIAN_GIVEN = (
    _words("Алексей Дмитрий Сергей Юрий Пётр Николай Евгений Илья Фёдор Константин Виктор Роман"
           " Михаил Григорий Антон"),
    _words("Елена Наталья Ольга Светлана Юлия Ксения Любовь Евгения Татьяна Ирина Галина Вера"
           " Екатерина Дарья Софья"),
)  # fmt: skip
_RUSSIAN_BEGIN = _words(
    "Вет Камы Зимо Тума Бере Гро Овра Студё Поло Луго Ивня Шеле Щеба Кре Сне Дубра Жура Хво Ястре"
    " Озё Утё Мгли Чере Заре"
)
_RUSSIAN_FATHERS = _words(
    "Алексеев Сергеев Викторов Петров Антонов Николаев Евгеньев Фёдоров Константинов Романов"
    " Михайлов Григорьев Павлов Андреев Борисов Владимиров Степанов Максимов Денисов Яковлев"
)
_RUSSIAN_MIDDLE = _words("луж гор дан шен тов рыв мел кад лом нец бор сад")
_RUSSIAN_END = (("ов", "ова"), ("ин", "ина"), ("ский", "ская"), ("цев", "цева"))
_ARABIC_GIVEN = (
    [("أحمد", "Ahmad"), ("محمود", "Mahmud"), ("يوسف", "Yusuf"), ("خالد", "Khalid"),
     ("سامي", "Sami"), ("طارق", "Tariq"), ("عمر", "Umar"), ("نبيل", "Nabil"),
     ("حسن", "Hasan"), ("كريم", "Karim"), ("جمال", "Jamal"), ("رشيد", "Rashid"),
     ("ماجد", "Majid"), ("وليد", "Walid"), ("زياد", "Ziyad"), ("فارس", "Faris")],
    [("فاطمة", "Fatima"), ("ليلى", "Layla"), ("مريم", "Maryam"), ("نور", "Nur"),
     ("سلمى", "Salma"), ("هدى", "Huda"), ("زينب", "Zaynab"), ("أمينة", "Amina"),
     ("رانيا", "Raniya"), ("سعاد", "Suad"), ("دلال", "Dalal"), ("منى", "Muna")],
)  # fmt: skip
_ARABIC_HOUSES = [
    ("البحراوي", "al-Bahrawi"), ("الصخري", "al-Sakhri"), ("الغيمي", "al-Ghaymi"),
    ("النخيلي", "al-Nukhayli"), ("الرملاوي", "al-Ramlawi"), ("الفجري", "al-Fajri"),
    ("السحابي", "al-Sahabi"), ("الواحاتي", "al-Wahati"), ("الشراعي", "al-Shira'i"),
    ("الزعتري", "al-Za'tari"), ("القنديلي", "al-Qandili"), ("المرجاني", "al-Marjani"),
    ("الياسميني", "al-Yasmini"), ("البرقاوي", "al-Barqawi"), ("الندائي", "al-Nida'i"),
    ("السنابلي", "al-Sanabili"), ("الغديري", "al-Ghadiri"), ("الهضابي", "al-Hidabi"),
    ("النجمي", "al-Najmi"), ("القمري", "al-Qamari"), ("الشمسي", "al-Shamsi"),
    ("المطري", "al-Matari"), ("البرقي", "al-Barqi"), ("الرعدي", "al-Ra'di"),
    ("الثلجي", "al-Thalji"), ("العشبي", "al-Ushbi"), ("الصنوبري", "al-Sanawbari"),
    ("الزيتوني", "al-Zaytuni"), ("الليموني", "al-Laymuni"), ("الرماني", "al-Rummani"),
    ("التفاحي", "al-Tuffahi"), ("العنبري", "al-Anbari"), ("الفيروزي", "al-Fayruzi"),
    ("الفضي", "al-Fiddi"), ("النحاسي", "al-Nuhasi"), ("الكتاني", "al-Kattani"),
    ("القطني", "al-Qutni"), ("الصوفاني", "al-Sufani"), ("الطيوري", "al-Tuyuri"),
    ("الغزالاني", "al-Ghazalani"), ("السفرجلي", "al-Safarjali"), ("البنفسجي", "al-Banafsaji"),
]  # fmt: skip


def latin(text: str, letters: dict[str, str]) -> str:
    """Write a name in Latin letters, letter by letter, capitals kept."""
    written = []
    for sign in text:
        plain = letters.get(sign.lower(), sign.lower())
        written.append(plain.capitalize() if sign.isupper() else plain)
    return "".join(written)


def _surname(draw: random.Random, begin: list[str], middle: list[str], end: str) -> str:
    return draw.choice(begin) + draw.choice(middle) + end


def polish(draw: random.Random, sex: int) -> Pair:
    """Draw a Polish name, sometimes with a double surname."""
    surnames = [
        _surname(draw, _POLISH_BEGIN, _POLISH_MIDDLE, draw.choice(_POLISH_END)[sex])
        for _ in range(1 + (draw.random() < 0.1))
    ]
    name = f"{draw.choice(_POLISH_GIVEN[sex])} {'-'.join(surnames)}"
    return name, latin(name, _POLISH_LETTERS)


def romanian(draw: random.Random, sex: int) -> Pair:
    """Draw a Romanian or Moldovan name, often with two given names."""
    given = draw.sample(_ROMANIAN_GIVEN[sex], 1 + (draw.random() < 0.4))
    surname = _surname(draw, _ROMANIAN_BEGIN, _ROMANIAN_MIDDLE, draw.choice(_ROMANIAN_END))
    name = f"{' '.join(given)} {surname}"
    return name, latin(name, _ROMANIAN_LETTERS)


def ukrainian(draw: random.Random, sex: int) -> Pair:
    """Draw a Ukrainian name in Cyrillic letters."""
    surname = _surname(draw, _UKRAINIAN_BEGIN, _UKRAINIAN_MIDDLE, draw.choice(_UKRAINIAN_END))
    if sex and surname.endswith("ський"):
        surname = surname.removesuffix("ий") + "а"
    name = f"{draw.choice(_UKRAINIAN_GIVEN[sex])} {surname}"
    return name, latin(name, _UKRAINIAN_LETTERS)


def russian(draw: random.Random, sex: int) -> Pair:
    """Draw a Russian name in Cyrillic letters, often with the father's name."""
    father = draw.choice(_RUSSIAN_FATHERS)
    middle = f" {father}{('ич', 'на')[sex]}" if draw.random() < 0.6 else ""
    surname = _surname(draw, _RUSSIAN_BEGIN, _RUSSIAN_MIDDLE, draw.choice(_RUSSIAN_END)[sex])
    name = f"{draw.choice(_RUSSIAN_GIVEN[sex])}{middle} {surname}"
    return name, latin(name, _RUSSIAN_LETTERS)


def arabic(draw: random.Random, sex: int) -> Pair:
    """Draw an Arabic name: own, father's, grandfather's, house."""
    given, father = draw.choice(_ARABIC_GIVEN[sex]), draw.sample(_ARABIC_GIVEN[0], 2)
    parts = [given, *father[: 1 + (draw.random() < 0.6)], draw.choice(_ARABIC_HOUSES)]
    return " ".join(part[0] for part in parts), " ".join(part[1] for part in parts)


TONGUES = {"POL": polish, "MDA": romanian, "UKR": ukrainian, "UTO": russian, "UTA": arabic}
