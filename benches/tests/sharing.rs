//! What handlers hold that have a policy in common: one copy of it, whichever worker they are in.

use std::sync::{Mutex, PoisonError};

use actix_web::{App, HttpResponse, get, web::ServiceConfig};
use allocation_counter::measure;
use cors_benches::server::Server;
use cors_runtime::{Origins, Policy, cors, policy};

include!(concat!(env!("OUT_DIR"), "/tenants.rs"));

/// A thousand origins.
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

/// Of handlers: the twenty, as often as makes a thousand.
const THOUSAND: i64 = 20 * TIMES;
const TIMES: i64 = 50;

/// Of origins: what a table of them and their texts may take.
const TABLE: i64 = 300_000;

/// One test at a time: what another one holds is not made anew.
static ALONE: Mutex<()> = Mutex::new(());

/// What it takes to start an application instance of a thousand handlers.
struct Start {
    /// The bytes that it then holds.
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
fn a_thousand_origins_are_held_once_by_the_handlers_and_workers_that_share_them() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    start(of_one_origin_each);
    let plain = start(of_one_origin_each).held;
    let first = start(of_a_shared_policy).held - plain;
    assert!((1..TABLE).contains(&first), "{first}");
    for register in [of_a_shared_policy, of_a_set_each] {
        let another = worker(register);
        let second = start(register).held - plain;
        // A handler whose set is made at run time has the rest of its policy to itself.
        assert!(second < THOUSAND * 1024, "{second}");
        drop(another);
    }
}

#[test]
fn a_worker_that_shares_a_policy_starts_as_one_of_a_single_origin_does() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let plain = start(of_one_origin_each).allocations;
    let worker = worker(of_a_shared_policy);
    let shared = start(of_a_shared_policy).allocations;
    drop(worker);
    assert!(shared < plain * 11 / 10, "{shared} of {plain}");
}
