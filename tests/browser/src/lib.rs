//! An empty library: this package contains only tests, in `tests/e2e`.
