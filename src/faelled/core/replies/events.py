"""What people are away for: a noun of this kind beside a time is a cause, and a cause counts as its consequence."""

from functools import lru_cache

from faelled.core.days.expressions import words_of

# Danish puts nouns together: the last part says what kind of thing it is ("forældremøde", "tandlægetid").
_TAILS = tuple(
    sorted(
        words_of(
            """
            ferie kursus møde konference seminar undervisning temadag begravelse bisættelse fødselsdag bryllup
            konfirmation barnedåb tandlæge tandlægetid lægetid lægebesøg eksamen workshop supervision tilsyn
            generalprøve udflugt koloni lejrtur studietur hyttetur rejse samtale lukkedag lukkedage fridag fridage
            feriedag feriedage afspadsering orlov barsel arrangement flytning jubilæum reception operation
            undersøgelse behandling revision messe julefrokost sommerfest personaledag studiedag pædagogdag
            personalemøde teammøde forældremøde ferniserng fernisering indvielse brandøvelse værksted oplæring
            uddannelsesdag skoledag retsmøde høring syn optælling vareoptælling kommunemøde lukning
            """
        )
    )
)
_WORDS = words_of(
    """
    møder samtaler kurser rejser læge tandlæge sygdom lukket ferielukket kursusdag
    holiday vacation leave training conference course appointment appointments dentist funeral wedding exam workshop
    trip seminar inspection interview interviews meetings surgery audit retreat festival
    """
)
_NONE = words_of("møde mødet møder syn udsyn tilsyneladende")
_SHORTEST_TAIL = 4


@lru_cache(maxsize=4096)
def is_event(key: str) -> bool:
    """Whether a word's key names something one is away for; "mødet" is the meeting that is being planned."""
    if key in _NONE:
        return False
    return key in _WORDS or any(key.endswith(t) and len(t) >= _SHORTEST_TAIL for t in _TAILS) or key in _TAILS
