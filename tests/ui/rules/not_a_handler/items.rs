use cors_runtime::cors;

#[cors(origins = "*")]
struct Books;

#[cors(origins = "*")]
impl Books {
    fn count() -> u32 {
        0
    }
}

#[cors(origins = "*")]
const SHELVES: u32 = 5;

fn main() {
    let _ = (Books, Books::count(), SHELVES);
}
