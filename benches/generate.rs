//! Generates benchmark code that is too long to write by hand: policies of up to ten thousand origins, and applications
//! of up to a thousand handlers.

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

const ORIGINS: [usize; 5] = [1, 10, 100, 1_000, 10_000];
const HANDLERS: usize = 1_000;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=generate.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    origins(&out.join("origins.rs"))?;
    tenants(&out.join("tenants.rs"))?;
    handlers(&out.join("handlers.rs"))
}

/// Writes a function `with_N()` for each number N in [`ORIGINS`]. The function returns a server whose policy lists N
/// origins. Allowed requests of the benchmarks have the last of these origins.
fn origins(path: &Path) -> io::Result<()> {
    let mut code = String::new();
    for count in ORIGINS {
        let names: String =
            (1..count).map(|n| format!("\"https://tenant-{n}.example.com\", ")).collect();
        let _ = writeln!(
            code,
            "/// {count} literal origins.
            #[must_use]
            pub fn with_{count}() -> Server {{
                #[cors(origins = [{names}\"https://app.example.com\"])]
                #[get(\"/books\")]
                async fn list() -> HttpResponse {{ HttpResponse::Ok().body(\"[]\") }}
                Server::new(App::new().service(list))
            }}"
        );
    }
    fs::write(path, code)
}

/// Writes `TENANTS`, a const with a thousand origins.
fn tenants(path: &Path) -> io::Result<()> {
    let names: String =
        (0..1_000).map(|n| format!("\"https://tenant-{n}.example.com\", ")).collect();
    fs::write(path, format!("const TENANTS: &[&str] = &[{names}];"))
}

/// Writes two modules with a thousand handlers each: `bare` without `#[cors]`, and `annotated` with `#[cors]`. The
/// function `first(n)` of each module registers the first `n` handlers.
fn handlers(path: &Path) -> io::Result<()> {
    let mut code = String::new();
    for (module, attribute) in
        [("bare", ""), ("annotated", "#[cors(origins = \"https://app.example.com\")]")]
    {
        let import = if attribute.is_empty() { "" } else { "use cors_runtime::cors;" };
        let _ = writeln!(
            code,
            "/// A thousand handlers.
            pub mod {module} {{
            use actix_web::{{HttpResponse, get, web::ServiceConfig}};
            {import}"
        );
        for n in 0..HANDLERS {
            let _ = writeln!(
                code,
                "{attribute} #[get(\"/resource-{n}\")]
                async fn handler_{n}() -> HttpResponse {{ HttpResponse::Ok().body(\"[]\") }}"
            );
        }
        let _ = writeln!(
            code,
            "/// Registers the first `count` handlers.
            pub fn first(count: usize) -> impl Fn(&mut ServiceConfig) {{ move |config| {{"
        );
        for n in 0..HANDLERS {
            let _ = writeln!(code, "if {n} < count {{ config.service(handler_{n}); }}");
        }
        code.push_str("} } }\n");
    }
    fs::write(path, code)
}
