//! A filter of rules: a bit for each rule of the list.
//!
//! The generator compiles this file too.

/// The number of bits: six for each rule, so that a search follows for one of seven unlisted names.
pub const BITS: usize = 1 << 16;

/// The index of the bit of a rule, which is `marker` followed by `name`.
pub const fn bit_of(marker: &[u8], name: &[u8]) -> usize {
    let hash = hash(hash(0, marker), name);
    (hash ^ (hash >> 16)) as usize % BITS
}

const fn hash(mut hash: u64, bytes: &[u8]) -> u64 {
    // No call for each byte, since const evaluation is slow for calls.
    let mut rest = bytes;
    while let [byte, after @ ..] = rest {
        hash = ((hash * 33) ^ *byte as u64) & u32::MAX as u64;
        rest = after;
    }
    hash
}
