"""Compile the kernel of `transforms.native`: at `make setup`, and when a wheel is built.

    python build_kernel.py

The compiler is CC, or else cc, gcc or clang, or that of the package `ziglang`. Where there is none,
`make setup` fetches that package (100 MB), compiles with it and deletes it. Where that fails too,
nothing is compiled, and one line says so: the rules in Python give the same results. A wheel with a
kernel is for one platform, and for every Python.
"""

import os
import runpy
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_ROOT = Path(__file__).parent
_ROOM = _ROOT / "transforms/native"
_ZIG_LOCK = _ROOT / "requirements-zig.lock"
_COMPILERS = ("cc", "gcc", "clang")
# The same results on every processor: no two operations on doubles become one.
_FLAGS = ("-std=c11", "-O3", "-ffp-contract=off", "-fPIC", "-shared", "-Wall", "-Wextra")
_TIMEOUT_SECONDS = 600


class KernelHook(BuildHookInterface[Any]):
    """Put the kernel into a wheel, where there is a compiler."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile it, and say that the wheel is of this platform."""
        kernel = build()
        if kernel:
            platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
            build_data["artifacts"].append(str(kernel.relative_to(_ROOT)))
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-{platform}"


def build(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the library of the present sources, compiled if need be; null without a compiler."""
    name: str = runpy.run_path(str(_ROOM / "library.py"))["library_name"](str(_ROOM))
    kernel = _ROOM / name
    if not kernel.exists() and not any(_compile(each, kernel) for each in _compilers(environment)):
        return None
    for other in set(_ROOM.glob("libkernel.so.*")) - {kernel}:
        other.unlink(missing_ok=True)
    return kernel


def _compilers(environment: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield the commands of the compilers that are there, the wanted one first."""
    if environment.get("CC"):
        yield shlex.split(environment["CC"])
    for name in _COMPILERS:
        if path := shutil.which(name, path=environment.get("PATH")):
            yield [path]
    if find_spec("ziglang"):
        yield [sys.executable, "-m", "ziglang", "cc"]


def _sources() -> list[str]:
    return sorted(map(str, _ROOM.glob("*.c")))


def _compile(compiler: list[str], kernel: Path) -> bool:
    """Compile the kernel, whole or not at all; return whether that went well."""
    partial = kernel.with_name(f"partial-{os.getpid()}-{kernel.name}")
    traits = runpy.run_path(str(_ROOM / "traits.py"))
    numbers = [f"-D{name}={value}u" for name, value in traits.items() if name.isupper()]
    command = [*compiler, *_FLAGS, *numbers, "-o", str(partial), *_sources()]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_TIMEOUT_SECONDS)
        partial.replace(kernel)
    except (OSError, subprocess.SubprocessError):
        return False
    finally:
        partial.unlink(missing_ok=True)
    return True


def _build_with_zig() -> Path | None:
    """Fetch the compiler of `ziglang`, compile with it, and delete it."""
    with TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "install", "-qq", "--require-hashes", "--no-deps"]
        print("no C compiler: fetching ziglang (100 MB) for the kernel, once")
        fetched = subprocess.run(
            [*pip, "--target", folder, "-r", str(_ZIG_LOCK)], check=False, capture_output=True
        )
        zig = f"env PYTHONPATH={shlex.quote(folder)} {shlex.quote(sys.executable)} -m ziglang cc"
        return build({"CC": zig}) if fetched.returncode == 0 else None


def main() -> None:
    """Compile the kernel, or say what is slower without it."""
    if not (build() or _build_with_zig()):
        print(
            "no C compiler (CC, cc, gcc, clang or ziglang): texts are read by the rules in Python, "
            "with the same results, several times slower; once there is one: python build_kernel.py"
        )


if __name__ == "__main__":
    main()
