import pytest

from pipeline.read.parts import parts_of, phrases


@pytest.mark.parametrize(
    ("names", "part"),
    [
        ("comments", "comments"),
        ("comment-list depth-1", "comments"),
        ("Related_wrap__7a1e6", "related"),
        ("post__readMore", "related"),
        ("js-share-42", "share"),
        ("js-ad-slot", "advert"),
        ("wp-caption-text", "caption"),
        ("entry-content", "body"),
        ("articleBody", "body"),
        ("post-date", "date"),
        ("last-modified", "modified"),
    ],
)
def test_a_name_is_read_as_words(names: str, part: str) -> None:
    assert part in parts_of(names)


@pytest.mark.parametrize(
    "names",
    [
        "",
        "shadow header-load address",  # no word of its own is `ad`
        "sc-3ad9b__9ad12",  # a hash of a build tool
        "tag-comments category-social postid-12",  # the topics of an article
        "the-minister-promoted-his-popular-brother-to-general",  # a headline as a class
        "container wrapper row",
    ],
)
def test_other_names_say_nothing(names: str) -> None:
    assert parts_of(names) == frozenset()


def test_words_of_text_are_no_names_of_elements() -> None:
    assert "обновлено" in phrases("modified words")
    assert not any(part.endswith("words") for part in parts_of("posted updated дата"))
