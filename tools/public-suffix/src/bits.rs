use crate::{
    List,
    filter::{BITS, bit_of},
};

/// The filter of all names in the list.
pub fn bits(list: &List) -> Vec<u8> {
    let mut bytes = vec![0; BITS / 8];
    for name in list.suffixes.iter().chain(&list.wildcard_parents).chain(&list.exceptions) {
        let bit = bit_of(name.as_bytes());
        bytes[bit / 8] |= 1 << (bit % 8);
    }
    bytes
}
