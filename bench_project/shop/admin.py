from __future__ import annotations

from django.contrib import admin

from bench_project.shop.models import Counter, Order

admin.site.register([Counter, Order])
