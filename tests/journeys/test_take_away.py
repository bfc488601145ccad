"""A PDF for the camp, from home to the file: touches are counted."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from emias_app.mock_server.seed.people import CHILDREN
from emias_app.serving.downloads import PREFIX
from tests.journeys.test_finding import Touches
from tests.journeys.test_identifiers import check
from tests.support.demo_site import ANNA
from tests.support.house import Tab, open_house
from tests.support.virtual_time import on_virtual_time

ARTYOM = CHILDREN["artem"].id
SIZES = pytest.mark.parametrize(("width", "height"), [(412, 1_400), (1280, 800)], ids=["phone", "desktop"])


def handed_over(tab: Tab) -> bytes:
    """The file that waits for this browser."""
    (name,) = tab.house.downloads._waiting
    file = tab.house.downloads.take(tab.house.door.browser_of({tab.house.door.cookie_name: tab.cookie}), PREFIX + name)
    assert file is not None
    assert file.path is not None
    content = file.path.read_bytes()
    file.forget()
    return content


@SIZES
@on_virtual_time
async def test_a_pdf_for_the_camp_in_three_touches(tmp_path: Path, width: int, height: int) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab(width=width, height=height) as anna:
        await anna.signs_in(ANNA)
        touches = Touches(anna)
        await touches.tap(f"home.child.{ARTYOM}")
        await touches.tap("medcard.takeaway")
        check(anna, "taking away")
        assert anna.sees("share.give") or width < 600, "a page that is served has an address"
        await touches.tap("export.make.summary-pdf")
        await house.site.backend.exports.idle()
        for _ in range(30):  # virtual time: the page looks how far the file is, fetches it and leads the browser to it
            await asyncio.sleep(0.5)
            await anna.settle()
            if house.downloads._waiting:
                break
        assert touches.count == 3
        pages = PdfReader(io.BytesIO(handed_over(anna))).pages
        first = " ".join(pages[0].extract_text().split())
        assert "Сводка для врача, лагеря или школы" in first
        assert "Аллергия и непереносимость" in first
        assert "Прививки" in first
