//! The program `building`, which compares the build of annotated handlers with the build of bare handlers. The program
//! fails if a measurement exceeds its limit.
//!
//! Usage: `cargo run --release -p cors-benches --bin building`. With `-- --quick`, as in CI, there are fewer handlers
//! and rounds.

use std::{env, error::Error, fmt::Write as _, process::ExitCode};

use cors_benches::package::Package;

/// A measurement that must not exceed its limit.
struct Row {
    text: &'static str,
    most: f64,
    now: f64,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let is_quick = env::args().any(|argument| argument == "--quick");
    let (handlers, rounds) = if is_quick { (200, 2) } else { (1_000, 3) };
    let (processor_time, bytes) = from_scratch(handlers, rounds)?;
    let rows = [
        Row { text: "build: processor time / bare handlers", most: 1.1, now: processor_time },
        // The bytes include the code of `cors-runtime`. A quick run divides the bytes by fewer handlers, so it has a
        // higher limit.
        Row {
            text: "bytes of binary for each handler",
            most: if is_quick { 1_600.0 } else { 1_500.0 },
            now: bytes,
        },
        Row {
            text: "rebuild after touching one of 50 handlers / bare handlers",
            // A rebuild takes little time, so the ratio varies more, and the limit is higher than for a whole build.
            most: 1.15,
            now: rebuild()?,
        },
    ];
    println!("{:58}{:>9}{:>9}", format!("{handlers} handlers"), "most", "now");
    let mut exceeded = false;
    for Row { text, most, now } in rows {
        exceeded |= now > most;
        let verdict = if now > most { "  EXCEEDED" } else { "" };
        println!("{text:58}{most:9.2}{now:9.2}{verdict}");
    }
    Ok(if exceeded { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Measures release builds of programs with `handlers` handlers, without the build of the dependencies. The first
/// result is the ratio of the shortest processor times of all rounds (annotated to bare). The second result is the
/// number of bytes that the annotations add to the binary, divided by the number of handlers.
fn from_scratch(handlers: usize, rounds: usize) -> Result<(f64, f64), Box<dyn Error>> {
    const BUILD: [&str; 2] = ["build", "--release"];
    let (bare, annotated) = (Package::generate("bare")?, Package::generate("annotated")?);
    // These builds compile the dependencies, which are not measured.
    for package in [&bare, &annotated] {
        package.compile(&BUILD, &program(0, "", 0))?;
    }
    let (mut bare_best, mut annotated_best) = (f64::MAX, f64::MAX);
    for round in 0..rounds {
        let bare_now = bare.compile(&BUILD, &program(handlers, "", round))?;
        let annotated_now = annotated.compile(&BUILD, &program(handlers, CORS, round))?;
        println!("processor time: {annotated_now:.1} s, bare {bare_now:.1} s");
        bare_best = bare_best.min(bare_now);
        annotated_best = annotated_best.min(annotated_now);
    }
    let bytes = (annotated.size()? - bare.size()?) / handlers as f64;
    Ok((annotated_best / bare_best, bytes))
}

/// Changes one of 50 handlers, and returns the ratio of the processor times of the incremental builds (annotated to
/// bare). Each round builds both programs, because other work on the machine then affects both builds. The result is
/// the median of the rounds.
fn rebuild() -> Result<f64, Box<dyn Error>> {
    const HANDLERS: usize = 50;
    const ROUNDS: usize = 9;
    let (bare, annotated) = (Package::generate("bare")?, Package::generate("annotated")?);
    let build = |change: usize| -> Result<f64, Box<dyn Error>> {
        let bare = bare.compile(&["build"], &program(HANDLERS, "", change))?;
        Ok(annotated.compile(&["build"], &program(HANDLERS, CORS, change))? / bare)
    };
    // The first build compiles the dependencies and the other handlers, and is not measured.
    build(0)?;
    let mut ratios = (1..=ROUNDS).map(build).collect::<Result<Vec<_>, _>>()?;
    ratios.sort_by(f64::total_cmp);
    ratios.get(ROUNDS / 2).copied().ok_or_else(|| "no round".into())
}

const CORS: &str = "#[cors_runtime::cors(origins = \"https://app.example.com\", \
                    allow_headers = \"content-type\", max_age = \"2h\")]";

/// Returns the code of an application whose handlers differ, like the handlers of a real application. The number
/// `change` is part of the body of one handler, so another number changes this handler.
fn program(handlers: usize, attribute: &str, change: usize) -> String {
    let mut code = String::from(
        "#![allow(unused)]\n\
         use actix_web::{App, HttpResponse, HttpServer, get, web::{Path, ServiceConfig}};\n",
    );
    for n in 0..handlers {
        let body = if n == handlers / 2 { format!("changed {change}") } else { n.to_string() };
        let _ = writeln!(
            code,
            "{attribute}\n#[get(\"/resource-{n}/{{id}}\")]\n\
             async fn handler_{n}(id: Path<u64>) -> HttpResponse {{\n    \
             HttpResponse::Ok().body(format!(\"{body} {{id}}\"))\n}}\n"
        );
    }
    let services: String =
        (0..handlers).map(|n| format!("config.service(handler_{n});\n")).collect();
    let _ = writeln!(
        code,
        "fn register(config: &mut ServiceConfig) {{\n{services}}}\n\
         #[actix_web::main]\nasync fn main() -> std::io::Result<()> {{\n    \
         HttpServer::new(|| App::new().configure(register)).bind((\"127.0.0.1\", 0))?.run().await\n}}"
    );
    code
}
