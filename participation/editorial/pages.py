"""The page every other page type is made from."""

from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from .blocks import BodyBlock, PictureBlock
from .links import expect_links


def translated(*names):
    """Declare fields that a translator writes."""
    return [TranslatableField(name) for name in names]


def synchronised(*names, overridable=False):
    """Declare fields that follow the source page in every language."""
    return [SynchronizedField(name, overridable=overridable) for name in names]


class EditorialPage(Page):
    """A page of the town: title, lead, picture, body, and what a search engine or a message shows of it."""

    lead = models.TextField(
        _("lead"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences under the title. Lists, search results and messages show them too."),
    )
    picture = StreamField(
        PictureBlock(),
        blank=True,
        verbose_name=_("picture"),
        help_text=_("Shown at the top, in lists and when the page is shared."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    search_fields = [*Page.search_fields, index.SearchField("lead", boost=2), index.SearchField("body")]

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("picture"), FieldPanel("body")]

    base_translatable_fields = [
        *translated("title", "slug", "seo_title", "search_description", "lead", "picture", "body"),
        *synchronised("show_in_menus", overridable=True),
    ]
    translatable_fields = base_translatable_fields

    read_as_draft = False

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args, **kwargs):
        page = super().from_db(*args, **kwargs)
        page.read_as_draft = page.__dict__.get("live") is False
        return page

    def with_content_json(self, content):
        """A draft of this page. Whether and when the page was published is the row's to say, and `save` asks it."""
        page = super().with_content_json(content)
        page.read_as_draft, page.last_published_at = self.read_as_draft, self.last_published_at
        return page

    @transaction.atomic
    def save(self, *args, update_fields=None, **kwargs):
        """Save the page; but a draft that was published since it was read stays as it was published.

        The editor keeps drafts by itself: one on its way when somebody presses Publish would take the page down.
        """
        if update_fields is None and self.read_as_draft and not self.live and self._was_published_meanwhile():
            return
        super().save(*args, update_fields=update_fields, **kwargs)

    def _was_published_meanwhile(self):
        now = Page.objects.select_for_update().filter(pk=self.pk, live=True).values_list("last_published_at", flat=True)
        return any(moment != self.last_published_at for moment in now)

    def get_context(self, request, *args, **kwargs):
        fields = (field for field in self._meta.get_fields() if isinstance(field, StreamField | RichTextField))
        expect_links(*(getattr(self, field.name) for field in fields))
        return super().get_context(request, *args, **kwargs)

    @property
    def share_title(self):
        """The title a search engine or a message shows."""
        return self.seo_title or self.title

    @property
    def share_text(self):
        """The sentence a search engine or a message shows."""
        return self.search_description or self.lead

    @property
    def main_picture(self):
        """The page's picture as an image, or None."""
        return self.picture[0].value if self.picture else None

    @cached_property
    def trail(self):
        """The published pages above this one, from the home page down, in one query; none for the home page."""
        if self.depth <= 2:
            return []
        above = self.get_ancestors().live().filter(depth__gt=1).order_by("depth")
        return list(above.only("title", "path", "depth", "url_path", "content_type", "locale"))
