"""Admins choose how every paper looks, and take it back."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from app.documents.look import REFERENCE
from app.organization.models import HouseLook
from app.organization.queries import house_look
from tests.conftest import SignedIn
from tests.documents.test_look import parts, picture
from tests.drafts.made import files, make_version
from tests.factories import make_organization, make_partnership

URL = "/settings/look"


def upload(admin: SignedIn, part: str, data: bytes, name: str) -> Any:
    sent = {"file": (BytesIO(data), name)}
    return admin.post(f"{URL}/{part}", data=sent, content_type="multipart/form-data", follow_redirects=True)


def test_letterhead_and_logo_stand_in_the_next_contract(admin: SignedIn) -> None:
    make_partnership(key="bay", name="Bay", payer=make_organization(name="Ordway"))
    admin.post(f"{URL}/letterhead", data={"letterhead": "Lantern Hill Hospice\n\n12 Hill Road\n"})
    assert "Every Word file looks like this" in upload(admin, "logo", picture(), "logo.png").text
    for answer in files(admin, make_version(admin, "bay")).values():
        made = parts(answer.data)
        text = made["word/document.xml"].decode()
        assert "Lantern Hill Hospice" in text and "12 Hill Road" in text
        assert any(name.startswith("word/media/") for name in made)


def test_a_reference_is_taken_and_the_page_says_what_was_found(admin: SignedIn) -> None:
    page = upload(admin, "reference", REFERENCE.read_bytes(), "ours.docx").text
    assert "styles are yours now." in page and "In use: ours.docx." in page
    assert house_look().reference is not None
    assert parts(admin.get(f"{URL}/sample.docx").data)["word/styles.xml"]
    assert admin.get(f"{URL}/reference.docx").data == REFERENCE.read_bytes()


@pytest.mark.parametrize(("part", "data"), [("reference", b"MZ"), ("logo", b"GIF89a"), ("logo", b"")])
def test_what_cannot_be_used_is_refused_and_the_rest_stays(admin: SignedIn, part: str, data: bytes) -> None:
    admin.post(f"{URL}/letterhead", data={"letterhead": "Lantern Hill"})
    answer = upload(admin, part, data, "x.bin")
    assert answer.status_code == 422
    assert "Lantern Hill" in answer.text
    row = HouseLook.get()
    assert (row.reference, row.logo) == ("", "")


def test_a_part_is_taken_away_and_put_back(admin: SignedIn) -> None:
    upload(admin, "logo", picture(), "logo.png")
    kept = HouseLook.get().logo
    admin.post(f"{URL}/logo/remove")
    assert house_look().logo is None
    admin.post(f"{URL}/logo/restore")
    assert HouseLook.get().logo == kept
    assert admin.post(f"{URL}/reference/restore").status_code == 404


@pytest.mark.parametrize("lines", ["a\nb\nc\nd\ne", "x" * 150])
def test_a_letterhead_that_does_not_fit_is_told(admin: SignedIn, lines: str) -> None:
    answer = admin.post(f"{URL}/letterhead", data={"letterhead": lines})
    assert answer.status_code == 422
    assert lines.split("\n")[0] in answer.text


def test_only_admins_choose_the_look(editor: SignedIn) -> None:
    for get in ("", "/sample.docx", "/reference.docx"):
        assert editor.get(URL + get).status_code == 403
    for post in ("/letterhead", "/logo", "/reference", "/logo/remove", "/logo/restore"):
        assert editor.post(URL + post, data={}).status_code == 403
