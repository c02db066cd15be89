//! `LiveOrigins` under load: each response follows the old set or the new one.

use std::{
    sync::{
        LazyLock,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use actix_web::{App, get, rt, test::init_service};
use cors_runtime::{LiveOrigins, Origins, cors};

use crate::case::send;

const READERS: usize = 3;
const ENOUGH: usize = 200;

/// An origin of both sets, of the old one only, of the new one only, and of neither.
const BOTH: &str = "https://both.example";
const OLD: &str = "https://a.old.example";
const NEW: &str = "https://new.example:8443";
const NEITHER: &str = "https://neither.example";

fn old() -> Origins {
    Origins::parse([BOTH, "https://*.old.example"]).unwrap()
}

fn new() -> Origins {
    let others = (0..500).map(|n| format!("https://{n}.example"));
    let patterns = others.chain([BOTH, "https://new.example:*"].map(str::to_owned));
    Origins::parse(patterns).unwrap()
}

static LIVE: LazyLock<LiveOrigins> = LazyLock::new(|| LiveOrigins::new(old()));

#[cors(origins = dynamic(&LIVE))]
#[get("/live")]
async fn live() -> &'static str {
    "ran"
}

/// How often each verdict on [`OLD`] was seen. The test has to see both.
#[derive(Default)]
struct Seen {
    allowed: AtomicUsize,
    not_allowed: AtomicUsize,
}

impl Seen {
    fn is_enough(&self) -> bool {
        [&self.allowed, &self.not_allowed].iter().all(|seen| seen.load(Ordering::Relaxed) >= ENOUGH)
    }
}

static SEEN: LazyLock<Seen> = LazyLock::new(Seen::default);
static FAILED: AtomicBool = AtomicBool::new(false);

#[test]
fn each_request_sees_one_of_the_two_sets_while_a_thread_replaces_them() {
    let deadline = Instant::now() + Duration::from_secs(30);
    let readers: Vec<_> = (0..READERS)
        .map(|_| {
            thread::spawn(move || {
                let read = rt::System::new().block_on(read(deadline));
                FAILED.fetch_or(read.is_err(), Ordering::Relaxed);
                read
            })
        })
        .collect();
    while !SEEN.is_enough() && !FAILED.load(Ordering::Relaxed) && Instant::now() < deadline {
        LIVE.store(new()).unwrap();
        thread::sleep(Duration::from_micros(200));
        LIVE.store(old()).unwrap();
        thread::sleep(Duration::from_micros(200));
    }
    for reader in readers {
        assert_eq!(reader.join().expect("no reader panics"), Ok(()));
    }
    assert!(SEEN.is_enough(), "one of the sets was not seen often enough before the deadline");
}

/// Sends requests to its own application instance, as in a worker.
async fn read(deadline: Instant) -> Result<(), String> {
    let app = init_service(App::new().service(live)).await;
    while !SEEN.is_enough() && !FAILED.load(Ordering::Relaxed) && Instant::now() < deadline {
        let mut verdicts = [false; 4];
        for (verdict, origin) in verdicts.iter_mut().zip([BOTH, NEITHER, OLD, NEW]) {
            let response = send(&app, &["GET /live".to_owned(), format!("origin: {origin}")]).await;
            *verdict = response.0.contains(&format!("access-control-allow-origin: {origin}"));
        }
        let [both, neither, old, _] = verdicts;
        if !both || neither {
            return Err(format!(
                "a response that follows neither set: {BOTH} {both}, {NEITHER} {neither}"
            ));
        }
        let seen = if old { &SEEN.allowed } else { &SEEN.not_allowed };
        seen.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

static REPLACED: LazyLock<LiveOrigins> = LazyLock::new(|| LiveOrigins::new(old()));

#[cors(origins = dynamic(&REPLACED))]
#[get("/replaced")]
async fn replaced() -> &'static str {
    "ran"
}

#[actix_web::test]
async fn the_request_after_a_replacement_sees_the_new_set() {
    let app = init_service(App::new().service(replaced)).await;
    let may_read = async |origin: &str| {
        let response = send(&app, &["GET /replaced".to_owned(), format!("origin: {origin}")]).await;
        response.0.contains(&format!("access-control-allow-origin: {origin}"))
    };
    assert!(may_read(OLD).await && !may_read(NEW).await);
    REPLACED.store(new()).unwrap();
    assert!(!may_read(OLD).await && may_read(NEW).await);
    REPLACED.store(old()).unwrap();
    assert!(may_read(OLD).await && !may_read(NEW).await);
}
