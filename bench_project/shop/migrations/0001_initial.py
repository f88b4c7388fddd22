from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Counter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("orders", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20)),
                ("quantity", models.PositiveIntegerField()),
                ("unit_price", models.PositiveIntegerField(help_text="In cents.")),
                ("total", models.PositiveIntegerField(default=0, help_text="In cents.")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OrderWithBooks",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20)),
                ("quantity", models.PositiveIntegerField()),
                ("unit_price", models.PositiveIntegerField(help_text="In cents.")),
                ("total", models.PositiveIntegerField(default=0, help_text="In cents.")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OrderWithSave",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20)),
                ("quantity", models.PositiveIntegerField()),
                ("unit_price", models.PositiveIntegerField(help_text="In cents.")),
                ("total", models.PositiveIntegerField(default=0, help_text="In cents.")),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
