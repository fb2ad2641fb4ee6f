"""Owns what the words before a name make of it: an owner that was, one that is, one that pays.

Must not bind a name to an aircraft: `owners.py` does.
"""

import re

_REACH = 60
_NO_MORE = re.compile(
    r"(?:\bex-|\bэкс-|\bекс-|\bused to (?:belong to|fly for)\s|"
    r"\bformer(?:ly)?\s(?:(?:of|with|operated by|owned by|flown by|flying for)\s)?|"
    r"\b(?:once|previously)\s(?:of|with|flown by|owned by|operated by|flew for)\s|"
    r"\b(?:sold|retired|discarded|given up|chartered|hired|rented|commissioned|paid for|ordered) "
    r"by\s|\b(?:bought|acquired|purchased)(?: second-hand| used)? from\s|\bon behalf of\s|"
    r"\bunder (?:contract|charter) (?:to|with|for)\s|"
    r"\b(?:бывш|колишн|зафрахтован|замовлен|найнят|нанят|заказан|оплачен)\w*\s|"
    r"\b(?:куплен|придбан)\w+ [ув]\s|\bна (?:замовлення|заказ)\s|\bпо заказу\s)"
    r"(?:the\s)?(?:(?:airline|carrier|авіакомпан\w+|авиакомпан\w+|компан\w+)\s)?[«\"“„]?$",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:now|currently|these days|since then|нині|тепер|зараз|ныне|теперь|сейчас)\b[^.;\n]{0,30}"
    r"\b(?:operat\w+|fl(?:ies|own|ew|ying)|run|runs|owned|belongs|експлуат\w+|эксплуат\w+|літає|"
    r"летает|належить|принадлежит|використовує|использует)\b[^.,;\n]{0,24}$",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:owners?|crews?|pilots?|captain|passengers?|soldiers?|troops|citizens?|nationals?|"
    r"operators?|spotters?|controllers?|fighters|audiences?|experts?|journalists?|"
    r"власник\w*|пілот\w*|екіпаж\w*|пасажир\w*|громадян\w*|військов(?:і|их)|споттер\w*|"
    r"владел\w+|пилот\w*|экипаж\w*|пассажир\w*|граждан\w*|военн(?:ые|ых)|споттер\w*|"
    r"диспетчер\w*|эксперт\w*|експерт\w*|журналист\w*|журналіст\w*)\b",
    re.IGNORECASE,
)
_DETERMINER = re.compile(
    r"\s(?:an?|the|his|her|its|their|my|our|this|that|of|in|on|at|by|with|from|to|for|and|"
    r"його|її|їх(?:н\w+)?|його|цей|той|у|в|з|із|на|до|та|і|его|её|ее|их|этот|тот|с|со|из|и|к|о)\s",
    re.IGNORECASE,
)
_REGISTER_REACH = 24
_REGISTER = re.compile(
    r"\)|-registered|(?:\s\w+)?\s(?:regist\w+|marks?\b|markings\b|flag\b|реестр\w*|реєстр\w*|"
    r"регистрац\w*|номер\w*|прапор\w*|флаг\w*)",
    re.IGNORECASE,
)


def flies_no_more(text: str, start: int) -> bool:
    """Return whether the name at `start` is who flew an aircraft once, or only pays for it:
    "ex-Singapore", "chartered by", «бывших сингапурских»."""
    return _NO_MORE.search(text, max(0, start - _REACH), start) is not None


def flies_now(text: str, start: int) -> bool:
    """Return whether the name at `start` is told to fly an aircraft nowadays: "now operated by"."""
    return _NOW.search(text, max(0, start - _REACH), start) is not None


def names_people(between: str) -> bool:
    """Return whether words between a nation and an aircraft name people, whose nation it is then:
    "the Russian crew of the plane"."""
    return _PEOPLE.search(between) is not None


def starts_anew(between: str) -> bool:
    """Return whether a determiner parts a nation from an aircraft: "the Irish coast his C-32A"."""
    return _DETERMINER.search(between) is not None


def names_register(text: str, end: int) -> bool:
    """Return whether a nation that ends at `end` is that of a register, or in brackets of people:
    "Malagasy marks", «мадагаскарским реестром», "(Kenyan)"."""
    return _REGISTER.match(text, end, end + _REGISTER_REACH) is not None
