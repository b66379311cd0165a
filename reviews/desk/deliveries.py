"""What the publish hook could not do, tried again from the desk."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reviews.desk.access import post_for
from reviews.models import Delivery
from reviews.sync.hook import is_on, try_now

PATIENCE = 20.0  # seconds that somebody waits who asks for it


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the post's file home now. For editors, who see the failure."""
    post = post_for(request, pk)
    if not isinstance(request.user, User) or not request.user.has_perm("reviews.publish_post"):
        raise PermissionDenied
    waiting = Delivery.objects.filter(post=post).first()
    if waiting is not None and is_on():
        try_now(waiting.pk, PATIENCE)
    left = Delivery.objects.filter(post=post).first()
    if left is None:
        messages.success(request, _("The file stands in the folder as it should."))
    elif waiting is not None and left.tries == waiting.tries:
        messages.warning(request, _("Another sync is running, or the publish hook is off: nothing was tried."))
    else:
        messages.error(request, _("It failed again: %(reason)s") % {"reason": left.last_error[:600]})
    address = reverse("admin:index") if "index" in request.POST else reverse("admin:reviews_post_change", args=[pk])
    return HttpResponseRedirect(address)
