"""Hukum set cerita: alur, kosakata, keseimbangan peran, dan pembagian."""

import re
import subprocess
import sys
from collections import Counter
from functools import cache

import pytest

from genai_examples.datasets import cerita
from genai_examples.datasets._cerita import _book, _keys
from genai_examples.datasets._common import SPLITS


@cache
def stories(split: str = "train") -> list[str]:
    n = 3_000 if split == "train" else 300
    return cerita(n, split=split)  # pyright: ignore[reportArgumentType]


def sentences(story: str) -> list[str]:
    return [s for s in re.split(r'(?<=[.!?"])\s+(?="?[A-Z])', story) if s]


def test_there_are_enough_plots_words_and_unique_stories():
    assert len(_book().plots) >= 20
    assert len(set(stories())) == 3_000
    words = {w for s in stories() for w in re.findall(r"[a-z-]+", s.lower())}
    assert len(words) >= 1_200


def test_every_slot_is_defined_and_every_key_reaches_the_story():
    shared = {name for slot in _book().shared for name in slot.names}
    for plot in _book().plots:
        own = {name for slot in plot.slots for name in slot.names}
        lines = [line for place in plot.places for line in place]
        used = set(re.findall(r"\{(\w+)\^?\}", " ".join(lines)))
        assert own <= used and used <= own | shared | {"a", "b", "c"}, plot.name
        assert len(plot.slots[0].values) >= 8
        for place in plot.places:
            assert place == ("/",) or len(place) >= 3
            assert len(set(place)) == len(place)


def test_stories_are_clean_text():
    for story in stories():
        assert not re.search(r"[{}|;]{2}|[{}|]|  | [.,!?]", story)
        assert story.count('"') % 2 == 0
        paragraphs = story.split("\n")
        assert len(paragraphs) in (3, 4)
        for paragraph in paragraphs:
            assert re.match(r'"?[A-Z]', paragraph) and re.search(r'[.!?]"?$', paragraph)
        assert max(len(s.split()) for s in sentences(story)) <= 25


def test_roles_are_balanced_between_girls_and_boys_and_regions():
    """Tokoh utama dan teman: peluang setiap jenis kelamin ½ dan setiap daerah ⅙."""
    people = _book().names
    home = {
        name: (gender, region)
        for gender, regions in people.items()
        for region, names in enumerate(regions)
        for name in names
    }
    assert len(home) == 60
    first, any_role = Counter(), Counter()
    for story in stories():
        cast = [w for w in re.findall(r"[A-Z][a-z]+", story) if w in home]
        if cast:
            first[home[cast[0]]] += 1
        any_role.update(home[name] for name in set(cast))
    for counts in (first, any_role):
        total = sum(counts.values())
        girls = sum(n for (gender, _), n in counts.items() if gender == "perempuan")
        assert abs(girls / total - 1 / 2) < 4 * (0.25 / total) ** 0.5
        for region in range(6):
            n = sum(m for (_, r), m in counts.items() if r == region)
            assert abs(n / total - 1 / 6) < 4 * (5 / 36 / total) ** 0.5


def test_parents_and_teachers_do_not_follow_a_pattern():
    text = " ".join(stories())
    for one, other in (("Ibu", "Ayah"), ("Kakek", "Nenek"), ("Bu Guru", "Pak Guru")):
        a, b = (len(re.findall(rf"\b{word}\b", text)) for word in (one, other))
        assert 0.8 < a / b < 1.25, (one, a, other, b)


def test_key_combinations_are_split_without_overlap():
    for plot in _book().plots:
        parts = [set(_keys(plot.name, split)) for split in SPLITS]
        assert all(parts) and set().union(*parts) == set(range(sum(map(len, parts))))
    assert not set(stories()) & set(stories("val"))
    assert not set(stories("val")) & set(stories("test"))


@pytest.mark.parametrize("split", ["val", "test"])
def test_validation_does_not_repeat_training_wholesale(split: str):
    seen = {s for story in stories() for s in sentences(story)}
    paragraphs = {p for story in stories() for p in story.split("\n")}
    held_out = stories(split)
    known = [s in seen for story in held_out for s in sentences(story)]
    assert sum(known) / len(known) < 0.5
    copied = [p in paragraphs for story in held_out for p in story.split("\n")]
    assert sum(copied) / len(copied) < 0.05


def test_seed_decides_everything():
    assert cerita(20) == cerita(20) == cerita(30)[:20]
    assert cerita(20) != cerita(20, seed=1)
    code = (
        "from genai_examples.datasets import cerita; print('|'.join(cerita(9, seed=2)))"
    )
    out = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], capture_output=True, check=True
    ).stdout.decode()
    assert out.replace("\r\n", "\n").strip().split("|") == cerita(9, seed=2)


def test_bad_n():
    with pytest.raises(ValueError, match="n=0: harus bilangan bulat positif"):
        cerita(0)
