//! The program `compiling`, which measures the processor time of `cargo check` for origins in constants. The program
//! prints seconds, and the ratio to the time for literal origins. The time for the dependencies is not included.
//!
//! Usage: `cargo run --release -p cors-benches --bin compiling`.

use std::{error::Error, fmt::Write as _};

use cors_benches::package::Package;

const USES: &str = "#![allow(dead_code, unused_imports)]\nuse actix_web::get;\nuse cors_runtime::{Policy, cors, policy};\n";

fn main() -> Result<(), Box<dyn Error>> {
    let package = Package::generate("compiling")?;
    package.compile(&["check"], &format!("{USES}fn main() {{}}"))?;

    println!("a policy of 1000 const origins, with credentials");
    for (row, origin) in
        [("sites", "https://tenant-N.example.com"), ("`*.`", "https://*.tenant-N.example.com")]
    {
        let seconds = package.compile(&["check"], &policy_of(1_000, origin))?;
        println!("  {row:20}{seconds:6.1} s");
    }

    println!("1000 handlers with a const origin each, of 1000 with a literal");
    for (row, origin, more) in [
        ("plain", "https://tenant-N.example.com", ""),
        ("`*.`, credentials", "https://*.tenant-N.example.com", ", allow_credentials"),
    ] {
        let literal = package.compile(
            &["check"],
            &handlers(1_000, |n| format!("{:?}{more}", numbered(origin, n))),
        )?;
        let by_const = package.compile(
            &["check"],
            &(handlers(1_000, |n| format!("ORIGIN_{n}{more}")) + &consts(1_000, origin)),
        )?;
        println!("  {row:20}{:6.2}  ({by_const:.1} s, {literal:.1} s)", by_const / literal);
    }
    Ok(())
}

fn numbered(origin: &str, n: usize) -> String {
    origin.replace('N', &n.to_string())
}

fn consts(count: usize, origin: &str) -> String {
    let mut code = String::new();
    for n in 0..count {
        let _ = writeln!(code, "const ORIGIN_{n}: &str = {:?};", numbered(origin, n));
    }
    code
}

fn policy_of(count: usize, origin: &str) -> String {
    let names: String = (0..count).map(|n| format!("{:?},", numbered(origin, n))).collect();
    format!(
        "{USES}const TENANTS: &[&str] = &[{names}];\n\
         const POLICY: Policy = policy!(origins = TENANTS, allow_credentials);\nfn main() {{}}"
    )
}

fn handlers(count: usize, origins: impl Fn(usize) -> String) -> String {
    let mut code = USES.to_owned() + "fn main() {}\n";
    for n in 0..count {
        let _ = writeln!(
            code,
            "#[cors(origins = {})]\n#[get(\"/resource-{n}\")]\nasync fn handler_{n}() -> String {{ String::new() }}",
            origins(n)
        );
    }
    code
}
