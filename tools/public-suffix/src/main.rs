//! Writes the table of `cors-rules` and its filter anew: `cargo run -p public-suffix`.

use std::{error::Error, fs};

use public_suffix::{FILTER, List, PUBLISHED, TABLE, bits, print};

fn main() -> Result<(), Box<dyn Error>> {
    let list = List::parse(PUBLISHED)?;
    fs::write(TABLE, print(&list))?;
    fs::write(FILTER, bits(&list))?;
    println!("public suffix list {}: {} rules", list.release, list.len());
    Ok(())
}
