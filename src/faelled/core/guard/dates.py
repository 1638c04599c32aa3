"""Dates as people write them, with and without a year: the material of birth dates. Patterns are for small letters."""

import re

MONTH = (
    r"(?:jan(?:uary?|uar)?|feb(?:ruary?|ruar)?|mar(?:ts|ch)?|apr(?:il)?|maj|may|jun[ie]?|jul[iy]?|aug(?:ust)?|"
    r"sep(?:t(?:ember)?)?|o[kc]t(?:ober)?|nov(?:ember)?|de[cs](?:ember)?)"
)
ORDINAL = (
    r"(?:første|anden|tredje|fjerde|femte|sjette|syvende|ottende|niende|tiende|ell?e?[fv]te|tolvte|trettende|"
    r"fjortende|femtende|sekstende|syttende|attende|nittende|tyvende|\w{2,5}ogtyvende|"
    r"(?:enog)?tre(?:div|dj)[ft]te|"
    r"[ivx]{1,6}\.)"
)
YEAR = r"(?:18|19|20)\d\d"
WEEKDAY = r"(?:mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag)"
FEAST = (
    r"(?:juleaften(?:sdag)?|juledag|nytårs(?:aften|dag|nat)|skud(?:års)?dag(?:en)?|grundlovsdag|"
    r"sankthans\w*|fastelavn\w*|"
    r"påske(?:dag|søndag|lørdag)?|pinse\w*|(?:1|2|første|anden)\.? juledag|valentinsdag|mortensaften|"
    r"lillejuleaften|luciadag|(?:sankt|skt\.?|sct\.?) hans(?:aften|dag)?|skærtorsdag|langfredag|kristi himmelfart\w*|"
    r"store bededag|mors dag|fars dag|halloween|første skoledag)"
)
DAY = rf"(?:\d{{1,2}}(?:\.|th|st|nd|rd)?|{ORDINAL})"
FULL = (
    rf"{DAY}\s?(?:i |of )?{MONTH}\.?,?[\s-]{{0,2}}(?:i )?(?:{YEAR}|'?\d\d(?!\d|[.:]\d)|(?:nitten|totusind|"
    rf"to tusinde?|attenhundrede)\s?(?:hundrede\s?)?(?:og\s)?[^\W\d_]{{2,20}})"
    rf"|{MONTH}\s\d{{1,2}}(?:th|st|nd|rd)?,?\s{YEAR}"
    rf"|{YEAR}\s?[-/.]\s?\d\d?\s?[-/.]\s?\d\d?"
    rf"|\d{{1,2}}\s?(?P<sign>[./ -])\s?\d{{1,2}}\s?(?:(?P=sign)|[-./ ])\s?(?:{YEAR}|'?\d\d)"
    rf"|\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s(?:i )?(?:{YEAR}|'?[4-9]\d)"
    rf"|(?:(?:1|2|første|anden)\.? )?{FEAST}\s{YEAR}"
)
RUN = rf"\d{{4}} {YEAR}|(?:19|20)\d\d[01]\d[0-3]\d|[0-3]\d[01]\d{YEAR}|[0-3]\d[01]\d{{3}}"
SHORT = (
    rf"{DAY}\s?(?:i |of )?{MONTH}|{MONTH}\s\d{{1,2}}(?:th|st|nd|rd)?|\d{{1,2}}\s?[./-]\s?\d{{1,2}}"
    rf"|\d{{1,2}}\.? ?i ?\d{{1,2}}\.?(?:,? ?(?:{YEAR}|'?\d\d))?|"
    rf"\d{{1,2}}\.? ?/ ?[ivx]{{1,4}}(?:,? ?-?(?:{YEAR}|'?\d\d))?"
    rf"|{ORDINAL} (?:i )?{ORDINAL}(?: (?:{YEAR}|'?\d\d(?![\d:]|\.\d)|\w*og\w+))?"
    rf"|{ORDINAL} i (?:denne|næste|første|anden|tredje|fjerde|femte|sjette|syvende|ottende|niende|"
    rf"tiende|ellevte|tolvte)"
    rf"|(?:1|2|første|anden)?\.?\s?{FEAST}"
)
SOON = (
    rf"(?:på |i |sidste |næste )?{WEEKDAY}s?(?: i (?:sidste |næste )?uge)?|i (?:over)?morgen|i dag|"
    rf"i går|i nat|i morges|i forgårs|"
    r"i (?:næste )?weekend(?:en)?|i (?:næste|sidste) uge|i uge \d{1,2}|i (?:næste|denne|sidste) måned|"
    r"(?:on |next |last )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|yesterday"
)
SEASON = rf"(?:{MONTH}|uge \d{{1,2}}|foråret|sommeren|efteråret|vinteren)"
SPAN = (
    rf"(?:slutningen af |starten af |begyndelsen af |midten af )?(?:{SEASON},?\s)?{YEAR}(?:'?erne)?|"
    rf"'\d\d(?:'?erne)?|{SEASON}"
    r"|\d\d(?=[\s,.);]|\Z)|\w{{2,5}}og(?:tyve|tredive|fyrre|halvtreds|tres|halvfjerds|firs|halvfems)|"
    r"nitten(?:hundrede)?\s?(?:og\s)?\w{3,20}|totusinde?\s?(?:og\s)?\w{2,15}"
)
DATES = re.compile(
    rf"(?<![\w/:-])(?<!\d\.)(?=['\w.])(?:(?P<full>{FULL})|(?P<run>{RUN})|(?P<short>{SHORT})|(?P<soon>{SOON})|"
    rf"(?P<span>{SPAN}))(?![\w])(?![./-]\d)"
)
# A weekday's own date: "på lørdag den 6. juni".
DATED = re.compile(rf",? (?:den |d\. ?)(?:{FULL}|{SHORT})(?![\w])(?![./-]\d)")
RECENT = re.compile(r"(?:20(?:2[5-9]|[3-9]\d)|(?<!\d)(?:2[5-9]|3\d))\Z")
RECENT_YEAR = re.compile(r"20(?:2[5-9]|[3-9]\d)")

__all__ = ["DATED", "DATES", "RECENT", "RECENT_YEAR", "WEEKDAY"]
