//! Converts the published public suffix list to the data file that is compiled into `cors-rules`.

mod data;
mod list;

pub use data::print;
pub use list::List;

/// The public suffix list as it was published, with the license notice and the version.
pub const PUBLISHED: &str = include_str!("../public_suffix_list.dat");

/// The path of the generated data file.
pub const LIST: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../cors-rules/src/public_suffix/list.txt");
