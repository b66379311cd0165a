"""How fast folder and database come together: import, import again, export, check of N posts like the real one.

python -m tests.bench.bench_sync [N]      prints posts a second; state in a temporary folder, SQLite
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "tests/content/foundation-models/index.md"
SEED = ROOT.parent / "shared/seed/foundation-models/index.md"


def make_site(root: Path, posts: int) -> None:
    """N bundles with the real post's text, cut to 4 kB, each with a title, a date and a tag of its own."""
    text = (SEED if SEED.is_file() else OWN).read_text().replace("draft = true", "draft = false")
    (root / "hugo.toml").parent.mkdir(parents=True, exist_ok=True)
    (root / "hugo.toml").write_text('title = "Big"\n[permalinks]\npost = "/p/:slugorcontentbasename/"\n')
    for number in range(posts):
        file = root / f"content/post/p{number}/index.md"
        file.parent.mkdir(parents=True)
        own = text.replace("Foundation Models", f"Post {number}", 1).replace('"NLP"', f'"tag {number % 200}"')
        file.write_text(own.replace("2024-01-01", f"20{10 + number % 15}-03-{1 + number % 28:02}")[:4000] + "\n")


def timed(name: str, posts: int, *arguments: str, environment: dict[str, str]) -> None:
    """Run one command as its own process and print its rate."""
    start = time.perf_counter()
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    seconds = time.perf_counter() - start
    print(f"{name:14} {seconds:7.2f} s   {posts / seconds:8,.0f} posts/s")


def main() -> None:
    """Measure."""
    posts = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        environment = {**os.environ, "DATA_DIR": f"{folder}/data", "SECRET_KEY": "bench"}
        environment.pop("DATABASE_URL", None)
        make_site(site, posts)
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
        timed("check", posts, "hugo_check", str(site), "--json", environment=environment)
        timed("import", posts, "hugo_import", str(site), "--json", environment=environment)
        timed("import again", posts, "hugo_import", str(site), "--json", environment=environment)
        timed("export home", posts, "hugo_export", str(site), "--json", environment=environment)
        timed("export away", posts, "hugo_export", f"{folder}/out", "--json", environment=environment)


if __name__ == "__main__":
    main()
