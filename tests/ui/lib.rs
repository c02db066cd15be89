//! Empty: the package has tests only. As a package of its own, their harness does not slow down the build of
//! the examples.
