//! An empty library: this package contains only tests. A separate package keeps `trybuild` out of the build of the
//! examples.
