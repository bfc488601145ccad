"""Synthetic identifiers: right by their checksums, obviously made up (long runs of zeros)."""

from __future__ import annotations


def snils(number: int) -> str:
    """11 digits of a СНИЛС: 9990000NN and its control."""
    body = f"{999_000_000 + number:09d}"
    total = sum(int(digit) * (9 - place) for place, digit in enumerate(body))
    return f"{body}{total % 101 % 100:02d}"


def inn(number: int) -> str:
    """12 digits of a person's ИНН of Moscow: 770000000N and two controls."""
    body = f"{7_700_000_000 + number:010d}"
    for weights in ((7, 2, 4, 10, 3, 5, 9, 4, 6, 8), (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)):
        total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
        body += str(total % 11 % 10)
    return body


def enp(number: int, territory: int = 77) -> str:
    """16 digits of a policy (ЕНП) by Luhn; 77 is Moscow, 50 its region."""
    body = f"{territory:02d}{number:013d}"
    total = 0
    for place, sign in enumerate(reversed(body)):
        digit = int(sign) * (2 if place % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit
    return f"{body}{-total % 10}"


def passport(number: int) -> str:
    """10 digits: series 4500 (Moscow) and a number of zeros."""
    return f"4500{number:06d}"
