//! What 500 annotated handlers cost to build, beside 500 bare ones: `cargo run -p cors-benches --bin
//! building`.
//!
//! Two packages are generated, built in release mode in turn and from scratch, dependencies aside, and
//! their binaries compared.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use cors_benches::measured::processor_time;

const HANDLERS: usize = 500;
const ROUNDS: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let work = env::temp_dir().join("cors-benches-building");
    let bare = Package::generate(&work, here, "bare", "")?;
    let annotation = "#[cors_runtime::cors(origins = \"https://app.example.com\", \
                      allow_headers = \"content-type\", max_age = \"2h\")]";
    let annotated = Package::generate(&work, here, "annotated", annotation)?;

    let mut best = [Cost { wall: f64::MAX, processor: f64::MAX }; 2];
    for round in 0..=ROUNDS {
        for (package, best) in [&bare, &annotated].into_iter().zip(&mut best) {
            let Cost { wall, processor } = package.build(&work)?;
            // The first round builds the dependencies.
            if round > 0 {
                println!("{:10} {wall:6.1} s, {processor:6.1} s of processor time", package.name);
                best.wall = wall.min(best.wall);
                best.processor = processor.min(best.processor);
            }
        }
    }
    let [bare_best, annotated_best] = best;
    println!(
        "\nbest of {ROUNDS}: ratio {:.2}, of processor time {:.2}",
        annotated_best.wall / bare_best.wall,
        annotated_best.processor / bare_best.processor,
    );
    let (bare, annotated) = (bare.size(&work)?, annotated.size(&work)?);
    println!(
        "binaries of {bare} and {annotated} bytes: {:.0} for each handler",
        (annotated as f64 - bare as f64) / HANDLERS as f64
    );
    Ok(())
}

/// Seconds. On a machine with other work, those of the processor are the ones to compare.
#[derive(Clone, Copy)]
struct Cost {
    wall: f64,
    processor: f64,
}

struct Package {
    name: &'static str,
    path: PathBuf,
}

impl Package {
    fn generate(
        work: &Path,
        here: &Path,
        name: &'static str,
        annotation: &str,
    ) -> Result<Self, Box<dyn Error>> {
        let path = work.join(name);
        fs::create_dir_all(path.join("src"))?;
        let runtime = here.join("../cors-runtime");
        fs::write(
            path.join("Cargo.toml"),
            format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                 [dependencies]\nactix-web = \"4.18\"\n\
                 cors-runtime = {{ path = {runtime:?} }}\n\n[workspace]\n"
            ),
        )?;
        fs::copy(here.join("../Cargo.lock"), path.join("Cargo.lock"))?;
        fs::write(path.join("src/main.rs"), program(annotation))?;
        Ok(Self { name, path })
    }

    fn build(&self, work: &Path) -> Result<Cost, Box<dyn Error>> {
        let touched = self.path.join("src/main.rs");
        let text = fs::read_to_string(&touched)?;
        fs::write(&touched, text)?;
        let (start, before) = (Instant::now(), processor_time()?);
        self.cargo(work)?;
        let wall = start.elapsed().as_secs_f64();
        Ok(Cost { wall, processor: processor_time()? - before })
    }

    fn size(&self, work: &Path) -> Result<u64, Box<dyn Error>> {
        Ok(fs::metadata(work.join("target/release").join(self.name))?.len())
    }

    fn cargo(&self, work: &Path) -> Result<(), Box<dyn Error>> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo)
            .args(["build", "--release", "--quiet"])
            .arg("--target-dir")
            .arg(work.join("target"))
            .current_dir(&self.path)
            .status()?;
        if status.success() { Ok(()) } else { Err("the build failed".into()) }
    }
}

/// An application whose handlers differ, as those of a real one do.
fn program(annotation: &str) -> String {
    let mut code = String::from(
        "use actix_web::{App, HttpResponse, HttpServer, get, web::{Path, ServiceConfig}};\n",
    );
    for n in 0..HANDLERS {
        let _ = writeln!(
            code,
            "{annotation}\n#[get(\"/resource-{n}/{{id}}\")]\n\
             async fn handler_{n}(id: Path<u64>) -> HttpResponse {{\n    \
             HttpResponse::Ok().body(format!(\"{n} {{id}}\"))\n}}\n"
        );
    }
    code.push_str("fn register(config: &mut ServiceConfig) {\n");
    for n in 0..HANDLERS {
        let _ = writeln!(code, "    config.service(handler_{n});");
    }
    code.push_str(
        "}\n\n#[actix_web::main]\nasync fn main() -> std::io::Result<()> {\n    \
         HttpServer::new(|| App::new().configure(register)).bind((\"127.0.0.1\", 0))?.run().await\n}\n",
    );
    code
}
