//! Empty: this package has only tests. A separate package keeps their harness out of the build of the
//! examples.
