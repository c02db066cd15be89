use cors_runtime::cors;

#[cors(origins = "*")]
mod api {
    pub fn helper() -> u32 {
        5
    }
}

fn main() {
    let _ = api::helper();
}
