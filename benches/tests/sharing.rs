//! Tests that handlers with the same policy share one copy of the policy's data across all workers.

use std::sync::{Mutex, PoisonError};

use actix_web::{App, HttpResponse, get, web::ServiceConfig};
use allocation_counter::measure;
use cors_benches::server::Server;
use cors_runtime::{Origins, Policy, cors, policy};

include!(concat!(env!("OUT_DIR"), "/tenants.rs"));

/// A policy that allows a thousand origins.
const SHARED: Policy = policy!(origins = TENANTS, allow_credentials);

macro_rules! handlers {
    ($register:ident, $($cors:tt)*) => {
        fn $register(config: &mut ServiceConfig) {
            handlers!(@ config, ($($cors)*) a b c d e f g h i j k l m n o p q r s t);
        }
    };
    (@ $config:ident, $cors:tt $($name:ident)*) => {
        $(handlers!(@@ $config, $cors $name);)*
    };
    (@@ $config:ident, ($($cors:tt)*) $name:ident) => {{
        #[cors($($cors)*)]
        #[get("/books")]
        async fn $name() -> HttpResponse {
            HttpResponse::Ok().finish()
        }
        $config.service($name);
    }};
}

handlers!(of_one_origin_each, origins = "https://app.example.com");
handlers!(of_a_shared_policy, policy = SHARED);
handlers!(of_a_set_each, origins = dynamic(Origins::parse(TENANTS).expect("origins")));

/// The number of registered handlers: twenty functions, each registered `TIMES` times.
const HANDLERS: i64 = 20 * TIMES;
const TIMES: i64 = 50;

/// The maximum size of a table of a thousand origins and their strings, in bytes.
const TABLE: i64 = 300_000;

/// Serializes the tests. If a concurrent test held the shared data, a test could not measure the allocation of the
/// data.
static TEST_LOCK: Mutex<()> = Mutex::new(());

/// The cost of starting an application instance with a thousand handlers.
struct Start {
    /// The number of bytes that the instance holds after the start.
    held: i64,
    allocations: u64,
}

fn worker(register: fn(&mut ServiceConfig)) -> Server {
    Server::new((0..TIMES).fold(App::new(), |app, _| app.configure(register)))
}

fn start(register: fn(&mut ServiceConfig)) -> Start {
    let mut server = None;
    let info = measure(|| server = Some(worker(register)));
    drop(server);
    Start { held: info.bytes_current, allocations: info.count_total }
}

#[test]
fn handlers_and_workers_that_share_a_thousand_origins_hold_them_once() {
    let _alone = TEST_LOCK.lock().unwrap_or_else(PoisonError::into_inner);
    start(of_one_origin_each);
    let plain = start(of_one_origin_each).held;
    let first = start(of_a_shared_policy).held - plain;
    assert!((1..TABLE).contains(&first), "{first}");
    for register in [of_a_shared_policy, of_a_set_each] {
        let another = worker(register);
        let second = start(register).held - plain;
        // Handlers with `dynamic(…)` share only the set of origins, so each handler may hold up to 1 KiB more.
        assert!(second < HANDLERS * 1024, "{second}");
        drop(another);
    }
}

#[test]
fn the_start_of_a_worker_with_a_shared_policy_allocates_at_most_a_tenth_more() {
    let _alone = TEST_LOCK.lock().unwrap_or_else(PoisonError::into_inner);
    let plain = start(of_one_origin_each).allocations;
    let worker = worker(of_a_shared_policy);
    let shared = start(of_a_shared_policy).allocations;
    drop(worker);
    assert!(shared < plain * 11 / 10, "{shared} of {plain}");
}
