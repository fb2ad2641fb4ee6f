"""The gate loses no relevant article and turns most pages away."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.nlp import gate as gate_module
from pipeline.nlp.gate import Gate
from pipeline.nlp.gazetteers import load_gazetteers

GOLD = Path(__file__).parents[2] / ".." / "shared" / "gold"


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate(load_gazetteers())


@pytest.mark.skipif(not GOLD.exists(), reason="shared gold absent")
@pytest.mark.parametrize("name", ["train", "dev"])
def test_every_relevant_article_of_the_gold_passes(gate: Gate, name: str) -> None:
    lines = (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    relevant = [row for row in rows if row["gold"]["relevant"]]
    assert len(relevant) > 50
    lost = [
        row["id"] for row in relevant if not gate.decide(f"{row['title']}\n{row['text']}").passed
    ]
    assert lost == []


@pytest.mark.parametrize(
    "text",
    [
        "A government jet landed in Pyongyang on Tuesday.",
        "Урядовий літак приземлився в Пхеньяні.",
        "Правительственный борт сел в Пхеньяне.",
        "Ил-62М с номером RA-86559 видели над Казанью, пишет телеграм-канал про самолёты.",
    ],
)
def test_a_flight_passes_in_every_language(gate: Gate, text: str) -> None:
    decision = gate.decide(text)
    assert decision.passed
    assert decision.reason.startswith("in: ")


@pytest.mark.parametrize(
    "text",
    [
        "Parliament passed the budget after a long debate. The minister left the room.",
        "Ціни на хліб зросли на п'ять відсотків, повідомило міністерство.",
        "Футболисты выиграли матч со счётом 3:1 и вернулись в гостиницу.",
        "",
    ],
)
def test_other_news_is_turned_away_with_a_reason(gate: Gate, text: str) -> None:
    decision = gate.decide(text)
    assert not decision.passed
    assert decision.reason.startswith("out: ")


def test_the_gate_loads_no_model() -> None:
    code = (
        "import sys; from pipeline.nlp.gate import Gate; "
        "from pipeline.nlp.gazetteers import load_gazetteers; Gate(load_gazetteers()); "
        "print([m for m in ('spacy', 'torch', 'trafilatura', 'pymorphy3') if m in sys.modules])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("piece", ["plane ", "landed ", "RA-", "a1-", "літак сів ", "n1"])
def test_time_grows_with_the_text_and_not_with_its_square(gate: Gate, piece: str) -> None:
    def seconds(size: int) -> float:
        fastest = float("inf")
        for turn in range(3):
            text = f"{piece * (size // len(piece))}{turn}"
            start = time.process_time()
            gate.decide(text)
            fastest = min(fastest, time.process_time() - start)
        return fastest

    seconds(1_000)
    small, large = seconds(25_000), seconds(100_000)
    assert large < 16 * max(small, 0.005)


NUMBERED = st.text(alphabet="ra-рф il62тy n123ab4k-c17 ./\n", max_size=80)


@settings(max_examples=300)
@given(NUMBERED)
def test_looking_around_digits_alone_loses_no_designator_and_no_registration(text: str) -> None:
    stretches = list(gate_module._near_digits(text))
    for pattern in (
        gate_module._DESIGNATOR,
        gate_module._REGISTRATION,
        gate_module._LIKE_A_DESIGNATOR,
    ):
        around = list(gate_module._spans_of(pattern, text, stretches))
        assert around == [match.span() for match in pattern.finditer(text)]
