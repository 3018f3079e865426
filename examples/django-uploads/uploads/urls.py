from django.urls import include, path
from rest_framework.authtoken.views import obtain_auth_token
from rest_framework.routers import SimpleRouter

from .views import DocumentViewSet, healthz

router = SimpleRouter()
router.register("documents", DocumentViewSet, basename="document")

urlpatterns = [
    path("healthz/", healthz),
    path("api/token/", obtain_auth_token),
    path("api/", include(router.urls)),
]
