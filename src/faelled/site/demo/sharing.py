"""What has been shared when the demo begins: some experiences, a practice on its way from house to house, and a draft.

All of it goes the product's own way, through the guard; Lone's draft is where the marks can be seen.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from faelled.experiences import actions, reads
from faelled.experiences.models import Draft, Experience, Kind, PracticeAdoption
from faelled.partnerships.models import Seat

At = Callable[[datetime], AbstractContextManager[None]]

KAFFE = (
    "Da kaffen kom først",
    "Vi satte kaffen frem, før vi sagde noget om lånerkort. Så blev de siddende, og efter en halv time "
    "spurgte de selv.\n\n"
    "Næste gang venter vi endnu længere med papirerne. Det er ikke bøgerne, der er svære, det er døren.",
)
BUS = (
    "Bogbussen ved den bagerste indgang",
    "Bussen holdt ved den indgang, som beboerne plejer at bruge, og ikke foran. Der kom dobbelt så mange "
    "som i foråret.\n\n"
    "Det kostede os ti minutters gåtur med kasser. Dem tager vi gerne igen.",
)
FORSIDEN = (
    "Forsiden udad",
    "Vi stiller bøgerne med forsiden udad i en kasse på gulvet. Børnene vælger selv, og de voksne sætter sig "
    "ned ved siden af.\n\n"
    "Det kræver tyve bøger og en kasse. Vi skifter dem hver anden uge.",
)
THEIR_WAYS = (
    ("Lone", "Vi har kassen stående i køkkenet. Der er alle alligevel, og ingen skal ind i et nyt rum."),
    ("Nanna", "Hos os er det blade og tegneserier. De unge fylder selv kassen op om torsdagen."),
)
SAID = ("Morten", "Vi prøver det i næste måned. Hvor mange bøger blev væk?")
DRAFT = (
    "Da bogbussen kom",
    "Jeg talte med mor til Fatima på Nørregade. Hun har gået forbi biblioteket i årevis uden at gå ind, "
    "men i tirsdags gik hun med ind i bussen.",
)


def share(seats: Mapping[str, Seat], now: datetime, at: At) -> None:
    """Let what was shared be shared on its day."""
    with at(now - timedelta(days=62)):
        practice = _shared(seats["Henrik"], Kind.PRACTICE, *FORSIDEN)
    for days, (name, way) in zip((33, 12), THEIR_WAYS, strict=True):
        with at(now - timedelta(days=days)):
            before = reads.latest_adoption(practice)
            _shared(seats[name], Kind.ADOPTION, "", way, about=practice, taken_from=before)
    with at(now - timedelta(days=20)):
        _shared(seats["Lone"], Kind.EXPERIENCE, *BUS)
    with at(now - timedelta(days=11)):
        _shared(seats[SAID[0]], Kind.COMMENT, "", SAID[1], about=practice)
    with at(now - timedelta(days=4)):
        _shared(seats["Aisha"], Kind.EXPERIENCE, *KAFFE)
    with at(now - timedelta(hours=5)):
        _kept(seats["Lone"], Kind.EXPERIENCE, *DRAFT)


def _kept(
    seat: Seat,
    kind: Kind,
    title: str,
    body: str,
    *,
    about: Experience | None = None,
    taken_from: PracticeAdoption | None = None,
) -> Draft:
    draft = actions.open_draft(seat, kind, about=about, taken_from=taken_from)
    actions.keep(draft, {"title": title, "body": body} if title else {"body": body})
    return draft


def _shared(
    seat: Seat,
    kind: Kind,
    title: str,
    body: str,
    *,
    about: Experience | None = None,
    taken_from: PracticeAdoption | None = None,
) -> Experience:
    match actions.share(_kept(seat, kind, title, body, about=about, taken_from=taken_from), seat):
        case actions.Shared(experience):
            return experience
    raise RuntimeError(f"the guard keeps a text of the demo with its writer: {title or kind}")
