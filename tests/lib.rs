//! Empty: this package exists for its examples, tests and benches.
