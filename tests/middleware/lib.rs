//! Recipes with the middleware of other crates: the tests alone.
