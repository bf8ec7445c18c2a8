from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

from municipal.users.models import User
from participation.people.actions import create_roles


def signed_in(client, *roles, language="en"):
    """The client as somebody who holds these roles, with the editor in a language. `client.user` is who."""
    create_roles()
    name = "-".join(role.split()[0].lower() for role in roles) or "visiteur"
    client.user = User.objects.create_user(f"{name}@ville.example", "secret", first_name=name.capitalize())
    client.user.groups.set(Group.objects.filter(name__in=roles))
    UserProfile.objects.create(user=client.user, preferred_language=language)
    client.force_login(client.user)
    return client
