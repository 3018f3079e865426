from django.conf import settings
from django.http import FileResponse, HttpResponse
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import APIException

from .models import Document

# The form around the file: its other fields and boundaries.
MOST_FORM_BYTES = 64 * 1024


class TooLarge(APIException):
    status_code = 413
    default_detail = f"the file is larger than {settings.MOST_FILE_BYTES} bytes"


class DocumentSerializer(serializers.ModelSerializer):
    file = serializers.FileField(write_only=True)

    class Meta:
        model = Document
        fields = ["id", "title", "file", "created_at"]

    def validate_file(self, file):
        if file.size > settings.MOST_FILE_BYTES:
            raise TooLarge()
        return file


class DocumentViewSet(
    mixins.CreateModelMixin, mixins.RetrieveModelMixin, mixins.ListModelMixin, mixins.DestroyModelMixin,
    viewsets.GenericViewSet,
):
    """Documents of the user who asks. PUT and PATCH are not offered."""

    serializer_class = DocumentSerializer

    def get_queryset(self):
        return Document.objects.filter(owner=self.request.user)

    def create(self, request, *args, **kwargs):
        # Before anything of the body is read. Who sends no length has no body in WSGI, and is told that the file is missing.
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.MOST_FILE_BYTES + MOST_FORM_BYTES:
            raise TooLarge()
        return super().create(request, *args, **kwargs)

    def perform_create(self, serializer):
        serializer.save(owner=self.request.user)

    def perform_destroy(self, document):
        document.delete()
        document.file.delete(save=False)  # Django itself leaves it on the disk

    @action(detail=True)
    def content(self, request, pk=None):
        return FileResponse(self.get_object().file.open(), content_type="application/octet-stream")


def healthz(request):
    return HttpResponse(status=204)
