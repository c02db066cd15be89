//! Empty: this package exists for its tests, whose harness would slow down the examples' build.
