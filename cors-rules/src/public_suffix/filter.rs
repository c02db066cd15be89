//! The bit of a name in a filter of names.
//!
//! The program that writes the table compiles this file too.

/// How many bits a filter has: six for each name, so that one domain of seven is searched for in vain.
pub const BITS: usize = 1 << 16;

/// Which of them is a name's.
pub const fn bit_of(name: &[u8]) -> usize {
    // No call for a byte: const evaluation takes its time for each.
    let mut hash: u64 = 0;
    let mut rest = name;
    while let [byte, behind @ ..] = rest {
        hash = ((hash * 33) ^ *byte as u64) & u32::MAX as u64;
        rest = behind;
    }
    (hash ^ (hash >> 16)) as usize % BITS
}
