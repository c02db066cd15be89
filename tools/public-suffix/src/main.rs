//! Writes the table of `cors-rules` anew: `cargo run -p public-suffix`.

use std::{error::Error, fs};

use public_suffix::{List, PUBLISHED, TABLE, print};

fn main() -> Result<(), Box<dyn Error>> {
    let list = List::parse(PUBLISHED)?;
    fs::write(TABLE, print(&list))?;
    println!("public suffix list {}: {} rules", list.release, list.len());
    Ok(())
}
