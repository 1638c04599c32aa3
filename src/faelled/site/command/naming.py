"""Names to learn from, drawn from the word lists: common and rare ones, foreign ones, misspelt ones, initials."""

import random
from pathlib import Path

from faelled.core.guard.names.known import lists
from faelled.core.guard.words import lines

COMMONEST = 600
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
FIRST_LETTERS = "AAABBCCDEEFGHHIJJKKKLLLMMMNOPPRRSSSTTUV"
HOMES = (
    "Ungebasen", "biblioteket", "krisecentret", "Familiehuset", "kommunen", "køkkenet", "økonomi",
    "sekretariatet", "jobcentret", "bogbussen", "den anden gruppe", "skolen", "klubben", "7. b", "kontoret",
    "Randers", "nabogruppen",
)  # fmt: skip
VERBS = (
    "kom", "ringede", "kommer", "ringer", "skrev", "sov", "gik", "grinede", "sang", "mødte", "hjalp",
    "lukkede", "kørte", "spurgte", "sagde", "læste", "glemte", "vidste", "spiste", "flyttede", "talte",
    "tegner", "henter",
)  # fmt: skip
KEPT = 0.7
"""So often another ordinary word takes the place of a name that is one too."""
PARTICLES = ("de", "von", "van", "al-", "El ", "bin", "ben", "da", "di", "Abu", "af")


class Names:
    """Draws names for the slots of the frames; the same *draw* gives the same names."""

    def __init__(self, draw: random.Random, frames: Path) -> None:
        have = lists()
        self.draw = draw
        self.first = list(have.ranks)
        self.foreign = sorted(have.foreign & have.ranks.keys())
        self.foreign_last = sorted(have.foreign & have.surnames)
        self.last = lines("last_names")
        self.ordinary = [name for name in lines("ordinary_names") if name in have.ranks]
        self.worded = [name for name in self.last if name in have.dictionary]
        self.words = frozenset((*self.ordinary, *self.worded))
        self.places = lines("places")
        self.nouns = [word for word in lines("dictionary") if len(word) > 3 and word not in have.ranks]
        self.figures = lines("figures")
        self.others = lines("institutions")
        self.cars = frame_lines(frames / "cars.txt")
        self.nicknames = frame_lines(frames / "nicknames.txt")

    def slot(self, kind: str) -> tuple[str, str]:
        """Return the label and the words for a slot: no label for what is no name of a person."""
        match kind:
            case "F":
                return "B", self.given()
            case "f":
                return "B", self.given().lower()
            case "L":
                return "B", self.surname()
            case "N":
                return "B", self.whole()
            case "n":
                return "B", self.whole().lower()
            case "X":
                return "B", self.draw.choice((self.given, self.given, self.whole, self.whole, self.short))()
            case "G":
                return "B", self.genitive()
            case "I":
                return "B", self.initials()
            case "K":
                return "B", self.draw.choice(self.nicknames)
            case "A":
                return "P", self.figure()
            case "a":
                return "P", self.figure().lower()
            case "P":
                return "", self.place()
            case "p":
                return "", self.place().lower()
            case "O":
                return "", self.draw.choice(self.others)
            case "B":
                return "", self.draw.choice(self.cars)
            case "T":
                return "B", self.turned()
            case "t":
                return "B", self.turned().lower()
            case "W":
                return "", self.word()
            case "w":
                return "", self.word().lower()
            case "S":
                return "", capital(self.noun())
            case "s":
                return "", self.noun()
            case "H":
                return "", self.draw.choice(HOMES)
            case "d":
                return "", self.draw.choice(VERBS)
            case _:
                return "", kind

    def like(self, name: str) -> str:
        """Return another name for *name*, of about its kind."""
        if any(sign.isdigit() for sign in name) or name.isupper():
            return name
        if name.lower() in self.words and self.draw.random() < KEPT:
            return self.word().lower() if name.islower() else self.word()
        if " " not in name and name.islower():
            return self.given().lower()
        if " " not in name:
            return self.draw.choice((self.given, self.given, self.surname))()
        return self.draw.choice((self.whole, self.whole, self.given))()

    def given(self) -> str:
        """Return a first name: common, rare, foreign, one that is also a word, or a misspelt one."""
        chance = self.draw.random()
        if chance < 0.3:
            name = self.first[self.draw.randrange(COMMONEST)]
        elif chance < 0.55:
            name = self.first[int(len(self.first) ** self.draw.random() * 0.999)]
        elif chance < 0.65:
            name = self.draw.choice(self.first)
        elif chance < 0.9:
            name = self.draw.choice(self.foreign)
        else:
            name = self.draw.choice(self.ordinary)
        if self.draw.random() < 0.1:
            name = self.misspelt(name)
        if self.draw.random() < 0.03:
            name += "-" + self.first[self.draw.randrange(COMMONEST)]
        return capital(name)

    def surname(self) -> str:
        """Return a surname, now and then joined or misspelt."""
        chance = self.draw.random()
        name = self.draw.choice(
            self.last[:60] if chance < 0.25 else self.last if chance < 0.65 else self.foreign_last
        )
        if self.draw.random() < 0.15:
            name = self.misspelt(name)
        return capital(name)

    def whole(self) -> str:
        """Return a first name and a surname, with what may stand between."""
        chance = self.draw.random()
        given, surname = self.given(), self.surname()
        if chance < 0.62:
            return f"{given} {surname}"
        if chance < 0.74:
            return f"{given} {self.given()} {surname}"
        if chance < 0.82:
            return f"{given} {self.surname()} {surname}"
        if chance < 0.87:
            return f"{given} {self.letter()}. {surname}"
        if chance < 0.91:
            return f"{given} {surname}-{self.surname()}"
        if chance < 0.96:
            particle = self.draw.choice(PARTICLES)
            return f"{given} {particle}{surname}" if particle[-1] in "- " else f"{given} {particle} {surname}"
        return f"{given} {self.given()}"

    def short(self) -> str:
        """Return a name with a letter in it: "Jan B.", "E. Bøgh", "Mette L"."""
        return self.draw.choice(
            (
                f"{self.given()} {self.letter()}.",
                f"{self.letter()}. {self.surname()}",
                f"{self.given()} {self.letter()}",
            )
        )

    def initials(self) -> str:
        """Return initials as they are written of colleagues and citizens."""
        letters = [self.letter() for _ in range(self.draw.choice((2, 2, 2, 3, 3)))]
        chance = self.draw.random()
        if chance < 0.35:
            return "".join(f"{letter}." for letter in letters)
        if chance < 0.75:
            return "".join(letters)
        if chance < 0.85:
            return letters[0] + self.draw.choice("abehikln") + letters[1]
        return f"{self.draw.choice((letters[0], letters[0] + 'h', 'Aa'))}. {self.surname()}"

    def genitive(self) -> str:
        """Return a name in the genitive."""
        name = self.given() if self.draw.random() < 0.85 else self.whole()
        return name + ("'" if name[-1] in "sxz" else "s")

    def figure(self) -> str:
        """Return an author or a figure; a third of them are nobody in the lists, told by the frame alone."""
        if self.draw.random() < 0.7:
            return self.draw.choice(self.figures)
        return self.whole()

    def place(self) -> str:
        """Return a place with its capitals."""
        return " ".join(capital(part) for part in self.draw.choice(self.places).split())

    def word(self) -> str:
        """Return an ordinary word that is also a first name or, less often, a surname, with a capital."""
        return capital(self.draw.choice(self.ordinary if self.draw.random() < 0.75 else self.worded))

    def turned(self) -> str:
        """Return what is a name only by where it stands: an ordinary word, now and then a place."""
        return self.place() if self.draw.random() < 0.15 else self.word()

    def noun(self) -> str:
        """Return an ordinary word, often in the form of "the ..."."""
        word = self.draw.choice(self.nouns)
        return (
            word + self.draw.choice(("", "en", "et", "er", "erne")) if word[-1] not in "aeiouyæøå" else word
        )

    def letter(self) -> str:
        """Return a capital that names begin with."""
        return self.draw.choice(FIRST_LETTERS)

    def misspelt(self, name: str) -> str:
        """Return *name* with one letter doubled, left out, exchanged or another."""
        if len(name) < 4:
            return name
        place = self.draw.randrange(1, len(name) - 1)
        match self.draw.randrange(4):
            case 0:
                return name[:place] + name[place] + name[place:]
            case 1:
                return name[:place] + name[place + 1 :]
            case 2:
                return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
            case _:
                return name[:place] + self.draw.choice(ALPHABET) + name[place + 1 :]


def capital(name: str) -> str:
    """Return *name* with a capital in each part that a hyphen joins."""
    return "-".join(part[:1].upper() + part[1:] for part in name.split("-"))


def frame_lines(path: Path) -> list[str]:
    """Return the lines of a file of frames or of words without its comments."""
    return [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("# ")]


__all__ = ["Names", "capital", "frame_lines"]
