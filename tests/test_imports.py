"""Who may import whom: the rooms and their doors, read out of the code."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Each room may import what stands here of ours, and nothing else. The longest name that fits a module is its room.
ALLOWED = {
    "reviews.hugo": {"reviews.hugo"},
    "reviews.rendering": {"reviews.rendering", "reviews.hugo.shortcodes", "reviews.hugo.shortcode_tags"},
    "reviews.workflow": set(),
    "reviews.media": set(),
    "reviews.roles": set(),
    "reviews.apps": set(),
    "reviews.formats": set(),
    "reviews.models": {"reviews.models", "reviews.hugo", "reviews.workflow"},
    "reviews.reading": {"reviews.models", "reviews.hugo"},
    "reviews.references": {"reviews.models", "reviews.hugo"},
    "reviews.workers": set(),
    "reviews.search": {"reviews.search", "reviews.models", "reviews.workers"},
    "reviews.pictures": {"reviews.media", "reviews.models"},
    "reviews.shortcode_templates": {"reviews.rendering"},
    "reviews.typesetting": {
        "reviews.shortcode_templates", "reviews.pictures",
        "reviews.models", "reviews.hugo", "reviews.rendering", "reviews.references", "reviews.search",
    },
    "reviews.places": {"reviews.models", "reviews.hugo"},
    "reviews.edition_files": {"reviews.models", "reviews.pictures", "reviews.reading"},
    "reviews.publishing": {
        "reviews.edition_files", "reviews.models", "reviews.hugo", "reviews.pictures", "reviews.places", "reviews.reading",
        "reviews.sectioning", "reviews.typesetting",
    },
    "reviews.sectioning": {"reviews.models"},
    "reviews.editing": {"reviews.models", "reviews.hugo", "reviews.workflow", "reviews.publishing", "reviews.reading"},
    "reviews.deleting": {"reviews.models", "reviews.publishing", "reviews.editing"},
    "reviews.descendants": {"reviews.sync.hook", "reviews.models", "reviews.hugo", "reviews.publishing", "reviews.reading", "reviews.editing", "reviews.workflow"},
    "reviews.moving": {
        "reviews.deleting", "reviews.descendants", "reviews.sync.hook",
        "reviews.models", "reviews.hugo", "reviews.workflow", "reviews.publishing", "reviews.reading", "reviews.editing",
    },
    "reviews.sync": {"reviews.edition_files", "reviews.typesetting", "reviews.pictures",
        "reviews.sync", "reviews.models", "reviews.hugo", "reviews.publishing", "reviews.reading", "reviews.editing",
        "reviews.workflow", "reviews.media",
    },
    "reviews.public": {"reviews.pictures",
        "reviews.search", "reviews.public", "reviews.models", "reviews.hugo", "reviews.rendering", "reviews.media", "reviews.typesetting",
    },
    "reviews.printing": {"reviews.models", "reviews.search", "reviews.typesetting", "reviews.workers"},
    "reviews.desk": {
        "reviews.desk", "reviews.models", "reviews.hugo", "reviews.publishing", "reviews.reading", "reviews.editing",
        "reviews.moving", "reviews.workflow", "reviews.rendering", "reviews.media", "reviews.public", "reviews.sync",
        "reviews.typesetting",
    },
    "reviews.templatetags": {"reviews.models"},
    "reviews.admin": {"reviews.desk"},
    "reviews.indexnow": {"reviews.models"},
    "reviews.management": {
        "reviews.indexnow", "reviews.search", "reviews.management", "reviews.sync", "reviews.models", "reviews.hugo", "reviews.editing", "reviews.moving",
        "reviews.workflow", "reviews.roles", "reviews.typesetting", "reviews.printing",
    },
    "editorial": {"reviews.public", "editorial"},
}  # fmt: skip


def modules() -> list[tuple[str, Path]]:
    files = [path for top in ("reviews", "editorial") for path in (ROOT / top).rglob("*.py")]
    named = [(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), path) for path in files]
    return [
        (name, path) for name, path in named if ".migrations" not in name and ".demo" not in name and name != "reviews"
    ]


def imported(path: Path) -> list[ast.ImportFrom | ast.Import]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Import | ast.ImportFrom)]


def names(node: ast.ImportFrom | ast.Import, module: str) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if node.level:
        return ["reviews.models"]  # the one package with relative imports; a second one would have to say its name
    base = node.module or ""
    return [f"{base}.{alias.name}" if base.count(".") == 0 else base for alias in node.names]


def room_of(module: str) -> str:
    return max((room for room in ALLOWED if module == room or module.startswith(f"{room}.")), key=len)


@pytest.mark.parametrize(("module", "path"), modules(), ids=[name for name, _ in modules()])
def test_a_module_imports_only_what_its_room_may(module: str, path: Path) -> None:
    allowed = ALLOWED[room_of(module)]
    for node in imported(path):
        for name in names(node, module):
            if name.split(".")[0] in {"reviews", "editorial"}:
                assert any(name == room or name.startswith(f"{room}.") for room in allowed), (
                    f"{path}:{node.lineno}: {name}"
                )


@pytest.mark.parametrize("room", ["reviews/hugo", "reviews/rendering"])
def test_the_formats_and_the_renderer_know_no_django(room: str) -> None:
    for path in (ROOT / room).rglob("*.py"):
        assert not [n for node in imported(path) for n in names(node, "") if n.split(".")[0] == "django"], path


def test_the_public_side_never_names_the_working_copy() -> None:
    for path in (ROOT / "reviews/public").rglob("*.py"):
        used = {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
        assert not used & {"Post", "PostFile", "PostTag", "PostCategory", "Revision", "Move", "Note"}, path


def test_nothing_is_imported_inside_a_function() -> None:
    for module, path in modules():
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef):
                inner = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
                assert not inner, f"{module}:{function.name}"
