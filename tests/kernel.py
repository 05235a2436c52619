"""Tests that ask the compiled kernel, and are skipped on a machine without a compiler."""

import pytest

from transforms.native import kernel

needs_kernel = pytest.mark.skipif(not kernel.is_there(), reason="no kernel was compiled")
