"""Owns which aircraft a sentence that names none goes on about. Must not read places or dates."""

from collections.abc import Sequence

from pipeline.nlp.crafts import CraftMention, Crafts
from pipeline.nlp.reading import Reading, Sentence

# A paragraph of news. Beyond it a word of motion tells of somebody else: the limit takes under half
# a point of leg recall on our gold, and nearly every second false leg from general news.
CARRIED_SENTENCES = 3


def carried(sentence: Sentence, crafts: Crafts, reading: Reading) -> int | None:
    """Return the aircraft spoken of last before a sentence, at most three sentences ago, else the
    one the next sentence names: "She will set out for Berlin tomorrow. The Gulfstream …"."""
    named = [mention for mention in crafts.mentions if mention.craft is not None]
    before = _last_before(sentence, named, crafts)
    if before is not None:
        since = sentence.index - reading.sentence_at(before.start).index
        return before.craft if since <= CARRIED_SENTENCES else None
    if sentence.is_title:
        return None
    after = next((mention for mention in named if mention.start >= sentence.end), None)
    if after is None or reading.sentence_at(after.start).index != sentence.index + 1:
        return None
    return after.craft


def _last_before(
    sentence: Sentence, named: Sequence[CraftMention], crafts: Crafts
) -> CraftMention | None:
    for mention in reversed(named):
        flying = mention.craft is not None and not crafts.all[mention.craft].fighter
        if flying and mention.start < sentence.start:
            return mention
    return None
