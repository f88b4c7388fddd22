"""The Django project that is measured: a small shop, and accounts that welcome their users by mail."""
