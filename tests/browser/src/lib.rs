//! Only tests: see `tests/e2e`.
