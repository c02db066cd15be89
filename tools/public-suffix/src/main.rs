//! The program `public-suffix`, which generates the data file of `cors-rules` with the public suffix list. Usage:
//! `cargo run -p public-suffix`.

use std::{error::Error, fs};

use public_suffix::{LIST, List, PUBLISHED, print};

fn main() -> Result<(), Box<dyn Error>> {
    let list = List::parse(PUBLISHED)?;
    fs::write(LIST, print(&list))?;
    println!("public suffix list {}: {} rules", list.release, list.rules().len());
    Ok(())
}
