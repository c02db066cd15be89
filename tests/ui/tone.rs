//! Every message under `rules/`, read for its tone.

