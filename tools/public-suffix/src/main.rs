//! Generates the data files of `cors-rules`: `cargo run -p public-suffix`.

use std::{error::Error, fs};

use public_suffix::{FILTER, LIST, List, PUBLISHED, bits, print};

fn main() -> Result<(), Box<dyn Error>> {
    let list = List::parse(PUBLISHED)?;
    fs::write(LIST, print(&list))?;
    fs::write(FILTER, bits(&list))?;
    println!("public suffix list {}: {} rules", list.release, list.rules().len());
    Ok(())
}
