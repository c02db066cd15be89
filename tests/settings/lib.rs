//! This package exists for its tests.
