"""What is done to articles, one at a time. Nobody here knows whether changes are kept track of."""

from __future__ import annotations

FIELDS = {
    "title": "On the order of receivers",
    "summary": "Receivers are called in the order in which they were connected, and should not rely on it.",
    "body": "A signal keeps its receivers in a list. " * 20,
    "words": 160,
}


def create(model):
    return model.objects.create(**FIELDS)


def update(article):
    article.words += 1
    article.save()


def delete(article):
    article.delete()
