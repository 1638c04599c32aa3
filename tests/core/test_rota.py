"""Whose turn it is to host, among the library, the crisis centre, the youth unit and the family house."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faelled.core.rota import (
    Candidate,
    Choice,
    EverybodySwapped,
    NobodyCanHost,
    NoHost,
    Turn,
    after_swap,
    after_turn,
    in_words,
    next_host,
)

NAMES = {"library": "Biblioteket", "crisis": "Krisecentret", "youth": "Ungebasen", "family": "Familiehuset"}
LIBRARY, CRISIS, YOUTH, FAMILY = (Candidate(key, contact=f"contact of {key}") for key in NAMES)
FOUR = (LIBRARY, CRISIS, YOUTH, FAMILY)
ALL = frozenset(NAMES)


def turn(host: str, month: int, visitors=ALL, year=2026) -> Turn:
    return Turn(host, date(year, month, 1), frozenset(visitors) - {host})


def test_fewest_turns_and_who_has_not_seen_the_house():
    turns = [
        *(turn("library", 1), turn("crisis", 2), turn("youth", 3), turn("family", 4, {"library", "crisis"})),
        *(turn("library", 5), turn("crisis", 6), turn("youth", 7)),
    ]
    choice = next_host(FOUR, turns)
    assert (choice.host, choice.contact) == ("family", "contact of family")
    assert in_words(choice, "da", NAMES) == (
        "I har været det én gang, de andre to, og Ungebasen har endnu ikke set jeres hus."
    )
    assert in_words(choice, "en", NAMES) == (
        "You have hosted once, the others twice, and Ungebasen has not seen your house yet."
    )
    assert in_words(choice, "da", NAMES, to_the_host=False) == (
        "Familiehuset har været det én gang, de andre to, og Ungebasen har endnu ikke set det hus."
    )


def test_on_equal_turns_the_house_fewest_have_seen_comes_first():
    turns = [turn("library", 1), turn("crisis", 2), turn("youth", 3, {"library"}), turn("family", 4)]
    assert next_host(FOUR, turns).host == "youth"


def test_on_all_else_equal_the_longest_ago_comes_first():
    turns = [turn("crisis", 1), turn("library", 2), turn("family", 3), turn("youth", 4)]
    choice = next_host(FOUR, turns)
    assert choice.host == "crisis"
    assert in_words(choice, "da", NAMES) == (
        "I har været det én gang ligesom de andre, og det er længst siden, I var det."
    )


def test_the_very_first_turn():
    choice = next_host(FOUR, [])
    assert in_words(choice, "da", NAMES) == "I har ikke fået turen endnu, det har ingen af de andre heller."


def test_who_cannot_host_or_cannot_be_asked_is_passed_over():
    candidates = (Candidate("library", can_host=False, contact="bodil"), Candidate("crisis"), YOUTH)
    assert next_host(candidates, []).host == "youth"
    assert in_words(next_host(candidates, []), "da", NAMES) == "I er de eneste, der kan være vært."


@pytest.mark.parametrize(
    ("candidates", "swapped", "reason", "words"),
    [
        ((), (), NobodyCanHost(), "Ingen, der kan spørges, har mulighed for at være vært."),
        (
            (Candidate("crisis"),),
            (),
            NobodyCanHost(),
            "Ingen, der kan spørges, har mulighed for at være vært.",
        ),
        (FOUR, ALL, EverybodySwapped(), "Alle, der kan være vært, har byttet denne tur."),
    ],
)
def test_nobody_to_host(candidates, swapped, reason, words):
    nobody = next_host(candidates, [], swapped=swapped)
    assert nobody == NoHost((reason,)) and in_words(nobody, "da", NAMES) == words


def test_a_turn_that_is_swapped_moves_on_and_comes_back_first():
    turns = [turn("library", 1), turn("crisis", 2), turn("youth", 3)]
    assert next_host(FOUR, turns).host == "family"
    instead = next_host(FOUR, turns, swapped={"family"})
    assert instead.host == "library"
    assert in_words(instead, "da", NAMES).endswith("og Familiehuset har byttet denne tur.")
    debts = after_swap({}, "family")
    turns.append(turn("library", 4))
    back = next_host(FOUR, turns, debts)
    assert back.host == "family"
    assert in_words(back, "da", NAMES).startswith(
        "I byttede en tur væk og står derfor først, I har ikke fået turen"
    )
    assert after_turn(debts, "family") == {}


def test_a_debt_goes_before_fewer_turns():
    turns = [turn("library", 1), turn("crisis", 2), turn("youth", 3), turn("family", 4), turn("library", 5)]
    assert next_host(FOUR, turns, {"library": 1}).host == "library"


def test_a_newcomer_does_not_have_to_catch_up():
    turns = [turn(key, month) for month, key in enumerate([*NAMES, *NAMES], start=1) if key != "family"]
    newcomer = Candidate("family", contact="lone", joined=date(2026, 12, 1))
    candidates = (LIBRARY, CRISIS, YOUTH, newcomer)
    hosts = []
    for n in range(8):
        hosts.append(next_host(candidates, turns).host)
        turns.append(Turn(hosts[-1], date(2027, 1, 1) + timedelta(days=30 * n), ALL))
    assert Counter(hosts) == {"library": 2, "crisis": 2, "youth": 2, "family": 2}


def test_the_order_of_the_candidates_does_not_matter():
    turns = [turn("library", 1, {"youth"}), turn("crisis", 2)]
    assert next_host(FOUR, turns) == next_host(FOUR[::-1], turns)


def test_turns_of_an_organisation_that_has_left_are_forgotten():
    assert next_host((YOUTH, FAMILY), [turn("library", 1), turn("family", 2)]).host == "youth"


@given(
    st.integers(1, 8),
    st.integers(0, 3),
    st.lists(st.frozensets(st.integers(0, 9)), min_size=1, max_size=40),
)
def test_over_a_long_run_nobody_hosts_more_than_once_more_than_another(hosts, guests, visits):
    candidates = [Candidate(f"host {n}", contact="c") for n in range(hosts)]
    candidates += [Candidate(f"guest {n}", can_host=False, contact="c") for n in range(guests)]
    keys = [c.key for c in candidates]
    turns: list[Turn] = []
    for n, came in enumerate(visits):
        host = next_host(candidates, turns).host
        visitors = frozenset(keys[i] for i in came if i < len(keys)) - {host}
        turns.append(Turn(host, date(2026, 1, 1) + timedelta(days=n), visitors))
        taken = Counter(t.host for t in turns)
        counts = [taken[f"host {n}"] for n in range(hosts)]
        assert max(counts) - min(counts) <= 1
        assert sum(counts) == len(turns)


@settings(max_examples=60)
@given(st.integers(2, 6), st.lists(st.booleans(), min_size=5, max_size=60))
def test_swaps_are_made_good(hosts, swaps):
    """Whoever owes a turn takes it before swapping again: then nobody falls two turns behind for long."""
    candidates = [Candidate(f"host {n}", contact="c") for n in range(hosts)]
    turns: list[Turn] = []
    debts: dict[str, int] = {}
    for n, swap in enumerate(swaps):
        choice = next_host(candidates, turns, debts)
        if swap and not debts:
            debts = after_swap(debts, choice.host)
            choice = next_host(candidates, turns, debts, swapped={choice.host})
        assert isinstance(choice, Choice)
        debts = after_turn(debts, choice.host)
        turns.append(Turn(choice.host, date(2026, 1, 1) + timedelta(days=n)))
        taken = Counter(t.host for t in turns)
        counts = [taken[c.key] for c in candidates]
        assert max(counts) - min(counts) <= 2
    assert sum(debts.values()) <= 1


@given(st.data())
def test_whoever_is_chosen_can_host_has_a_contact_and_has_not_swapped(data):
    candidates = data.draw(
        st.lists(
            st.builds(
                Candidate,
                key=st.sampled_from([*NAMES, "æøå", ""]),
                can_host=st.booleans(),
                contact=st.none() | st.just("c"),
                joined=st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)),
            ),
            unique_by=lambda c: c.key,
        )
    )
    turns = data.draw(
        st.lists(
            st.builds(
                Turn, st.sampled_from([*NAMES, "gone"]), st.dates(), st.frozensets(st.sampled_from([*NAMES]))
            )
        )
    )
    swapped = data.draw(st.frozensets(st.sampled_from([*NAMES])))
    decision = next_host(candidates, turns, {"youth": 2}, swapped)
    able = {c.key for c in candidates if c.can_host and c.contact} - swapped
    assert (decision.host in able) if isinstance(decision, Choice) else not able
    assert all(in_words(decision, lang, NAMES).endswith(".") for lang in ("da", "en"))
