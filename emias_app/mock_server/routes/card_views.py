"""What looks across a card: the trend of a показатель and the search (contract §2)."""

from __future__ import annotations

from fastapi import Request, Response

from emias_app.mock_server.deps import PREFIX, api_router
from emias_app.mock_server.routes.patients import JSON, json_answer
from emias_app.mock_server.services.access import ViewerDep
from emias_app.mock_server.services.lab_trends import TREND_PARAMETERS, lab_trend, trend_query
from emias_app.mock_server.services.search import SEARCH_PARAMETERS, search, search_query
from emias_app.models.lab_trend import LabTrend
from emias_app.models.search import Found

router = api_router("card views", f"{PREFIX}/patients")


@router.get("/{pid}/lab-trends", responses=json_answer(LabTrend), openapi_extra={"parameters": TREND_PARAMETERS})
async def trend_of_analyte(request: Request, viewer: ViewerDep) -> Response:
    """The values of one показатель, newest first, with the norm of the child's age on each day."""
    return Response(await lab_trend(viewer, trend_query(request.query_params)), media_type=JSON)


@router.get("/{pid}/search", responses=json_answer(Found), openapi_extra={"parameters": SEARCH_PARAMETERS})
async def search_card(request: Request, viewer: ViewerDep) -> Response:
    """Records of any section that hold the words, grouped by section, and показатели by their name."""
    return Response(await search(viewer, search_query(request.query_params)), media_type=JSON)
