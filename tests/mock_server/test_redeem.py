"""A code of the clinic (product.md §7): one use, five tries, and no code is told from another by its refusal."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.mock_server.seed.accounts import SOFIA_CODE
from emias_app.mock_server.store.schema import AccessCodeRow, AttemptRow, GrantRow, PatientRow
from tests.support.access_roads import Desk, open_card, redeem
from tests.support.demo_site import ANNA, DMITRY, IGOR, DemoSite, a_key, open_demo, patient_id
from tests.support.site import bearer

pytestmark = pytest.mark.anyio

UNKNOWN = "22222222"


async def test_without_a_token_no_code_is_looked_at(demo: DemoSite) -> None:
    answer = await demo.http.post("/access/redeem", json={"code": SOFIA_CODE})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")


async def test_another_persons_code_opens_nothing(demo: DemoSite) -> None:
    anna = demo.person(ANNA)
    answer = await redeem(anna, SOFIA_CODE)
    assert (answer.status_code, answer.json()["code"], answer.json()["remainingAttempts"]) == (404, "wrong_code", 4)
    assert answer.json()["detail"] == "Код не подошёл. Сверьте его с СМС. Осталось 4 попытки из 5"
    dmitry = await redeem(demo.person(DMITRY), SOFIA_CODE)
    assert dmitry.status_code == 200


@pytest.mark.parametrize("typed", ["K7PM42XA", "k7pm-42xa", " К7РМ 42ХА ", "к7рм–42ха", "K7PM\u00a042XA"])
async def test_dmitry_opens_sofia_however_he_types_it(demo: DemoSite, typed: str) -> None:
    dmitry = demo.person(DMITRY)
    answer = await redeem(dmitry, typed)
    assert answer.status_code == 200, answer.text
    grant = answer.json()
    assert (grant["patientId"], grant["source"], grant["state"], grant["mine"]) == (
        patient_id("sofia"), "CODE", "ACTIVE", True,
    )  # fmt: skip
    assert (await open_card(dmitry, "sofia")).status_code == 200
    assert ("ACCESS_OPENED", "Открыт доступ к медкарте Софии") in await dmitry.notices()
    assert ("SOMEONE_GOT_ACCESS", "Ещё один человек видит медкарту Софии") in await demo.person(ANNA).notices()


_SHORT = ["код", "💉", "'; DROP TABLE", "K7PM42X", "K7PM42XAA", "O0I1Q000", " ", "٣", ""]
_LONG = ["2" * 201, "x" * 5_000, "K7PM42XA" + " " * 200, "💉" * 100_000]


@pytest.mark.parametrize("typed", _SHORT + _LONG, ids=lambda typed: typed[:12] + str(len(typed)))
async def test_what_is_no_code_at_all_is_a_wrong_one(demo: DemoSite, typed: str) -> None:
    answer = await redeem(demo.person(DMITRY), typed)
    assert (answer.status_code, answer.json()["code"], answer.json()["remainingAttempts"]) == (404, "wrong_code", 4)


@pytest.mark.parametrize(
    "body", [b'{"code": "\\u0000"}', b'{"code": "\\ud800"}', b'{"code": 22222222}', b'{"code": null}', b"{}"]
)
async def test_what_is_no_text_at_all_is_no_try(demo: DemoSite, body: bytes) -> None:
    dmitry = demo.person(DMITRY)
    headers = bearer(await dmitry.tokens()) | {"Content-Type": "application/json"}
    answer = await demo.http.post("/access/redeem", content=body, headers=headers)
    assert (answer.status_code, answer.json().get("remainingAttempts")) == (422, None)
    assert (await redeem(dmitry, UNKNOWN)).json()["remainingAttempts"] == 4


async def test_guessing_stops_at_five_for_an_hour(demo: DemoSite) -> None:
    dmitry = demo.person(DMITRY)
    left = []
    for _ in range(5):
        answer = await redeem(dmitry, UNKNOWN)
        assert answer.status_code == 404
        left.append(answer.json()["remainingAttempts"])
        demo.advance(minutes=1)
    assert left == [4, 3, 2, 1, 0]
    locked = await redeem(dmitry, SOFIA_CODE)
    assert (locked.status_code, locked.json()["code"], locked.json()["retryAfter"]) == (429, "too_many_tries", 3_300)
    assert locked.headers["retry-after"] == "3300"
    assert locked.json()["detail"] == "Слишком много попыток. Попробуйте снова в 10:00"
    assert (await redeem(demo.person(ANNA), UNKNOWN)).status_code == 404
    demo.advance(minutes=55)
    assert (await redeem(dmitry, SOFIA_CODE)).status_code == 200


async def test_fifty_parallel_redemptions_give_one_grant_and_the_losers_lose_no_try(demo: DemoSite) -> None:
    dmitry = demo.person(DMITRY)
    await dmitry.tokens()
    answers = await asyncio.gather(*(redeem(dmitry, SOFIA_CODE) for _ in range(50)))
    assert sorted({answer.status_code for answer in answers}) == [200, 404]
    assert [answer.status_code for answer in answers].count(200) == 1
    assert {answer.json()["remainingAttempts"] for answer in answers if answer.status_code == 404} == {5}
    grants = select(GrantRow.id).where(GrantRow.source == "CODE", GrantRow.state == "ACTIVE")
    assert len(await demo.backend.store.read(lambda session: session.scalars(grants).all())) == 1
    assert await demo.backend.store.read(lambda session: session.scalars(select(AttemptRow)).all()) == []
    counted = await redeem(dmitry, SOFIA_CODE)
    assert counted.json()["remainingAttempts"] == 4


async def test_an_answer_lost_on_the_way_can_be_asked_for_again(demo: DemoSite) -> None:
    dmitry, key = demo.person(DMITRY), a_key()
    first = await dmitry.ask("POST", "/access/redeem", {"code": SOFIA_CODE}, Idempotency_Key=key)
    again = await dmitry.ask("POST", "/access/redeem", {"code": SOFIA_CODE}, Idempotency_Key=key)
    assert (first.status_code, again.json()) == (200, first.json())
    other = await dmitry.ask("POST", "/access/redeem", {"code": UNKNOWN}, Idempotency_Key=key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


def told(answer: httpx.Response) -> tuple[int, str, int]:
    """What a guesser can see of a refusal."""
    body = {name: value for name, value in answer.json().items() if name != "requestId"}
    return answer.status_code, str(body), len(answer.content)


async def test_no_refusal_tells_what_kind_of_code_it_was(demo: DemoSite) -> None:
    desk, dmitry = Desk(demo), demo.person(DMITRY)
    for_igor = await desk.send_code("mikhail", "Игорь")
    await redeem(dmitry, SOFIA_CODE)
    expired = await desk.send_code("artem", "Дмитрий")
    await demo.pass_time("PT72H")
    void = await desk.send_code("darya", "Дмитрий")
    await desk.send_code("darya", "Дмитрий")
    odd = {"empty": "", "long": "2" * 5_000, "no code": "это не код"}
    kinds = odd | {"unknown": UNKNOWN, "another's": for_igor, "used": SOFIA_CODE, "expired": expired, "void": void}
    answers = []
    for code in kinds.values():
        answers.append(told(await redeem(dmitry, code)))
        demo.advance(hours=2)
    assert len(set(answers)) == 1, answers


async def test_a_code_fits_only_by_name_birth_date_and_the_phone_it_went_to(demo: DemoSite) -> None:
    desk, anna = Desk(demo), demo.person(ANNA)
    to_anna = await desk.send_code("sofia", "Дмитрий", phone=ANNA)
    assert (await redeem(anna, to_anna)).status_code == 404
    assert (await redeem(demo.person(DMITRY), to_anna)).status_code == 404
    assert (await redeem(demo.person(DMITRY), SOFIA_CODE)).status_code == 404  # a newer one was sent
    assert "CODE_SENT" not in [kind for kind, _ in await anna.notices()]


async def test_with_the_policy_of_another_region_the_code_opens_nothing_and_only_its_owner_learns_why(
    demo: DemoSite,
) -> None:
    dmitry, igor = demo.person(DMITRY), demo.person(IGOR)

    def move(session: Session) -> None:
        session.get_one(PatientRow, UUID(patient_id("sofia"))).oms_is_moscow = False

    await demo.backend.store.write(move)
    answer = await redeem(dmitry, SOFIA_CODE)
    assert (answer.status_code, answer.json()["code"]) == (409, "policy_not_moscow")
    assert "не в Москве" in answer.json()["detail"]
    assert (await redeem(igor, SOFIA_CODE)).json()["code"] == "wrong_code"
    assert (await redeem(dmitry, UNKNOWN)).json()["remainingAttempts"] == 4, "it was no wrong try"
    assert (await open_card(dmitry, "sofia")).status_code == 404


async def test_codes_are_kept_as_salted_hashes_only(demo: DemoSite) -> None:
    code = await Desk(demo).send_code("artem", "Дмитрий")
    rows = await demo.backend.store.read(lambda session: session.scalars(select(AccessCodeRow.code_hash)).all())
    assert all(row.startswith("scrypt$") and code not in row for row in rows)
    assert len(set(rows)) == len(rows)


@pytest.fixture
async def slow(tmp_path: Path, anyio_backend: str) -> AsyncIterator[DemoSite]:
    """A backend whose hashing costs what it costs in life."""
    async with open_demo(tmp_path, fast_hashing=False) as opened:
        yield opened


async def test_every_refusal_takes_the_same_time(slow: DemoSite) -> None:
    """The least processor time of a few, which other programs do not lengthen; without a hash it is a third less."""
    dmitry, desk = slow.person(DMITRY), Desk(slow)
    await redeem(dmitry, SOFIA_CODE)
    expired = await desk.send_code("artem", "Дмитрий")
    await slow.pass_time("PT72H")
    for_igor, void = await desk.send_code("mikhail", "Игорь"), await desk.send_code("darya", "Дмитрий")
    await desk.send_code("darya", "Дмитрий")
    taken: dict[str, list[float]] = defaultdict(list)
    for _ in range(3):
        for kind, person, code in (
            ("unknown", dmitry, UNKNOWN),
            ("another's", dmitry, for_igor),
            ("used", dmitry, SOFIA_CODE),
            ("expired", dmitry, expired),
            ("void", dmitry, void),
            ("no code", dmitry, "это не код"),
            ("empty", dmitry, ""),
            ("long", dmitry, "2" * 1_000_000),
            ("nothing was sent to me", slow.person(ANNA), UNKNOWN),
        ):
            await person.tokens()
            began = time.process_time()
            answer = await redeem(person, code)
            taken[kind].append(time.process_time() - began)
            assert answer.status_code == 404
            slow.advance(minutes=61)
    least = [min(times) for times in taken.values()]
    assert max(least) < 1.6 * min(least), taken
