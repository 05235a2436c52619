"""Look for inputs that break a promise, for as long as one likes: `make fuzz SECONDS=600`.

Each found is made as small as Hypothesis can, and kept in `regressions/`, where the tests find it.
"""

import argparse
import hashlib
import itertools
import secrets
import sys
import time
import traceback
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.inputs import payloads
from tests.fuzz.promises import PROMISES, check

_REGRESSIONS = Path(__file__).parent / "regressions"
_INPUTS = 100


def main() -> int:
    """Try all promises in turn, each with a seed of its own, until the time is over."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0, help="stop after so long")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="the first seed")
    arguments = parser.parse_args()
    end = time.monotonic() + arguments.seconds
    print(f"from seed {arguments.seed}")
    kept = tried = 0
    for number, name in zip(itertools.count(arguments.seed), itertools.cycle(PROMISES)):
        if time.monotonic() > end:
            break
        broken = search(name, number, _INPUTS)
        tried += _INPUTS
        if broken is not None:
            kept += 1
            print(f"kept {keep(_REGRESSIONS / name, broken)}")
    print(f"{tried:,} inputs, {kept} broke a promise")
    return 1 if kept else 0


def search(name: str, number: int, inputs: int) -> bytes | None:
    """Return the smallest input found that breaks a promise, after so many from a seed."""
    tried = [b""]

    @seed(number)
    @settings(
        max_examples=inputs,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(payloads)
    def hold(payload: bytes) -> None:
        tried[0] = payload
        check(PROMISES[name], payload)

    try:
        hold()
    except Exception:  # noqa: BLE001 - whatever it is, it is a finding
        traceback.print_exc()
        return tried[0]
    return None


def keep(folder: Path, payload: bytes) -> Path:
    """Write an input into a folder, under the first digits of its hash."""
    path = folder / hashlib.sha256(payload).hexdigest()[:12]
    folder.mkdir(exist_ok=True)
    path.write_bytes(payload)
    return path


if __name__ == "__main__":
    sys.exit(main())
