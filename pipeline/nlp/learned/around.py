"""Owns the words around a place or a day as the models see them, and between it and the words that
tell of a leg. Decides nothing."""

from collections.abc import Sequence

from pipeline.nlp.frames import Frame
from pipeline.nlp.learned.telling import Telling, Token, form_of
from pipeline.nlp.leg import Leg

BEFORE, AFTER = 4, 3  # words on each side of the place or day
BETWEEN = 12  # words between it and the word of motion; more are another thought
EDGE = "^"


def words_beside(telling: Telling, start: int, end: int) -> frozenset[str]:
    """Return what stands around a place or day from `start` to `end`, whatever leg it is asked
    about: the words left (`l`) and right (`r`) of it, alone and as they follow, those of its
    sentence (`s`), and which word of motion is nearest there (`v`)."""
    sentence = telling.reading.sentence_at(start)
    first, last = telling.token_at(sentence.start), telling.token_at(sentence.end)
    at, after = telling.token_at(start), telling.token_at(end)
    left = [token.form for token in telling.tokens[max(first, at - BEFORE) : at]]
    right = [token.form for token in telling.tokens[after : min(last, after + AFTER)]]
    left = [EDGE, *left] if at - BEFORE < first else left
    right = [*right, EDGE] if after + AFTER >= last else right
    words = {f"l{n}={'_'.join(left[-n:])}" for n in range(1, len(left) + 1)}
    words |= {f"r{n}={'_'.join(right[:n])}" for n in range(1, len(right) + 1)}
    words |= {f"l={form}" for form in left} | {f"r={form}" for form in right}
    words |= {f"s={token.form}" for token in telling.tokens[first:last]}
    near = [f for f in telling.frames if sentence.start <= f.start < sentence.end]
    if near:
        nearest = min(near, key=lambda frame: abs(frame.start - start))
        words |= _to_frame(telling, nearest, at, "v")
    return frozenset(words)


def words_to_leg(telling: Telling, leg: Leg, start: int) -> frozenset[str]:
    """Return what stands between a place or day at `start` and what tells of a leg: its nearest
    word of motion (`f`) with the words up to it, or how far away the leg is told (`a`), and the
    words up to its aircraft (`c`)."""
    sentence = telling.reading.sentence_at(start)
    at = telling.token_at(start)
    mine = [f for f in leg.frames if f.sentence == sentence.index]
    if mine:
        nearest = min(mine, key=lambda frame: abs(frame.start - start))
        return frozenset(_to_frame(telling, nearest, at, "f"))
    told = min((f.sentence for f in leg.frames), key=lambda other: abs(other - sentence.index))
    away = max(-3, min(3, sentence.index - told))
    left = telling.tokens[at - 1].form if at else EDGE
    opening = telling.words_in(sentence)[:3]
    return frozenset(
        {f"a={away}", f"a{away}={left}"} | {f"a{away}o={token.form}" for token in opening}
    )


def _to_frame(telling: Telling, frame: Frame, at: int, kind: str) -> set[str]:
    """Return the word of motion, the side it stands on, and the words up to it."""
    verb = form_of(telling.reading.joined[frame.start : frame.end], telling.reading.lang)
    there = telling.token_at(frame.start)
    side = "<" if there < at else ">"
    between = _between(telling.tokens, there, at)
    left = telling.tokens[at - 1].form if at else EDGE
    return {
        f"{kind}{side}={verb}",
        f"{kind}{side}={frame.label}_{left}",
        f"{kind}{side}={verb}_{left}",
        f"{kind}{side}=#{frame.label}",
        *(f"{kind}{side}m={token.form}" for token in between),
    }


def _between(tokens: Sequence[Token], first: int, second: int) -> Sequence[Token]:
    low, high = sorted((first, second))
    inner = tokens[low + 1 : high]
    return inner if len(inner) <= BETWEEN else [*inner[: BETWEEN // 2], *inner[-BETWEEN // 2 :]]
