"""Authors, tags, categories and the site in the admin."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest

from reviews.models import Author, Category, Site, Tag


class PlainLookups:
    """Lists without look-ups in the address: a pattern there could keep the database busy for minutes."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """None."""
        return False


@admin.register(Author)
class AuthorAdmin(PlainLookups, admin.ModelAdmin):  # type: ignore[type-arg]
    """Whose name is whose: the user who writes under a name owns its posts. The names come from the files."""

    list_display = ["name", "user"]
    search_fields = ["name"]
    fields = ["name", "user"]
    readonly_fields = ["name"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """People of the desk; an administrator's account is for administrators to link."""
        people = User.objects.filter(is_active=True, is_staff=True).order_by("username")
        is_administrator = isinstance(request.user, User) and request.user.is_superuser
        kwargs["queryset"] = people if is_administrator else people.filter(is_superuser=False)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Names come from the files."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A name goes when no file has it."""
        return False


@admin.register(Tag, Category)
class TermAdmin(PlainLookups, admin.ModelAdmin):  # type: ignore[type-arg]
    """The terms that the files use; they change where the files change."""

    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Terms come from the files."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Terms come from the files."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Terms go when no file has them."""
        return False


@admin.register(Site)
class SiteAdmin(PlainLookups, admin.ModelAdmin):  # type: ignore[type-arg]
    """The publication's one row."""

    fields = ["home", "review_imports"]
    readonly_fields = ["home"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """There is one."""
        return False
