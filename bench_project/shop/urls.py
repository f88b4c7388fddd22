from __future__ import annotations

from django.urls import path

from bench_project.shop import views

urlpatterns = [
    path("hello/", views.greet),
    path("hello-async/", views.greet_async),
    path("failure/", views.fail),
    path("failure-async/", views.fail_async),
]
