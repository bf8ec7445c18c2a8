"""Items of the editor's menu that are there for whoever may use what they lead to."""

from wagtail.admin.menu import MenuItem


def shown_to(permission):
    """The kind of menu item that those see who hold a permission of ours."""

    class Item(MenuItem):
        def is_shown(self, request):
            return request.user.has_perm(f"participation.{permission}")

    return Item
