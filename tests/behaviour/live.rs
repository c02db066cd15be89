//! `LiveOrigins` under load: each response follows the old set or the new one.

use std::{
    sync::{
        LazyLock,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use actix_web::{App, rt, test::init_service};
use cors_runtime::{LiveOrigins, Origins};

use crate::case::send;

const READERS: usize = 3;
const ENOUGH: usize = 200;

/// An origin of both sets, of the old one only, and of neither.
const BOTH: &str = "https://both.example";
const OLD: &str = "https://a.old.example";
const NEITHER: &str = "https://neither.example";

fn old() -> Origins {
    Origins::parse([BOTH, "https://*.old.example"]).expect("a set")
}

fn new() -> Origins {
    let others = (0..500).map(|n| format!("https://{n}.example"));
    Origins::parse(others.chain([BOTH, "https://new.example:*"].map(str::to_owned))).expect("a set")
}

static LIVE: LazyLock<LiveOrigins> = LazyLock::new(|| LiveOrigins::new(old()));

handlers! { get("/live"): cors(origins = dynamic(&LIVE)); }

/// How often [`OLD`] was allowed and not allowed. The test has to see both.
static SEEN: [AtomicUsize; 2] = [const { AtomicUsize::new(0) }; 2];
static FAILED: AtomicBool = AtomicBool::new(false);

fn has_seen_enough() -> bool {
    SEEN.iter().all(|seen| seen.load(Ordering::Relaxed) >= ENOUGH)
}

fn continues(deadline: Instant) -> bool {
    !has_seen_enough() && !FAILED.load(Ordering::Relaxed) && Instant::now() < deadline
}

#[test]
fn each_request_sees_one_of_the_two_sets_while_a_thread_replaces_them() {
    let deadline = Instant::now() + Duration::from_secs(30);
    let read = move || {
        let read = rt::System::new().block_on(read(deadline));
        FAILED.fetch_or(read.is_err(), Ordering::Relaxed);
        read
    };
    let readers: Vec<_> = (0..READERS).map(|_| thread::spawn(read)).collect();
    while continues(deadline) {
        for set in [new(), old()] {
            LIVE.store(set).expect("the set is valid");
            thread::sleep(Duration::from_micros(200));
        }
    }
    for reader in readers {
        assert_eq!(reader.join().expect("no reader panics"), Ok(()));
    }
    assert!(has_seen_enough(), "one of the sets was not seen often enough before the deadline");
}

/// Sends requests to its own application instance, as in a worker.
async fn read(deadline: Instant) -> Result<(), String> {
    let app = init_service(App::new().configure(services)).await;
    let is_allowed = async |origin: &str| {
        let response = send(&app, &["GET /live", &format!("origin: {origin}")]).await;
        response.0.contains(&format!("access-control-allow-origin: {origin}"))
    };
    while continues(deadline) {
        let (both, neither) = (is_allowed(BOTH).await, is_allowed(NEITHER).await);
        if !both || neither {
            return Err(format!("follows neither set: {BOTH} {both}, {NEITHER} {neither}"));
        }
        SEEN[usize::from(is_allowed(OLD).await)].fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}
