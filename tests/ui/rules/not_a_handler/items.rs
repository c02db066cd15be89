use cors_runtime::cors;

#[cors(origins = "*")]
struct Books;

fn main() {
    let _ = Books;
}
