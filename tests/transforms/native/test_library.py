"""A kernel is made of the present sources, or there is none."""

import shutil
from pathlib import Path

import build_kernel
from tests.kernel import needs_kernel
from transforms.native.library import SOURCES, library, library_name

ROOM = Path(__file__).parents[3] / "transforms/native"


def test_a_change_of_a_source_is_another_library(tmp_path: Path) -> None:
    for source in SOURCES:
        shutil.copy(ROOM / source, tmp_path)
    assert library_name(str(tmp_path)) == library_name()
    (tmp_path / "kernel.c").write_text("int changed;", encoding="utf-8")
    assert library_name(str(tmp_path)) != library_name()


@needs_kernel
def test_the_kernel_is_compiled_once() -> None:
    kernel = build_kernel.build({"PATH": "/nonexistent"})
    assert kernel is not None
    assert kernel.name == library_name()
    assert library() is not None
