"""Mine data, the file, the log: each shows its own person alone, in a fixed number of queries."""

import json
import re
from pathlib import Path

import pytest

import faelled
from faelled.core.kept import Kept
from faelled.home import reads, words
from faelled.partnerships import actions as people
from tests.pages.reading import words as words_of

pytestmark = pytest.mark.once
DECEMBER = ["2026-12-01 10:00", "2026-12-03 13:00"]


@pytest.fixture
def told(world, kept, a_round, bodil, lone, morten):
    a_round.asks(bodil, lone, morten, about=DECEMBER)

    def tell():
        lone.writes("1 passer, men 2 kan jeg ikke")

    kept(tell)
    return world


def file_of(client):
    answer = client.post("/hjem/mine-data/hent/")
    assert answer["Content-Disposition"] == 'attachment; filename="faelled-mine-data.json"'
    return json.loads(b"".join(answer.streaming_content))


def test_the_page_shows_what_is_kept_about_me_and_nothing_about_others(told, lone, morten, browser_of):
    page = words_of(browser_of(lone).get("/hjem/mine-data/"))
    for mine in ("Lone Friis", lone.mailboxes[0], "kan ikke", "Familiehuset"):
        assert mine in page, mine
    assert morten.mailboxes[0] not in page and "Morten" not in page


def test_the_file_holds_all_of_it_and_that_it_was_fetched_is_written_down(told, lone, browser_of):
    client = browser_of(lone)
    file = file_of(client)
    assert {"person", "addresses", "seats", "log", "answers", "asks", "letters_to_me"} <= set(file["kept"])
    assert {a["verdict"] for a in file["kept"]["answers"]["rows"]} == {"no", "yes"}
    assert "data_exported" in {line["action"] for line in file["kept"]["log"]["rows"]}
    assert client.get("/hjem/mine-data/hent/").status_code == 405


def test_a_long_history_is_whole_in_the_file_and_short_on_the_page(
    world, lone, browser_of, django_assert_max_num_queries
):
    for _ in range(3):
        people.record(lone.person, "code_sent")
    client = browser_of(lone)
    with django_assert_max_num_queries(60) as few:
        client.get("/hjem/mine-data/")
    line = people.record(lone.person, "code_sent")
    line._meta.model.objects.bulk_create(
        line._meta.model(actor_key=line.actor_key, action="code_sent", delete_after=line.delete_after)
        for _ in range(3000)
    )
    with django_assert_max_num_queries(len(few)):
        page = words_of(client.get("/hjem/mine-data/"))
    assert "2999 flere" in page.replace(".", "")
    assert file_of(client)["kept"]["log"]["count"] == 3005
    with django_assert_max_num_queries(12):
        assert words_of(client.get("/hjem/log/?side=61")).count("bad om en kode") >= 1


def test_a_member_reads_the_lines_about_them_and_the_coordinator_those_of_the_partnership(
    told, lone, bodil, browser_of
):
    people.change_seat(lone.seat, role="observer", deputy_for=None, host_contact=False, actor=bodil.person)
    own = words_of(browser_of(lone).get("/hjem/log/"))
    assert "Bodil Hansen ændrede en rolle: Lone Friis" in own and "spurgte om mødetider" not in own
    where = f"/p/{told.partnership.pk}/log/"
    assert "Bodil Hansen spurgte om mødetider" in words_of(browser_of(bodil).get(where))
    assert browser_of(lone).get(where).status_code == 404


def test_every_action_that_is_written_down_has_words():
    recorded = re.compile(r'\brecord\(\s*[^,()]+,\s*"([a-z_]+)"')
    sources = [path.read_text(encoding="utf-8") for path in Path(faelled.__file__).parent.rglob("*.py")]
    codes = {code for source in sources for code in recorded.findall(source)}
    assert len(codes) > 25 and codes - set(words.ACTIONS) == set()


def test_no_two_kinds_share_a_name_in_the_file(world, lone):
    codes = [kept.code for about in reads.SOURCES.values() for kept in about(lone.person)]
    assert len(codes) == len(set(codes)) and all(isinstance(k, Kept) for k in reads.kept_about(lone.person))


def test_the_file_opens_as_json_where_every_table_names_her_and_holds_her_drafts(filled):
    kept = file_of(filled)["kept"]
    assert {"drafts", "experiences", "connected_calendars", "counter_proposals", "agenda"} <= set(kept)
    assert all(len(kind["rows"]) == kind["count"] for kind in kept.values())
    assert "lone-friis" not in json.dumps(kept)  # a calendar's address is a key
