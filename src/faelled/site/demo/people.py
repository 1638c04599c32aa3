"""Who is in the demo. Everybody and every place is invented."""

from dataclasses import dataclass

PARTNERSHIP = "Familier på biblioteket"
SHARED_THIRD = "familierne, der endnu ikke har fundet vej til biblioteket"
AGREEMENT = (
    "Vi taler om, hvordan vi arbejder, og aldrig om en bestemt familie. "
    "Det, vi hører hos hinanden, bliver hos os."
)
ROUND_IS_ABOUT = "Vi skal have talt om bogbussen og om foråret."


@dataclass(frozen=True)
class House:
    """One of the four places. note: parking, door."""

    name: str
    place: str
    work_mode: str = "operations"
    protected: bool = False
    note: str = ""


@dataclass(frozen=True)
class Somebody:
    """A person, or the mailbox of whoever is on duty; address None for somebody who answers by phone."""

    name: str
    house: str
    address: str | None
    is_house: bool = False


HOUSES = (
    House("Biblioteket", "børneafdelingen", "project", note="Brug døren ved cykelstativerne."),
    House("Krisecentret", "Mødelokalet på rådhuset", protected=True),
    House("Ungebasen", "andet hus til venstre", note="Ring på, døren er låst."),
    House("Familiehuset", "det gule hus", note="Parkering i gården, brug døren til højre."),
)
BODIL = Somebody("Bodil Hansen", "Biblioteket", "bodil@biblioteket.example")
OTHERS = (
    Somebody("Henrik Bay", "Biblioteket", "henrik@biblioteket.example"),
    Somebody("Aisha Karim", "Krisecentret", "aisha@krisecentret.example"),
    Somebody("Karen Vig", "Krisecentret", None),
    Somebody("Morten Lund", "Ungebasen", "morten@ungebasen.example"),
    Somebody("Nanna Skov", "Ungebasen", "nanna@ungebasen.example"),
    Somebody("Lone Friis", "Familiehuset", "lone@familiehuset.example"),
    Somebody("Mette Dahl", "Familiehuset", "mette@familiehuset.example"),
    Somebody("Familiehusets vagt", "Familiehuset", "vagten@familiehuset.example", is_house=True),
)
