//! From the published public suffix list to the table that `cors-rules` is compiled with, and the
//! filter beside it.

mod bits;
#[path = "../../../cors-rules/src/public_suffix/filter.rs"]
mod filter;
mod list;
mod table;

pub use bits::bits;
pub use list::List;
pub use table::print;

/// The list as it was published, with its notice and its version.
pub const PUBLISHED: &str = include_str!("../public_suffix_list.dat");

/// Where the generated table is checked in.
pub const TABLE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../cors-rules/src/public_suffix/table.rs");

/// Where the generated filter is.
pub const FILTER: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../cors-rules/src/public_suffix/filter.bin");
