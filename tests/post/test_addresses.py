"""Addresses and links: given out, looked up, withdrawn, guessed."""

import pytest
from django.conf import settings

from faelled.post import addresses, outgoing
from faelled.post.addresses import CommonAddress, Expired, Found, Linked, Named, Returned
from faelled.post.models import PageLink, ReplyAddress
from tests.post.conftest import LONE, MORTEN, ask

pytestmark = pytest.mark.django_db
DOMAIN = settings.MAIL_DOMAIN


def test_one_address_for_one_person_and_thing():
    lone = addresses.reply_address("ask", 1, LONE.person_key)
    assert lone == addresses.reply_address("ask", 1, LONE.person_key)
    others = {
        addresses.reply_address("ask", 2, LONE.person_key),
        addresses.reply_address("ask", 1, MORTEN.person_key),
        addresses.reply_address("event", 1, LONE.person_key),
    }
    assert lone not in others and len(others) == 3


def test_the_calendars_address_is_found_like_the_reply_address():
    assert addresses.look_up(addresses.organizer_address("event", 3, LONE.person_key)) == Found(
        "event", 3, LONE.person_key, False
    )


def test_case_blanks_and_brackets_do_not_matter():
    address = addresses.reply_address("ask", 1, LONE.person_key)
    for written in (address.upper(), f" <{address}> ", f"{address}."):
        assert addresses.look_up(written) == Found("ask", 1, LONE.person_key, False)


@pytest.mark.parametrize(
    "address",
    ["", "@", "svar", f"svar@{DOMAIN}", f"svar+@{DOMAIN}", f"svar+{'a' * 26}@{DOMAIN}", f"kal+{'7' * 26}@{DOMAIN}",
     f"retur+{'b' * 26}@{DOMAIN}", f"nobody@{DOMAIN}", "faelled@another.example", f"faelled@sub.{DOMAIN}",
     f"svar+{'a' * 100_000}@{DOMAIN}", f"svar+\0@{DOMAIN}", f"svar+å@{DOMAIN}",
     f"\ud800@{DOMAIN}", f"svar+\ud800@{DOMAIN}", f"\0@{DOMAIN}"],
)  # fmt: skip
def test_a_guess_finds_nothing(address):
    assert addresses.look_up(address) is None


def test_the_common_address_and_the_postmaster_are_read():
    for name in ("faelled", "Postmaster", "abuse"):
        assert addresses.look_up(f"{name}@{DOMAIN}") == CommonAddress()


def test_each_letter_knows_its_own_way_back(mailbag):
    letter = ask()
    outgoing.carry("w1")
    assert addresses.look_up(mailbag.sent[0].envelope_from) == Returned(letter.pk)


def test_a_partnership_has_a_readable_address_and_one_only():
    addresses.name_address("familier", "partnership", 7)
    addresses.name_address("Familier", "partnership", 7)
    assert addresses.look_up(f"familier@{DOMAIN}") == Named("partnership", 7)
    assert addresses.look_up(f"familier+noget@{DOMAIN}") == Named("partnership", 7)
    assert addresses.named_address("partnership", 7) == f"familier@{DOMAIN}"
    with pytest.raises(addresses.ReservedName):
        addresses.name_address("familier", "partnership", 8)


@pytest.mark.parametrize(
    "name",
    [
        "faelled",
        "svar",
        "kal",
        "retur",
        "postmaster",
        "Admin",
        "",
        "a b",
        "æble",
        "x" * 65,
        "-x",
        "a+b",
        "a\nb",
    ],
)
def test_names_of_the_house_and_unreadable_ones_are_refused(name):
    with pytest.raises(addresses.ReservedName):
        addresses.name_address(name, "partnership", 7)


def test_a_closed_question_still_finds_its_late_answers():
    address = addresses.reply_address("ask", 1, LONE.person_key)
    addresses.withdraw("ask", 1)
    assert addresses.look_up(address) == Found("ask", 1, LONE.person_key, True)
    assert addresses.reply_address("ask", 1, LONE.person_key) == address


def test_a_link_ends_fourteen_days_after_the_question(the_clock):
    token = addresses.new_link("ask", 1, LONE.person_key)
    the_clock.goes(days=300)
    assert addresses.follow_link(token, "ask") == Linked("ask", 1, LONE.person_key)
    addresses.withdraw("ask", 1)
    the_clock.goes(days=13)
    assert isinstance(addresses.follow_link(token, "ask"), Linked)
    the_clock.goes(days=1)
    assert addresses.follow_link(token, "ask") == Expired("ask", 1)


def test_the_link_in_a_letter_about_a_closed_question_ends_too(mailbag, the_clock):
    ask()
    addresses.withdraw("ask", 1)
    ask()
    assert not PageLink.objects.filter(kind="ask", valid_until__isnull=True).exists()


@pytest.mark.parametrize("token", ["", "x", "a" * 26, "../../etc", "a" * 100_000, "å" * 26, "\ud800", "\0"])
def test_a_guessed_or_broken_link_leads_nowhere(token):
    assert addresses.follow_link(token) is None


def test_a_link_is_good_for_its_own_kind_alone():
    token = addresses.new_link("mail_choice", 0, LONE.person_key)
    assert addresses.follow_link(token, "ask") is None


@pytest.mark.parametrize("token", ["", "a" * 26, "wrong", "z" * 5000])
def test_a_guess_costs_as_many_questions_as_a_hit(token, django_assert_num_queries):
    good = addresses.new_link("ask", 1, LONE.person_key)
    for tried in (token, good):
        with django_assert_num_queries(1):
            addresses.follow_link(tried, "ask")


@pytest.mark.goal("R14")
def test_tokens_have_128_bits_and_none_stands_in_the_database():
    tokens = {addresses.new_token() for _ in range(2000)}
    assert len(tokens) == 2000 and all(len(token) == 26 for token in tokens)
    assert {sign for token in tokens for sign in token} == set("abcdefghijklmnopqrstuvwxyz234567")
    token, link = addresses.reply_token("ask", 1, "k"), addresses.new_link("ask", 1, "k")
    stored = [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode()
              for table in (ReplyAddress, PageLink) for row in table.objects.values_list() for v in row]  # fmt: skip
    assert not any(token.encode() in value or link.encode() in value for value in stored)


class TestTokensInAMail:
    def test_of_a_reply_address_in_any_text(self):
        token = addresses.reply_token("ask", 1, LONE.person_key)
        for text in (f"<abc.{token}@{DOMAIN}>", f"> Mærke: {token.upper()}", f"svar+{token}@{DOMAIN}"):
            assert addresses.find_token_in(["nothing", text]) == Found("ask", 1, LONE.person_key, False)

    def test_of_a_page_link_in_the_quoted_letter(self):
        token = addresses.new_link("ask", 1, LONE.person_key)
        assert addresses.find_token_in([f"> {settings.ORIGIN}/svar/{token}/."]) == Found(
            "ask", 1, LONE.person_key, False
        )

    def test_but_not_of_the_unsubscribe_link(self):
        assert addresses.find_token_in([addresses.new_link("mail_choice", 0, LONE.person_key)]) is None

    def test_the_first_text_decides(self):
        one, two = (addresses.reply_token("ask", number, LONE.person_key) for number in (1, 2))
        assert addresses.find_token_in([two, one]).about_id == 2

    def test_a_mail_of_nothing_but_guesses_costs_two_questions(self, django_assert_num_queries):
        guesses = " ".join(addresses.new_token() for _ in range(5000))
        with django_assert_num_queries(2):
            assert addresses.find_token_in([guesses]) is None

    def test_part_of_a_longer_word_is_no_token(self):
        assert addresses.find_token_in([addresses.reply_token("ask", 1, "k") + "a"]) is None
