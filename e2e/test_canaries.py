"""Nothing that identifies a person stands in logs, broker files, addresses or plain columns."""

from __future__ import annotations

from pathlib import Path

from e2e.made import a_case_with_a_code
from e2e.person import Person

STREET = "7741 Canary Feather Court"
BORN = "1980-02-29"


def test_canaries_are_nowhere(person: Person) -> None:
    portal = person.portal
    made = a_case_with_a_code(portal, street=STREET)
    addresses: list[str] = []
    person.page.on("request", lambda request: addresses.append(request.url))
    person.reads_code_for(made.receipt)
    person.signs_in("Elena Petrova", "/account/cases/add")
    person.types_a_code(made.receipt, "ZZZZ-ZZZZ-ZZZZ", made.born)
    person.sees("What you typed does not match a code we can use.")
    person.types_a_code(made.receipt, made.code, made.born)
    person.sees("The case is in your account")

    secrets = [STREET, BORN, made.code, grouped(made.code), "elena@example.org"]
    for kept in files(portal.data_dir):
        try:
            content = kept.read_bytes()
        except FileNotFoundError:  # a message of the broker that a worker has just taken
            continue
        found = [s for s in secrets if s.encode() in content]
        assert found == [], f"{kept.name} holds {found}"
    for secret in [*secrets, made.receipt]:
        assert secret not in portal.log
        assert not [address for address in addresses if secret in address]


def grouped(code: str) -> str:
    return "-".join((code[:4], code[4:8], code[8:]))


def files(folder: Path) -> list[Path]:
    """The database with its journal, the broker's messages, the logs."""
    return [path for path in folder.rglob("*") if path.is_file()]
