"""`hugo_check` names what of a site the desk's own addresses hide."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.addresses.hugo_build import write
from tests.addresses.odd_sites import config, page


def test_a_page_that_the_desk_hides_is_named(tmp_path: Path, run: Callable[..., tuple[int, str]]) -> None:
    files = {"content/admin/a.md": page("A"), "static/admin/index.html": "x", "static/x.txt": "x", "content/b.md": "B"}
    write(tmp_path, {"hugo.toml": config(), **files})
    code, out = run("hugo_check", tmp_path, "--json")
    told = {each["path"] for each in json.loads(out)["actions"] if "DESK_ADDRESS" in each["reason"]}
    assert (code, told) == (0, {"content/admin/a.md", "static/admin/index.html"})
