"""A file that a job has made, handed over in parts."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from emias_app.models.exports import ExportJob
from emias_app.state._pass import Pass
from emias_app.state.file_ports import Taken
from emias_app.state.ports import Ports

#: How much of a file travels at once.
PART = 1024 * 1024


async def hand_over_job(
    ports: Ports, right: Pass, patient_id: UUID, job: ExportJob, tell: Callable[[float], None]
) -> Taken | None:
    """Save the file of a job that is ready; ``tell`` is told which share of it came (0..1). None = the person closed
    the dialog."""
    size, exports = job.size or 0, ports.backend.exports

    async def part(first: int) -> bytes:
        last = min(first + PART, size) - 1
        content = await exports.part(patient_id, job.id, first, last)
        if right.is_valid:
            tell((last + 1) / size)
        return content

    return await ports.files.hand_over_parts(job.file_name, job.media_type, size, part)
