"""The page, its files and /docs: from one origin, with no inline script, kept and revalidated."""

import re
from pathlib import Path

import pytest

from service.app import FRONTEND
from tests.api.service_under_test import application, running

pytestmark = pytest.mark.anyio

FOREIGN = re.compile(r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//""")


async def test_the_page_and_every_file_of_it_is_served():
    files = [path for path in FRONTEND.rglob("*") if path.is_file()]
    assert files
    async with running(application()) as client:
        assert (await client.get("/")).text == (FRONTEND / "index.html").read_text()
        for path in files:
            response = await client.get("/" + path.relative_to(FRONTEND).as_posix())
            assert response.status_code == 200
            assert response.content == path.read_bytes()


async def test_scripts_have_a_type_that_browsers_accept_for_modules():
    async with running(application()) as client:
        assert (await client.get("/js/main.js")).headers["content-type"].startswith("text/javascript")


async def test_a_file_that_has_not_changed_is_not_sent_again():
    async with running(application()) as client:
        for path in ("/", "/js/main.js", "/docs/swagger-ui.css"):
            first = await client.get(path)
            assert first.headers["cache-control"] == "no-cache"
            again = await client.get(path, headers={"If-None-Match": first.headers["etag"]})
            assert again.status_code == 304
            assert again.content == b""


async def test_text_is_sent_compressed_to_those_who_take_it_so():
    async with running(application()) as client:
        for taken, coding in (
            ("gzip, br", "gzip"),
            ("br, GZIP;q=0.5", "gzip"),
            ("identity", None),
            ("gzip;q=0", None),
            ("gzip ; q = 0.000, *", None),
        ):
            response = await client.get("/js/main.js", headers={"Accept-Encoding": taken})
            assert response.headers.get("content-encoding") == coding
            assert response.headers["vary"] == "Accept-Encoding"
            assert response.text == (FRONTEND / "js" / "main.js").read_text()
        part = await client.get("/js/main.js", headers={"Accept-Encoding": "gzip", "Range": "bytes=0-9"})
        assert part.status_code == 206
        assert part.content == (FRONTEND / "js" / "main.js").read_bytes()[:10]


async def test_nothing_outside_the_folder_is_served(tmp_path: Path):
    async with running(application()) as client:
        for path in (
            "/../pyproject.toml",
            "/js/%2e%2e/%2e%2e/pyproject.toml",
            "/..%2fREADME.md",
            "//etc/passwd",
            "/js",
        ):
            assert (await client.get(path)).status_code == 404


async def test_the_page_about_the_mathematics_is_there_once_it_is_written():
    page = FRONTEND / "how-it-works.html"
    async with running(application()) as client:
        response = await client.get("/how-it-works")
    if page.exists():
        assert response.text == page.read_text()
    else:
        assert response.status_code == 404


async def test_neither_page_nor_docs_name_another_origin_or_hold_a_script():
    async with running(application()) as client:
        for path in ("/", "/docs"):
            page = (await client.get(path)).text
            assert not FOREIGN.search(page)
            assert not re.search(r"<script(?![^>]*\bsrc=)", page)
            assert not re.search(r"\son\w+\s*=|\sstyle\s*=|<style", page)


async def test_docs_load_all_they_need_from_here():
    async with running(application()) as client:
        page = (await client.get("/docs")).text
        needed = re.findall(r'(?:src|href)="([^"]+)"', page)
        assert {"docs/swagger-ui.css", "docs/swagger-ui-bundle.js", "docs/start.js", "openapi.json"} <= set(
            needed
        )
        for path in needed:
            assert (await client.get("/" + path)).status_code == 200
        assert 'url: "openapi.json"' in (await client.get("/docs/start.js")).text


async def test_redoc_is_off():
    async with running(application()) as client:
        assert (await client.get("/redoc")).status_code == 404
