//! Converts the published public suffix list to the data file that `cors-rules` is compiled with.

mod data;
mod list;

pub use data::print;
pub use list::List;

/// The list as it was published, with its notice and its version.
pub const PUBLISHED: &str = include_str!("../public_suffix_list.dat");

/// The path of the generated list.
pub const LIST: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../cors-rules/src/public_suffix/list.txt");
