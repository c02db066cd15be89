use crate::{
    List,
    filter::{BITS, bit_of},
};

/// The filter of all rules in the list.
pub fn bits(list: &List) -> Vec<u8> {
    let mut bytes = vec![0; BITS / 8];
    for rule in list.rules() {
        let bit = bit_of(b"", rule.as_bytes());
        bytes[bit / 8] |= 1 << (bit % 8);
    }
    bytes
}
