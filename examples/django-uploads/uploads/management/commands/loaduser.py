import os

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Makes the user `load` with the password in LOAD_PASSWORD, or gives it that password."

    def handle(self, *args, **options):
        password = os.environ.get("LOAD_PASSWORD")
        if not password:
            raise CommandError("LOAD_PASSWORD is not set; it is the password of the user `load`")
        user, _ = User.objects.get_or_create(username="load")
        user.set_password(password)
        user.save()
