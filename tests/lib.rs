//! Empty: this package exists for its examples and tests.
