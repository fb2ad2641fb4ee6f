"""Owns the form of text we store: lines, paragraphs, safe characters. Removes no words."""

import re
import unicodedata

# A soft hyphen, a zero-width no-break space and a control character carry no reading, but they
# break words; other format characters stay, since evidence shows what the page shows.
_DROPPED = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_PARAGRAPH_BREAK = re.compile(r"\n{2,}")


def normalise_text(text: str) -> str:
    """Return the text in NFC, blanks collapsed within lines, paragraphs parted by one empty line.

    Single line breaks stay. Control characters go, lone surrogates become U+FFFD.
    """
    text = _LINE_BREAK.sub("\n", text.replace("\t", " "))
    text = without_halves(_DROPPED.sub("", text))
    lines = unicodedata.normalize("NFC", text).split("\n")
    text = "\n".join(" ".join(line.split()) for line in lines)
    return _PARAGRAPH_BREAK.sub("\n\n", text).strip()


def without_halves(text: str) -> str:
    """Return the text with U+FFFD for each lone surrogate: what C libraries and stores can take."""
    return _SURROGATE.sub("\ufffd", text)


def normalise_line(text: str) -> str:
    """Return the text as one line: a title, a name."""
    return " ".join(normalise_text(text).split())


def skeleton(text: str) -> str:
    """Return letters and digits alone, case folded: equal for two spellings of one headline."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())
