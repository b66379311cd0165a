"""The desk in the admin: what a save writes, who may see and do what, and what comes out of preview and upload."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from reviews.editing import save_text
from reviews.models import Author, Move, Note, Post, PostFile, Revision, Source
from reviews.moving import StepRefused, move

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(imported: Path, alice: User) -> Post:
    Author.objects.filter(name="Kurt").update(user=alice)
    return Post.objects.get(path="content/post/foundation-models/index.md")


def url(post: Post, view: str = "change") -> str:
    return f"/admin/reviews/post/{post.pk}/{view}/"


def as_browser(client: Client, post: Post, **changes: str) -> dict[str, str]:
    """What a browser posts: the form's values with CRLF in the text, and the changes."""
    form = client.get(url(post)).context["adminform"].form
    values = {name: form[name].value() or "" for name in form.fields}
    values["body"] = values["body"].replace("\n", "\r\n")
    return {**values, **changes}


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    return out.getvalue()


def test_saving_without_an_edit_changes_no_byte_and_leaves_no_trace(client: Client, post: Post, alice: User) -> None:
    client.force_login(alice)
    before = (Source.objects.count(), Revision.objects.count(), Move.objects.count())
    assert client.post(url(post), as_browser(client, post)).status_code == 302
    assert (Source.objects.count(), Revision.objects.count(), Move.objects.count()) == before


ODD_FILES = {
    "crlf": b"---\r\ntitle: a\r\n---\r\n\r\nx\r\ny\r\n",
    "mixed": b"---\ntitle: a\n---\none\r\ntwo\nthree\rfour",
    "blanks": b'+++\ntitle = "  spaced  "\n+++\n\n\n  text  \n\n\n',
    "json": b'{ "title": "a", "tags": ["x", "y, z"] }\ntext',
    "no front matter": b"just text\n",
    "empty": b"",
    "date in its own way": b"---\ntitle: a\ndate: 2024-01-02 03:04:05 +0900\n---\nx",
    "scalar tag": b'+++\ntitle = "a"\ntags = "b"\n+++\nx',
    "author map": b"---\ntitle: a\nauthor:\n  name: Kim\n---\nx",
    "tabs and trailing blanks": b"---\ntitle: a \t\n---\n\tcode  \n\nend\t\n",
}


@pytest.mark.parametrize("name", ODD_FILES)
def test_an_odd_file_survives_a_save_without_an_edit(
    name: str, imported: Path, run: Any, erin: User, client: Client
) -> None:
    (imported / "content/post/odd.md").write_bytes(ODD_FILES[name])
    run("hugo_import", imported)
    post = Post.objects.get(path="content/post/odd.md")
    client.force_login(erin)
    client.post(url(post), as_browser(client, post))
    post.refresh_from_db()
    assert bytes(post.head) == ODD_FILES[name]


def test_a_changed_field_changes_its_line_and_makes_a_revision(client: Client, post: Post, alice: User) -> None:
    client.force_login(alice)
    before = bytes(post.head)
    client.post(url(post), as_browser(client, post, title="제목 하나"))
    post.refresh_from_db()
    assert bytes(post.head) == before.replace(b"Foundation Models", "제목 하나".encode(), 1)
    assert post.revisions.first().by == alice


def test_one_more_tag_leaves_the_others_as_they_are(client: Client, post: Post, alice: User) -> None:
    client.force_login(alice)
    before = bytes(post.head)
    client.post(url(post), as_browser(client, post, tags="NLP, LLM, 기초 모델"))
    post.refresh_from_db()
    assert bytes(post.head) == before.replace(b'    "LLM",\n', '    "LLM",\n    "기초 모델",\n'.encode(), 1)
    assert post.tags.filter(slug="기초-모델").exists()


def test_a_stale_form_writes_nothing_and_keeps_the_text(client: Client, post: Post, alice: User, erin: User) -> None:
    client.force_login(alice)
    mine = as_browser(client, post, title="Mine")
    client.force_login(erin)
    client.post(url(post), as_browser(client, post, title="Hers"))
    client.force_login(alice)
    answer = client.post(url(post), mine)
    assert answer.status_code == 200
    assert "Mine" in answer.content.decode()
    post.refresh_from_db()
    assert post.title == "Hers"


def test_who_saves_second_gets_both_texts_and_is_told(client: Client, post: Post, alice: User, erin: User) -> None:
    client.force_login(alice)
    mine = as_browser(client, post, title="Mine", _step="submit")
    client.force_login(erin)
    client.post(url(post), as_browser(client, post, description="Hers"))
    client.force_login(alice)
    page = client.post(url(post), mine, follow=True).content.decode()
    assert "rin has saved this post since you opened it" in page
    post.refresh_from_db()
    assert (post.title, post.description, post.status) == ("Mine", "Hers", "draft")
    assert "erin" in post.revisions.first().note


def test_who_changes_the_same_sees_both_and_saves_on_purpose(
    client: Client, post: Post, alice: User, erin: User
) -> None:
    client.force_login(alice)
    mine = as_browser(client, post, title="Mine", tags="LLM, NLP, mine")
    client.force_login(erin)
    client.post(url(post), as_browser(client, post, title="Hers", description="Hers too"))
    client.force_login(alice)
    answer = client.post(url(post), mine)
    page = answer.content.decode()
    assert "changed the same (title)" in page
    assert "<ins>Hers</ins>" in page
    form = answer.context["adminform"].form
    assert (form["title"].value(), form["description"].value()) == ("Mine", "Hers too")
    assert "mine" in form["tags"].value()
    again = {name: form[name].value() for name in form.fields}
    assert client.post(url(post), again).status_code == 302
    post.refresh_from_db()
    assert (post.title, post.description) == ("Mine", "Hers too")


def test_a_form_that_names_another_post_s_text_is_not_merged_with_it(
    client: Client, post: Post, imported: Path, erin: User
) -> None:
    other = Post.objects.get(path="content/about.md")
    client.force_login(erin)
    data = as_browser(client, post, title="Mine") | {"based_on": other.head_id}
    page = client.post(url(post), data).content.decode()
    assert "Nothing was written; your text is still here" in page
    assert "Who we are" not in page


def test_a_text_that_hugo_would_refuse_is_not_saved(client: Client, post: Post, alice: User) -> None:
    client.force_login(alice)
    answer = client.post(url(post), as_browser(client, post, date="next week"))
    assert answer.status_code == 200
    assert post.revisions.count() == 1


def test_submitting_saves_first(client: Client, post: Post, alice: User) -> None:
    client.force_login(alice)
    client.post(url(post), as_browser(client, post, title="Ready", _step="submit"))
    post.refresh_from_db()
    assert (post.title, post.status) == ("Ready", "in_review")


VIEWS = [
    ("change", "get", {}),
    ("preview", "get", {}),
    ("preview", "post", {"content": "x"}),
    ("file/images/figure1.png", "get", {}),
    ("upload", "post", {}),
    ("move", "post", {"_step": "submit"}),
    ("note", "post", {"text": "x"}),
    ("compare/1", "get", {}),
    ("settle", "get", {}),
    ("history", "get", {}),
]


@pytest.mark.parametrize(("view", "method", "data"), VIEWS)
def test_no_view_of_the_desk_answers_a_stranger(
    view: str, method: str, data: dict[str, str], client: Client, post: Post, charlie: User
) -> None:
    address = url(post, view) if not view.startswith("file") else url(post, view)[:-1]
    anonymous = getattr(client, method)(address, data)
    assert anonymous.status_code in (302, 403)
    client.force_login(charlie)
    assert getattr(client, method)(address, data).status_code in (302, 403)
    charlie.is_staff = True
    charlie.save()
    assert getattr(client, method)(address, data).status_code == 403
    assert not Note.objects.exists()
    assert not Move.objects.exists()


@pytest.mark.parametrize("view", ["upload", "settle"])
def test_a_reviewer_changes_nothing(view: str, client: Client, post: Post, bob: User) -> None:
    client.force_login(bob)
    assert client.post(url(post, view)).status_code == 403
    assert client.post(url(post), {"title": "x"}).status_code == 403


def test_another_author_reads_and_does_not_write(client: Client, post: Post, alice: User) -> None:
    Author.objects.update(user=None)
    client.force_login(alice)
    assert client.get(url(post)).status_code == 200
    assert client.post(url(post), {"title": "x"}).status_code == 403
    assert client.post(url(post, "upload"), {"image": SimpleUploadedFile("a.png", png())}).status_code == 403


def test_the_preview_is_the_reader_s_page_with_the_desk_s_pictures(client: Client, post: Post, alice: User) -> None:
    client.force_login(alice)
    answer = client.post(
        url(post, "preview"), {"content": "![도표](images/figure1.png)\n\n<img src=x onerror=alert(1)>"}
    ).json()
    assert f'src="{url(post, "file/images/figure1.png")[:-1]}"' in answer["html"]
    assert "onerror" not in answer["html"]
    assert client.get(url(post, "preview")).status_code == 200
    assert client.get(url(post, "file/images/figure1.png")[:-1]).getvalue().startswith(b"\x89PNG")


def test_a_picture_goes_into_the_bundle_with_its_own_bytes(
    client: Client, post: Post, alice: User, run: Any, imported: Path
) -> None:
    client.force_login(alice)
    data = png()
    answer = client.post(url(post, "upload"), {"image": SimpleUploadedFile("그림 1.jpeg", data, "image/jpeg")})
    assert answer.json() == {"image_code": "![](images/그림-1.png)", "name": "images/그림-1.png"}
    run("hugo_export", imported)
    assert (imported / "content/post/foundation-models/images/그림-1.png").read_bytes() == data


def test_another_picture_of_the_same_name_gets_a_number(client: Client, post: Post, alice: User) -> None:
    client.force_login(alice)
    answer = client.post(url(post, "upload"), {"image": SimpleUploadedFile("figure1.png", png())})
    assert answer.json()["name"] == "images/figure1-2.png"


BAD_UPLOADS = {
    "html as gif": ("x.gif", b"<html><script>alert(1)</script>"),
    "svg": ("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    "broken png": ("x.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
    "cut png": ("x.png", png()[:-24]),
    "empty": ("x.png", b""),
    "gif and script": ("x.gif", b"GIF89a" + b"/*" + b"\0" * 20 + b"*/alert(1)"),
}


@pytest.mark.parametrize("name", BAD_UPLOADS)
def test_what_is_no_picture_is_refused(name: str, client: Client, post: Post, alice: User) -> None:
    client.force_login(alice)
    answer = client.post(url(post, "upload"), {"image": SimpleUploadedFile(*BAD_UPLOADS[name], "image/gif")})
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert PostFile.objects.filter(post=post).count() == 1


def test_a_single_file_has_no_place_for_pictures_and_says_so(client: Client, post: Post, erin: User) -> None:
    client.force_login(erin)
    about = Post.objects.get(path="content/about.md")
    answer = client.post(url(about, "upload"), {"image": SimpleUploadedFile("a.png", png())})
    assert (answer.status_code, "bundle" in answer.json()["error"]) == (400, True)


def test_a_new_post_stands_in_a_bundle_and_is_a_draft(client: Client, post: Post, alice: User) -> None:
    client.force_login(alice)
    answer = client.post("/admin/reviews/post/add/", {"title": "새 글: Adam", "section": "post", "name": ""})
    made = Post.objects.get(path="content/post/새-글-adam/index.md")
    assert answer.status_code == 302
    assert (made.is_draft, made.status, made.created_by) == (True, "draft", alice)
    assert bytes(made.head).startswith(b"+++\n")
    assert client.get(url(made)).status_code == 200


@pytest.mark.parametrize("name", ["../x", "a/b", ".git", ".."])
def test_a_new_post_stays_where_it_may_stand(name: str, client: Client, post: Post, alice: User) -> None:
    client.force_login(alice)
    count = Post.objects.count()
    client.post("/admin/reviews/post/add/", {"title": "x", "section": "post", "name": name})
    client.post("/admin/reviews/post/add/", {"title": "x", "section": name + "/..", "name": ""})
    assert Post.objects.count() == count


def test_history_and_comparison_show_what_changed(client: Client, post: Post, alice: User) -> None:
    client.force_login(alice)
    client.post(url(post), as_browser(client, post, title="Changed"))
    revision = post.revisions.first()
    page = client.get(url(post, f"compare/{revision.pk}")).content.decode()
    assert "title = &quot;Changed&quot;" in page
    assert client.get(url(post, "history")).status_code == 200


def test_every_page_of_the_desk_keeps_the_strict_policy(client: Client, post: Post, erin: User) -> None:
    client.force_login(erin)
    for address in (
        "/admin/",
        "/admin/reviews/post/",
        url(post),
        url(post, "history"),
        url(post, "preview"),
        "/admin/reviews/post/add/",
    ):
        answer = client.get(address)
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'self'" in policy
        assert " style=" not in answer.content.decode(), address


def test_the_list_takes_the_same_few_queries_for_any_number_of_rows(
    client: Client, post: Post, erin: User, django_assert_max_num_queries: Any
) -> None:
    client.force_login(erin)
    with django_assert_max_num_queries(12):
        assert client.get("/admin/reviews/post/?status__exact=draft").status_code == 200


def test_markdownx_s_own_addresses_are_not_there(client: Client, post: Post, alice: User) -> None:
    client.force_login(alice)
    for address in ("/markdownx/upload/", "/markdownx/markdownify/"):
        assert client.post(address, {"content": "x"}).status_code in (404, 405)


def test_steps_by_hand_lead_a_post_to_the_readers(
    client: Client, post: Post, alice: User, bob: User, erin: User
) -> None:
    move(post, "submit", alice)
    client.force_login(bob)
    client.post(url(post, "move"), {"_step": "approve"})
    client.force_login(erin)
    client.post(url(post), as_browser(client, post, _step="publish"))
    assert client.get("/p/foundation-models/").status_code == 200


def test_the_desk_keeps_the_publication_s_time(client: Client, imported: Path, run: Any, erin: User) -> None:
    (imported / "content/post/late.md").write_text("---\ntitle: Late\ndate: 2024-06-17T00:30:00+09:00\n---\nx\n")
    run("hugo_import", imported)
    client.force_login(erin)
    assert "2024-06-17" in client.get("/admin/reviews/post/").content.decode()


def test_an_approval_is_for_the_text_that_was_seen(
    client: Client, post: Post, alice: User, bob: User, imported: Path
) -> None:
    move(post, "submit", alice)
    seen = post.head_id
    move(post, "recall", alice)
    save_text(post, post.document.set("title", "Another"), alice, based_on=post.head_id)
    move(post, "submit", alice)
    client.force_login(bob)
    client.post(url(post, "move"), {"_step": "approve", "based_on": str(seen)})
    post.refresh_from_db()
    assert post.status == "in_review"


def test_nobody_approves_words_of_their_own(post: Post, alice: User, erin: User) -> None:
    move(post, "submit", alice)
    post.refresh_from_db()
    save_text(post, post.document.set("title", "Erin's"), erin, based_on=post.head_id)
    with pytest.raises(StepRefused, match="own"):
        move(post, "approve", erin)


def test_the_author_reads_why_changes_were_requested(client: Client, post: Post, alice: User, bob: User) -> None:
    move(post, "submit", alice)
    move(post, "request_changes", bob, note="Name the models.")
    client.force_login(alice)
    assert "Name the models." in client.get(url(post)).content.decode()


@pytest.mark.parametrize(
    "query", ["path__regex=^(([^X])%2B)%2BX$", "title__regex=(", "head__sha256__startswith=a", "created_by__password=x"]
)
def test_the_list_takes_no_look_ups_but_its_filters(query: str, client: Client, post: Post, alice: User) -> None:
    client.force_login(alice)
    assert client.get(f"/admin/reviews/post/?{query}").status_code == 400


def test_a_search_of_many_words_is_cut(client: Client, post: Post, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/admin/reviews/post/", {"q": "word " * 1500}).status_code == 200


@pytest.mark.parametrize("date", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "soon", "2024-13-01"])
def test_an_impossible_date_is_an_error_at_its_field(date: str, client: Client, post: Post, alice: User) -> None:
    client.force_login(alice)
    answer = client.post(url(post), as_browser(client, post, date=date))
    assert answer.status_code in (200, 302)
    assert post.revisions.count() == 1 or answer.status_code == 302


@pytest.mark.parametrize("field", ["author", "tags", "categories", "title"])
def test_a_nul_is_refused_at_its_field(field: str, client: Client, post: Post, alice: User) -> None:
    client.force_login(alice)
    assert client.post(url(post), as_browser(client, post, **{field: "a\0b"})).status_code == 200
    assert post.revisions.count() == 1


def test_an_odd_number_in_an_address_is_a_404(client: Client, post: Post, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/admin/reviews/post/²/history/").status_code == 404


def test_a_note_answers_a_note_of_its_own_post_only(client: Client, post: Post, bob: User) -> None:
    about = Post.objects.get(path="content/about.md")
    other = Note.objects.create(post=about, source=about.head, text="x", by=bob)
    client.force_login(bob)
    assert client.post(url(post, "note"), {"text": "y", "answers": str(other.pk)}).status_code == 404


@pytest.mark.parametrize("name", ["Foundation-Models", "a b", "a\nb", "a?b", "x" * 300, "_index"])
def test_a_new_post_takes_no_place_that_is_taken_or_odd(name: str, client: Client, post: Post, alice: User) -> None:
    client.force_login(alice)
    count = Post.objects.count()
    client.post("/admin/reviews/post/add/", {"title": "x", "section": "post", "name": name})
    client.post("/admin/reviews/post/add/", {"title": "x", "section": "admin", "name": "x"})
    client.post("/admin/reviews/post/add/", {"title": "x", "section": "post/foundation-models", "name": "inner"})
    assert Post.objects.count() == count


def test_a_new_post_can_be_dated_and_scheduled(client: Client, post: Post, alice: User, bob: User, erin: User) -> None:
    client.force_login(alice)
    client.post("/admin/reviews/post/add/", {"title": "New", "section": "post", "name": "new"})
    made = Post.objects.get(path="content/post/new/index.md")
    assert made.date is not None
    move(made, "submit", alice)
    move(made, "approve", bob)
    before = bytes(made.head)
    move(made, "schedule", erin, at=timezone.now() + timedelta(days=3))
    assert b"publishDate" in bytes(made.head)
    move(made, "unschedule", erin)
    assert bytes(made.head) == before
    move(made, "publish", erin)
    assert client.get("/p/new/").status_code == 200


def test_an_administrator_s_account_is_not_an_editor_s_to_link(client: Client, post: Post, erin: User) -> None:
    admin = User.objects.create_superuser("root", password="pw")
    author = Author.objects.get(name="Kurt")
    client.force_login(erin)
    client.post(f"/admin/reviews/author/{author.pk}/change/", {"user": str(admin.pk)})
    author.refresh_from_db()
    assert author.user_id != admin.pk


def test_dates_are_shown_and_taken_in_the_site_s_time_zone(
    client: Client, imported: Path, run: Any, erin: User
) -> None:
    (imported / "content/post/late.md").write_text("---\ntitle: Late\ndate: 2024-06-17T20:30:00Z\n---\nx\n")
    run("hugo_import", imported)
    late = Post.objects.get(path="content/post/late.md")
    client.force_login(erin)
    assert as_browser(client, late)["date"] == "2024-06-18 05:30"
    client.post(url(late), as_browser(client, late, date="2024-06-18 06:30"))
    late.refresh_from_db()
    assert b"date: 2024-06-17T21:30:00Z" in bytes(late.head)
