//! What policies cost the compiler, in seconds of processor time and as ratios of one run: `cargo run
//! --release -p cors-benches --bin compiling`.
//!
//! Packages are generated and checked as an editor checks them, dependencies aside; the last is built,
//! as one works on it.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use cors_benches::measured::processor_time;

const USES: &str = "#![allow(dead_code, unused_imports)]\nuse actix_web::get;\nuse cors_runtime::{Policy, cors, policy};\n";

fn main() -> Result<(), Box<dyn Error>> {
    let package = Package::generate()?;
    package.cargo("check", &format!("{USES}fn main() {{}}"))?;

    println!("a policy of 1000 const origins, with credentials");
    for (row, origin) in
        [("sites", "https://tenant-N.example.com"), ("`*.`", "https://*.tenant-N.example.com")]
    {
        let seconds = package.cargo("check", &policy_of(1_000, origin))?;
        println!("  {row:20}{seconds:6.1} s");
    }

    println!("1000 handlers with a const origin each, of 1000 with a literal");
    for (row, origin, more) in [
        ("plain", "https://tenant-N.example.com", ""),
        ("`*.`, credentials", "https://*.tenant-N.example.com", ", allow_credentials"),
    ] {
        let literal = package
            .cargo("check", &handlers(1_000, |n| format!("{:?}{more}", numbered(origin, n))))?;
        let by_const = package.cargo(
            "check",
            &(handlers(1_000, |n| format!("ORIGIN_{n}{more}")) + &consts(1_000, origin)),
        )?;
        println!("  {row:20}{:6.2}  ({by_const:.1} s, {literal:.1} s)", by_const / literal);
    }

    println!("a build after a change of one of 50 handlers, of bare ones");
    let bare = package.touched(|n| format!("#[get(\"/resource-{n}\")]"))?;
    let annotated = package.touched(|n| {
        format!("#[cors(origins = \"https://app.example.com\")]\n#[get(\"/resource-{n}\")]")
    })?;
    println!("  {:26.2}  ({annotated:.2} s, {bare:.2} s)", annotated / bare);
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

struct Package {
    path: PathBuf,
}

impl Package {
    fn generate() -> Result<Self, Box<dyn Error>> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let path = env::temp_dir().join("cors-benches-compiling");
        fs::create_dir_all(path.join("src"))?;
        let runtime = here.join("../cors-runtime");
        fs::write(
            path.join("Cargo.toml"),
            format!(
                "[package]\nname = \"compiling\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                 [dependencies]\nactix-web = \"4.18\"\n\
                 cors-runtime = {{ path = {runtime:?} }}\n\n[workspace]\n"
            ),
        )?;
        fs::copy(here.join("../Cargo.lock"), path.join("Cargo.lock"))?;
        Ok(Self { path })
    }

    /// Compiles a program, and says how long the processors worked on it.
    fn cargo(&self, command: &str, program: &str) -> Result<f64, Box<dyn Error>> {
        fs::write(self.path.join("src/main.rs"), program)?;
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let before = processor_time()?;
        let status = Command::new(cargo)
            .args([command, "--quiet", "--target-dir"])
            .arg(self.path.join("target"))
            .current_dir(&self.path)
            .status()?;
        if status.success() {
            Ok(processor_time()? - before)
        } else {
            Err("it does not compile".into())
        }
    }

    /// The median of five builds, each after a change of one handler's body.
    fn touched(&self, attributes: impl Fn(usize) -> String) -> Result<f64, Box<dyn Error>> {
        let program = |change: usize| {
            let mut code = USES.to_owned();
            for n in 0..50 {
                let body = if n == 25 { change } else { n };
                let _ = writeln!(
                    code,
                    "{}\nasync fn handler_{n}() -> String {{ \"{body}\".to_owned() }}",
                    attributes(n)
                );
            }
            let services: String = (0..50).map(|n| format!(".service(handler_{n})")).collect();
            code + &format!("fn main() {{ let _app = actix_web::App::new(){services}; }}")
        };
        self.cargo("build", &program(1_000))?;
        let mut seconds = Vec::new();
        for change in 0..5 {
            seconds.push(self.cargo("build", &program(2_000 + change))?);
        }
        seconds.sort_by(f64::total_cmp);
        seconds.get(2).copied().ok_or_else(|| "no build".into())
    }
}
