"""What the terminal is shown of an exception: its kind and its places, never its words."""

from __future__ import annotations

import logging

from emias_app.logs import Reserved, places


def failed() -> BaseException:
    try:
        try:
            raise KeyError("Морозов Артём")
        except KeyError as error:
            raise ValueError("+79000000001") from error
    except ValueError as error:
        return error


def test_places_are_told_with_the_first_cause_first_and_no_words() -> None:
    told = places(failed())
    assert told.index("KeyError") < told.index("ValueError")
    assert "test_logs.py" in told
    assert "in failed" not in told
    assert " failed" in told
    assert "Морозов" not in told
    assert "+7900" not in told


def test_words_that_another_handler_kept_are_left_out() -> None:
    error = failed()
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "broken", None, (type(error), error, error.__traceback__))
    logging.Formatter().format(record)
    assert "Морозов" in (record.exc_text or "")
    line = Reserved().format(record)
    assert line.startswith("ERROR x: broken")
    assert "Морозов" not in line
    assert "Морозов" in (record.exc_text or ""), "the record itself stays as it was"
