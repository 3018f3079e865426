import uuid

from django.conf import settings
from django.db import models


def own_place(document, filename):
    """Files are kept by their id: a name that a client has chosen never becomes a path."""
    return f"{document.id.hex[:2]}/{document.id.hex}"


class Document(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(max_length=200)
    file = models.FileField(upload_to=own_place)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["-created_at", "id"]
