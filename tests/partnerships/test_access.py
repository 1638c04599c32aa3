"""Who may see what: the table of ARCHITECTURE, cell by cell, and every path against it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from faelled.partnerships import access
from faelled.partnerships.access import DEEDS, RIGHTS, Deed, Grant, Holder, Right
from faelled.partnerships.door import DOORS
from faelled.partnerships.models import Account, Membership, Organisation, Partnership, Person, Seat
from tests import cast
from tests.partnerships.private_urls import every_path, every_private_url

pytestmark = pytest.mark.goal("R16")
TABLE = """
times      own  yes     yes   yes              no
verdicts   no   totals  part  yes              no
words      own  no      own   yes              no
addresses  own  no      own   yes              installation
aside      no   no      own   facts_then_text  facts
room       no   read    yes   yes              no
ties       no   no      own   agreed           no
"""
COLUMNS = [Holder.LINK, Holder.OBSERVER, Holder.MEMBER, Holder.COORDINATOR, Holder.OPERATOR]
CELLS = [
    (Right(row.split()[0]), column, Grant(cell))
    for row in TABLE.strip().splitlines()
    for column, cell in zip(COLUMNS, row.split()[1:], strict=True)
]
OWN_PATHS = [
    p
    for p in every_path()
    if p.route.startswith(("p/<", "organisationer", "personer", "start", "log-", "opret"))
]


@pytest.mark.parametrize(("right", "column", "cell"), CELLS)
def test_the_table_says_what_the_architecture_says(right, column, cell):
    assert RIGHTS[right, column] is cell


def test_the_table_has_no_cell_more():
    assert set(RIGHTS) == {(right, column) for right, column, _ in CELLS}


def test_every_deed_has_its_doers():
    assert set(DEEDS) == set(Deed)
    assert not any(Holder.OPERATOR in doers or Holder.LINK in doers for doers in DEEDS.values())


def sign_in(person: Person) -> Client:
    client = Client()
    client.force_login(Account.objects.create(email=f"{person.pk}@konto.example", person=person))
    return client


@pytest.fixture
def elsewhere(world):
    """Another partnership, with Rita who sits only there."""
    partnership = Partnership.objects.create(name="Andre familier", slug="andre", shared_third="noget andet")
    house = Organisation.objects.create(name="Sundhedshuset")
    membership = Membership.objects.create(partnership=partnership, organisation=house)
    rita = cast.joins(world, "Rita Falk", membership, "coordinator")
    return partnership, rita


def parts_of(partnership: Partnership, seat: Seat) -> dict[str, int]:
    return {
        "partnership_id": partnership.pk,
        "seat_id": seat.pk,
        "pk": seat.membership.organisation_id,
    }


def test_every_path_says_how_it_is_guarded():
    silent = [
        p.route for p in every_path() if p.way_in is None and not p.route.startswith(("postkasser", "demo"))
    ]
    assert silent == []


@pytest.mark.parametrize("exists", [True, False])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_meets_the_same_sign_in_everywhere(world, bodil, exists, method):
    parts = dict.fromkeys(("partnership_id", "seat_id", "pk"), 99999)
    for path in every_private_url():
        where = path.filled(**(parts_of(world.partnership, bodil.seat) if exists else parts))
        answer = getattr(Client(), method)(where)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/log-ind/"), path.name
        assert answer.content == b"", path.name


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_from_another_partnership_meets_404(world, bodil, elsewhere, method):
    _, rita = elsewhere
    client = sign_in(rita.person)
    for path in (p for p in every_private_url() if p.way_in == "members"):
        where = path.filled(**parts_of(world.partnership, bodil.seat))
        assert getattr(client, method)(where).status_code == 404, path.name


OWN_PAGES = {"partnership", "partnership_terms", "members", "members_add", "member", "leave"}


@pytest.mark.parametrize("role", [Holder.OBSERVER, Holder.MEMBER, Holder.COORDINATOR])
def test_a_role_reaches_what_its_row_says(world, bodil, role):
    membership = world.actors["Nanna"].seat.membership
    client = sign_in(cast.joins(world, "Ida Bro", membership, role.value).person)
    paths = [p for p in every_private_url() if p.wanted and p.name in OWN_PAGES]
    assert {p.name for p in paths} == OWN_PAGES
    for path in paths:
        answer = client.get(path.filled(**parts_of(world.partnership, bodil.seat)))
        allowed = (
            role in DEEDS[path.wanted]
            if isinstance(path.wanted, Deed)
            else RIGHTS[path.wanted, role] is not Grant.NO
        )
        assert answer.status_code == (200 if allowed else 404), path.name


def test_the_operator_is_in_no_partnership(world, bodil):
    client = Client()
    client.force_login(Account.objects.create(email="drift@kommune.example", is_operator=True))
    for path in every_private_url():
        assert client.get(path.filled(**parts_of(world.partnership, bodil.seat))).status_code in {302, 404}, (
            path.name
        )


def test_somebody_who_has_left_or_not_answered_sees_nothing(world, lone):
    client = sign_in(lone.person)
    for state in (Seat.State.LEFT, Seat.State.INVITED):
        Seat.objects.filter(pk=lone.seat.pk).update(state=state)
        assert client.get(f"/p/{world.partnership.pk}/").status_code == 404
        assert not access.may(lone.person, Right.TIMES, world.partnership)
    assert not access.may(AnonymousUser(), Right.TIMES, world.partnership)


def test_a_seat_number_of_another_partnership_is_no_way_in(world, bodil, elsewhere):
    _, rita = elsewhere
    client = sign_in(bodil.person)
    path = f"/p/{world.partnership.pk}/medlemmer/{rita.seat.pk}/"
    assert client.get(path).status_code == 404
    assert client.post(path, {"deed": "remove"}).status_code == 404
    assert Seat.objects.get(pk=rita.seat.pk).state == Seat.State.IN


def test_members_never_see_each_others_addresses(world, lone, bodil, aisha):
    page = sign_in(lone.person).get(f"/p/{world.partnership.pk}/medlemmer/").content.decode()
    assert lone.mailboxes[0] in page
    assert not any(a.mailboxes[0] in page for name, a in world.actors.items() if name != "Lone")
    assert (
        aisha.mailboxes[0]
        in sign_in(bodil.person).get(f"/p/{world.partnership.pk}/medlemmer/").content.decode()
    )


def test_another_persons_page_is_nobodys_business(world, lone, bodil):
    assert sign_in(bodil.person).get(f"/personer/{lone.person.pk}/").status_code == 404


def test_a_house_is_seen_by_those_who_sit_with_it_and_changed_by_its_own(world, lone, aisha, elsewhere):
    _, rita = elsewhere
    house = lone.seat.membership.organisation_id
    assert sign_in(aisha.person).get(f"/organisationer/{house}/").status_code == 200
    assert sign_in(lone.person).get(f"/organisationer/{house}/ret/").status_code == 200
    for person in (Client(), sign_in(rita.person)):
        assert person.get(f"/organisationer/{house}/").status_code in {302, 404}
    other = Client()
    other.force_login(Account.objects.get(person=aisha.person))
    for path in ("ret/", "ord/"):
        assert other.get(f"/organisationer/{house}/{path}").status_code == 404


def test_a_page_of_members_costs_the_same_however_many_there_are(world, bodil, django_assert_max_num_queries):
    client = sign_in(bodil.person)
    for number in range(20):
        cast.joins(world, f"Ida{number} Bro", world.actors["Nanna"].seat.membership)
    for where in ("", "medlemmer/"):
        with django_assert_max_num_queries(14):
            assert client.get(f"/p/{world.partnership.pk}/{where}").status_code == 200


def test_every_changing_page_of_ours_has_a_line_among_the_doors():
    ours = {p.name for p in every_path() if p in OWN_PATHS or p.name in {"welcome", "mail_choice"}}
    readers = {"partnership", "members", "organisation"}
    assert ours - readers - set(DOORS) == set()
