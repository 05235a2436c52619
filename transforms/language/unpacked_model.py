"""py3langid's model as a table of one row, in a file that workers map and need not unpack.

In its package the model is compressed: to unpack it takes a worker half a second and 70 MB.
`make setup` does it once (`unpack_model.py`); without the file each worker does it.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from py3langid import __version__
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier
from py3langid.modelio import load_model

# One version of py3langid has one model.
UNPACKED_MODEL = f"{__file__.rpartition('/')[0]}/py3langid-{__version__}.arrow"

_TYPES = {
    "feature_weights": np.float16,
    "language_weights": np.float32,
    "transitions": np.uint32,
    "rows": np.uint16,
    "outputs": np.int32,
}


def unpacked_model() -> pa.RecordBatch:
    """Return the model as it is in py3langid's package."""
    weights, priors, languages, transitions, rows, outputs = load_model(MODEL_DIR / MODEL_FILE)
    arrays = [np.asarray(part) for part in (weights, priors, transitions, rows, outputs)]
    parts = {
        name: pa.array([array.astype(kind, casting="same_kind").tobytes()], pa.large_binary())
        for (name, kind), array in zip(_TYPES.items(), arrays, strict=True)
    }
    return pa.record_batch({**parts, "languages": pa.array([languages])})


def load_identifier() -> Any:  # noqa: ANN401 - py3langid has no types
    """Return the model with scores from 0 to 1, mapped where it was unpacked before."""
    try:
        with pa.memory_map(UNPACKED_MODEL) as source:
            return identifier(pa.ipc.open_file(source).get_batch(0))
    except (OSError, ValueError, KeyError):  # there is none, or what is there is no model
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identifier(model: pa.RecordBatch) -> Any:  # noqa: ANN401 - py3langid has no types
    """Return the model of such a table, whose memory it shares."""
    languages = model["languages"][0].as_py()
    return LanguageIdentifier(
        _array(model, "feature_weights").reshape(-1, len(languages)),
        _array(model, "language_weights"),
        languages,
        # Python reads these one by one: a view of memory is quicker than an array of numpy.
        _array(model, "transitions").data,
        _array(model, "outputs").tolist(),
        norm_probs=True,
        tk_row=_array(model, "rows").data,
    )


def _array(model: pa.RecordBatch, name: str) -> npt.NDArray[Any]:
    # The buffer of the column: a scalar of it, asked for its bytes, would copy them.
    _, _, values = model[name].buffers()
    return np.frombuffer(values, _TYPES[name])
