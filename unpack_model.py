"""Unpack the language model of py3langid, at `make setup`: workers then map it at once.

python unpack_model.py
"""

import os
from pathlib import Path

import pyarrow as pa

from transforms.language.unpacked_model import UNPACKED_MODEL, unpacked_model


def main() -> None:
    """Write the model, whole or not at all, and remove that of another version."""
    target = Path(UNPACKED_MODEL)
    partial = target.with_name(f"partial-{os.getpid()}-{target.name}")
    model = unpacked_model()
    with pa.OSFile(str(partial), "wb") as file, pa.ipc.new_file(file, model.schema) as writer:
        writer.write_batch(model)
    partial.replace(target)
    for other in set(target.parent.glob("*py3langid-*.arrow")) - {target}:
        other.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
