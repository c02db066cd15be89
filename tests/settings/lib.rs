//! Settings from YAML, TOML, JSON and the environment: the tests alone.
