//! Tests of the help in errors about arguments with words or syntax of other libraries and languages.

use cors_rules::key::Key;

use super::{check_above, messages};

/// Each row has the arguments of `#[cors(…)]`, then `~>`, then the help of the only error. A line that begins with `~>`
/// continues the row before it.
const FORMS: &str = r##"
// These arguments are not written in the form `key = value`.
origins: "https://a.example" ~> write `origins = "https://a.example"`
origins => "https://a.example" ~> write `origins = "https://a.example"`
origins == "https://a.example" ~> write `origins = "https://a.example"`
origins("https://a.example") ~> write `origins = "https://a.example"`
origins("https://a.example", "https://b.example") ~> write `origins = ["https://a.example", "https://b.example"]`
"origins": "*" ~> write `origins = "*"`
"Access-Control-Allow-Origin" = "*" ~> write `origins = "*"`
{ "origins": "*" } ~> write `origins = "*"`
{ origins: ["*"], max_age: 60 } ~> write `origins = ["*"], max_age = 60`
origins = "*", max-age = 60 ~> write `max_age`
origins = "https://a.example", !allow_credentials ~> write `allow_credentials = false`
origins = "https://a.example", allow_credentials() ~> write `allow_credentials`
origins = "*", max_age = ~> write `max_age = "2h"`, or a number of seconds
origins = "*",, max_age = 60 ~> leave it out
// These arguments are calls without a key.
with_origins("https://a.example") ~> write `origins = "https://a.example"`
allow_any_origin() ~> write `origins = "*"`
dynamic(|a, b| true) ~> write `origins = dynamic(|a, b| true)`
// These lists have no brackets, brackets other than `[` and `]`, a missing or wrong separator, all values in one
// string, or no quotes.
origins = "http://a", "http://b" ~> write `origins = ["http://a", "http://b"]`
origins = {"http://a", "http://b"} ~> write `origins = ["http://a", "http://b"]`
origins = ("http://a", "http://b") ~> write `["http://a", "http://b"]`
origins = "http://a" | "http://b" ~> write `["http://a", "http://b"]`
origins = ["http://a" "http://b"] ~> write `origins = ["http://a", "http://b"]`
origins = ["http://a"; "http://b"] ~> write `["http://a", "http://b"]`
origins = "http://a,http://b" ~> write a list: `["http://a", "http://b"]`
origins = "http://a;http://b" ~> write a list: `["http://a", "http://b"]`
origins = "*", methods = GET, POST ~> write `methods = [GET, POST]`
origins = "*", methods = GET | POST ~> write `[GET, POST]`
origins = "*", methods = "GET, POST" ~> write a list: `["GET", "POST"]`
origins = "*", allow_headers = content-type ~> write `allow_headers = "content-type"`
origins = "*", allow_headers = none, "x-a" ~> write `allow_headers = ["none", "x-a"]`
origins = "*", allow_headers = "x-a x-b" ~> write a list: `["x-a", "x-b"]`
// These separators are missing or wrong.
origins = "*" max_age = 60 ~> write a comma before `max_age`
origins = "*"; max_age = 60 ~> write a comma before `max_age`, not a semicolon
origins = "*"; ~> leave the `;` out
// These values have no quotes, the wrong quotes, a suffix or no key.
origins = * ~> write `origins = "*"`
origins = [*] ~> write `origins = ["*"]`
origins = '*' ~> write `"*"`
origins = any ~> write `"*"`
origins = none ~> write `#[cors(none)]`
* ~> write `origins = "*"`
all ~> write `origins = "*"`
false ~> write `#[cors(none)]`
origins = "http://a", enforce = isolate ~> write `enforce = "isolate"`
origins = "http://a", enforce = Enforce::Report ~> write `enforce = "report"`
origins = "http://a", isolate ~> write `enforce = "isolate"`
origins = "*", max_age = 2h ~> write `"2h"`
origins = "*", max_age = 60u64 ~> write `60`
// These arguments name a shared policy, but not in the form `policy = PATH`.
P ~> write `policy = P`
crate::P ~> write `policy = crate::P`
..P ~> write `policy = P`
policy = "P" ~> write `policy = P`
policy = &P ~> write `policy = P`
policy = P.clone() ~> write `policy = P`
policy = policy!(origins = "*") ~> write its keys here: `origins = "*"`
policy = P, .. ~> leave it out: every key that is not written is inherited
// These arguments have a function in place of an origin.
origins = |a, b| true ~> write `origins = dynamic(|a, b| true)`
origins = origin => true ~> write `origins = dynamic(|origin, request| …)`
AllowOriginFunc = func(o string) bool { return true }
~> write `origins = dynamic(|origin, request| …)`, which returns a `bool`
origins = AllowOrigin::predicate(|o, p| true) ~> write `origins = dynamic(|origin, request| …)`
origins = dynamic ~> write `origins = dynamic(…)`, with a set or a function in it
// These arguments have a misspelled key, or the name of a setting in a library for another language.
debug_origin = "http://localhost:*", policy = P ~> write `debug_origins`
allowedOriginPatterns = "https://*.a.example" ~> write `origins`
origins = "https://a.example", Credentialed ~> write `allow_credentials`
origins = "*", MaxAgeInSeconds = 60 ~> write `max_age`
origins = "*", DangerouslyTolerateInsecureOrigins ~> write `danger_allow_insecure_origins`
polices = P ~> write `policy`
orgin = "https://a.example" ~> write `origins`
orign = "https://a.example" ~> write `origins`
alowed_origins = ["https://a.example"] ~> write `origins`
origins = "https://a.example", credental ~> write `allow_credentials`
origins = "*", OptionsPassthrough ~> leave it out: a preflight never reaches a handler
// These arguments are from actix-cors, or contain other mistakes.
allowed_origin = "https://a.example" ~> write `origins`
allow_all = ["https://a.example"] ~> write `origins`
public = "https://a.example" ~> write `origins`
origins = "https://a.example", allow_localhost = "http://localhost:3000" ~> write `debug_origins`
origins = "https://a.example", deny = ["https://evil.example"] ~> leave it out, or write `origins = dynamic(…)` to reject an origin that a pattern allows
origins = "https://a.example", deny_credentials ~> write `allow_credentials = false`
origins = "https://a.example", disallow_headers = ["x-a"] ~> leave it out: a policy lists only what it allows
danger_allow_any_origin ~> write `origins = "*"`
origins = ORIGINS - ["https://evil.example"] ~> write an origin in quotes, as in `"https://app.example.com"`
origins = ORIGINS & ["https://b.example"] ~> write an origin in quotes, as in `"https://app.example.com"`
origins = "https://a.example", allow_credentials != true ~> write `allow_credentials` or `allow_credentials = false`
origins = "https://a.example", allow_headers = HttpHeaders.ALL ~> write `"*"`
"origins = \"*\"" ~> write `origins = "*"`
add_header = "Access-Control-Allow-Origin *" ~> write `origins = "*"`
origins = "https://a.example", GET ~> write `methods = GET`
origins = "https://a.example", methods = ["GET, POST"] ~> write `"GET", "POST"`
policy = P, allow_headers -= ["x-a"] ~> write `allow_headers = ["x-request-id"]`
policy = P, allow_headers without ["x-a"] ~> write `allow_headers = ["x-request-id"]`
policy = P, max_age = 3600.0 ~> write `3600`
policy = P, max_age = false ~> write `0`
policy = P, max_age = 1e30 ~> write `max_age = "2h"`, or a number of seconds
policy = P, deny_credentials = false ~> leave it out
from_env = "ORIGINS" ~> write `origins = dynamic(Origins::from_env("ORIGINS").unwrap())`
origins = option_env!("APP_ORIGIN") ~> write `env!("APP_ORIGIN")`
origins = settings.origins ~> write `origins = dynamic(…)` with a set of origins, or list strings and constants
policy = P, allow_headers = settings.headers ~> write strings or constants: a policy is made at compile time
origins = load().await ~> write `origins = dynamic(…)` with a set of origins, or list strings and constants
none = false ~> leave it out
origins = "https://a.example", methods = GETT ~> write `GET`
origins = "https://a.example", methods = [GET, OPTION] ~> leave it out, since the preflight needs no listing
origins = = "*" ~> write `origins = "*"`
origins -> "*" ~> write `origins = "*"`
origins is "*" ~> write `origins = "*"`
CorsLayer::new().allow_origin(Any).allow_credentials(false) ~> write `origins = "*", allow_credentials = false`
allowed_origins = [|_, _| true] ~> write `origins`
allowed_origins = [CONFIG.first()] ~> write `origins`
allowed_origin_fn(|origin, _| true) ~> write `origins = dynamic(|origin, _| true)`
Cors::default().allowed_origin("https://a.example").allowed_methods(vec!["GET"]).max_age(3600)
~> write `origins = "https://a.example", methods = GET, max_age = 3600`
allowed_origin("https://a.example").allowed_origin("https://b.example").supports_credentials()
~> write `origins = ["https://a.example", "https://b.example"], allow_credentials`
origins = "https://a.example", max_age = None ~> leave `max_age` out
origins = "https://a.example", send_wildcard ~> leave it out: `origins = "*"` sends `*`
origins = "https://a.example", block_on_origin_mismatch = false ~> leave it out: it is the default
origins = "https://a.example", disable_vary_header() ~> leave it out: `Vary` is sent if the response depends on `Origin`
// These arguments are from tower-http.
CorsLayer::permissive() ~> write `origins = "*"`
allow_origin = Any ~> write `origins = "*"`
allow_origin(Any) ~> write `origins = "*"`
allow_origin = AllowOrigin::exact("https://a.example".parse().unwrap()) ~> write `origins = "https://a.example"`
allow_origin = AllowOrigin::predicate(|origin, parts| true) ~> write `origins = dynamic(|origin, request| …)`
CorsLayer::new().allow_origin(Any).allow_methods([Method::GET]) ~> write `origins = "*", methods = GET`
origins = "https://a.example", allow_methods = [Method::GET, Method::POST] ~> write `methods = [GET, POST]`
origins = "https://a.example", allow_credentials = AllowCredentials::yes() ~> write `allow_credentials`
origins = "*", max_age = Duration::from_secs(60 * 60) ~> write `60 * 60`
origins = "*", max_age = Some(Duration::from_mins(10)) ~> write `"10m"`
// Most of these arguments are from Express, Spring, ASP.NET, Django, FastAPI, Rails or nginx.
origin: true ~> write `origins = "*"`
origin: ["https://a.example"] ~> write `origins = ["https://a.example"]`
origins = "https://a.example", credentials = "include" ~> write `allow_credentials = true`
origins = "https://a.example", maxAge = 3600L ~> write `max_age = 3600`
origins = "https://a.example", methods = {RequestMethod.GET} ~> write `GET`
origins = "https://a.example", AllowCredentials() ~> write `allow_credentials`
WithOrigins("https://a.example", "https://b.example") ~> write `origins = ["https://a.example", "https://b.example"]`
origins = "https://a.example", SetPreflightMaxAge(TimeSpan.FromMinutes(10)) ~> write `max_age = "10m"`
CORS_ALLOWED_ORIGINS = ["https://a.example"] ~> write `origins`
CORS_ORIGIN_WHITELIST = ("https://a.example",) ~> write `origins = ["https://a.example"]`
CORS_ALLOW_ALL_ORIGINS = True ~> write `origins = "*"`
CORS_ALLOW_ALL_ORIGINS = False, origins = ORIGINS ~> leave it out: it is the default
origins = "https://a.example", allow_credentials = True ~> write `allow_credentials`
origins = "https://a.example", headers: :any ~> write `allow_headers = "*"`
Access-Control-Allow-Origin: * ~> write `origins = "*"`
"Access-Control-Allow-Origin: *" ~> write `origins = "*"`
"Access-Control-Allow-Credentials: true", origins = "https://a.example" ~> write `allow_credentials = true`
EnableCors(PolicyName = "MyPolicy") ~> write the path of a const `Policy`, as in `policy = MY_POLICY`
origins = "“https://a.example”" ~> write `https://a.example`
origins = "*", allow_headers = header::ACCEPT.as_str() ~> write `"accept"`
origins = "*", max_age = 1.hour ~> write `"1h"`
origins = std::env::var("ORIGINS").unwrap()
~> write `origins = dynamic(cors_runtime::Origins::from_env("ORIGINS").unwrap())`
origins = ["a.example" "b.example"] ~> write `origins = ["https://a.example", "https://b.example"]`
"MyPolicy" ~> write the path of a const `Policy`, as in `policy = MY_POLICY`
policy_name = "my-policy" ~> write the path of a const `Policy`, as in `policy = MY_POLICY`
// These lists and constants have the wrong type or form.
policy = Self::P ~> write the name of the type, as in `Api::ORIGINS`
origins = [Self::ORIGIN] ~> write the name of the type, as in `Api::ORIGINS`
origins = [*ORIGINS, "https://b.example"] ~> write `ORIGINS`
origins = ORIGINS + ["https://b.example"] ~> write `[ORIGINS, "https://b.example"]`
origins = String::from("https://a.example") ~> write `"https://a.example"`
origins = vec!["https://a.example"] ~> write `["https://a.example"]`
origins = Some("https://a.example") ~> write `"https://a.example"`
origins = Origins::from_env("ORIGINS").unwrap() ~> write `origins = dynamic(Origins::from_env("ORIGINS").unwrap())`
origins = ["https://a.example", app_data::<Origins>()] ~> write `origins = dynamic(app_data::<Origins>())` alone
origins = dynamic_async(app_data::<Origins>()) ~> write `origins = dynamic(app_data::<Origins>())`
origins = dynamic(web::Data<Origins>) ~> write `origins = dynamic(cors_runtime::app_data::<Origins>())`
origins = dynamic(|origin: &HeaderValue, head: &RequestHead| true)
~> leave the types out, as in `|origin, request| …`; `origin.as_str()` is the origin as a string
origins = "https://a.example", methods = METHODS
~> an identifier is the name of a method, and never a constant: write the names of the methods here
origins = "https://Bücher.example:443/" ~> write `https://xn--bcher-kva.example`
origins = "*", hosts = "bücher.example" ~> write `xn--bcher-kva.example`
origins = "*", hosts = "https://*.Bücher.example:8080/x" ~> write `*.xn--bcher-kva.example:8080`
origins = "*", max_age = "1 hour" ~> write `1h`
// These builders are from other libraries.
Cors::permissive().max_age(3600) ~> write `origins = "*", max_age = 3600`
Cors::default().allow_any_origin().send_wildcard() ~> write `origins = "*"`
CorsLayer::very_permissive()
~> write keys and values, as in `origins = "https://app.example.com"`; see `cors_runtime::guide::moving_from_tower_http`
cors = Cors::default()
~> write keys and values, as in `origins = "https://app.example.com"`; see `cors_runtime::guide::moving_from_actix_cors`
policy.WithOrigins("https://a.example").AllowAnyHeader() ~> write `origins = "https://a.example", allow_headers = "*"`
allowedOrigins("https://a.example").allowedMethods("GET", "POST").maxAge(3600)
~> write `origins = "https://a.example", methods = [GET, POST], max_age = 3600`
allowed_origin("https://a.example").allowed_origin_fn(|o, _| true)
~> write keys and values, as in `origins = "https://app.example.com"`; see `cors_runtime::guide`
layer(CorsLayer::very_permissive())
~> write keys and values, as in `origins = "https://app.example.com"`; see `cors_runtime::guide::moving_from_tower_http`
builder.AllowAnyOrigin() ~> write `origins = "*"`
Cors::default().allowed_origin("https://a.example").allowed_methods(vec!["GET", "POST"]).allowed_methods(vec!["GET"])
~> write `origins = "https://a.example", methods = [GET, POST]`
Cors::default().allowed_origin(concat!("https://a", X)).allowed_origin(concat!("https://a", Y))
~> write `origins = [concat!("https://a", X), concat!("https://a", Y)]`
CorsLayer::new().allow_origin(AllowOrigin::predicate(|origin, _parts| true)).max_age(60)
~> write `origins = dynamic(|origin, request| …), max_age = 60`
// These builders have no single equivalent, or an equivalent that a rule rejects.
Cors::default().allow_any_origin().allowed_origin("https://a.example")
~> write keys and values, as in `origins = "https://app.example.com"`; see `cors_runtime::guide::moving_from_actix_cors`
Cors::default().allowed_origin("https://a.example").allow_any_header().allowed_header("x-a")
~> write keys and values, as in `origins = "https://app.example.com"`; see `cors_runtime::guide::moving_from_actix_cors`
Cors::default().allowed_origin("https://a.example").expose_any_header().supports_credentials()
~> write keys and values, as in `origins = "https://app.example.com"`; see `cors_runtime::guide::moving_from_actix_cors`
Cors::default().allowed_origin("http://a.example").supports_credentials()
~> write keys and values, as in `origins = "https://app.example.com"`; see `cors_runtime::guide::moving_from_actix_cors`
Cors::default().allow_any_origin().max_age(100_000)
~> write keys and values, as in `origins = "https://app.example.com"`; see `cors_runtime::guide::moving_from_actix_cors`
CorsLayer::new().allow_origin(A).allow_origin(B)
~> write keys and values, as in `origins = "https://app.example.com"`; see `cors_runtime::guide::moving_from_tower_http`
Cors::default().max_age(60)
~> write keys and values, as in `origins = "https://app.example.com"`; see `cors_runtime::guide::moving_from_actix_cors`
builder.WithOrigins("https://*.a.example").ExcludeOrigins("https://b.a.example")
~> write keys and values, as in `origins = "https://app.example.com"`; see `cors_runtime::guide`
builder.WithOrigins("https://*.a.example").SetIsOriginAllowedToAllowWildcardSubdomains()
~> write keys and values, as in `origins = "https://app.example.com"`; see `cors_runtime::guide`
builder.WithOrigins("https://a.example").AllowAllOrigins(false) ~> write `origins = "https://a.example"`
EnableCors("MyPolicy") ~> write the path of a const `Policy`, as in `policy = MY_POLICY`
DisableCors ~> write `#[cors(none)]`
// Most of these arguments are from configurations of servers, or from other languages.
add_header Access-Control-Allow-Origin * ~> write `origins = "*"`
add_header "Access-Control-Allow-Origin" "*" ~> write `origins = "*"`
Header set Access-Control-Allow-Origin "*" ~> write `origins = "*"`
add_header Access-Control-Allow-Origin $http_origin always ~> write `origins = "https://app.example.com"`
origin: process.env.ORIGIN ~> write `origins = "https://app.example.com"`
origins = "*", AllowedMethods: []string{http.MethodGet} ~> write `methods = [GET]`
origins = ONE, TWO ~> write `origins = [ONE, TWO]`
"Vary: Origin", origins = "*" ~> leave it out: `Vary` is sent if the response depends on `Origin`
"Access-Control-Allow-Origin: https://a.example" ~> write `origins = "https://a.example"`
origins "https://a.example", "https://b.example" ~> write `origins = ["https://a.example", "https://b.example"]`
"https://a.example", "https://b.example" ~> write `origins = ["https://a.example", "https://b.example"]`
["https://a.example"] ~> write `origins = ["https://a.example"]`
({ origin: "*" }) ~> write `origins = "*"`
({ origin: false }) ~> write `#[cors(none)]`
({ origin: "*", credentials: true }) ~> write `key = value`, with commas between
({ origin: "*", origins: "https://a.example" }) ~> write `key = value`, with commas between
origins = "*", methods = {RequestMethod.GET, RequestMethod.POST} ~> write `methods = [GET, POST]`
origins += "*" ~> write `origins = "*"`
policy = P, allow_headers += ["x-a"] ~> write `allow_headers = [.., "x-a"]`
"none" ~> write `#[cors(none)]`
none = true ~> write `#[cors(none)]`
// These values have the wrong type or form.
origins = "*", allow_headers = tower_http::cors::Any ~> write `"*"`
origins = "*", allow_headers = Content-Type ~> write `"Content-Type"`
origins = "*", max_age = 10 min ~> write `max_age = "10m"`
origins = "*", max_age = chrono::Duration::hours(2) ~> write `"2h"`
origins = ["https://a.example", ORIGINS...] ~> write `origins = ["https://a.example", ORIGINS]`
origins = [ORIGINS.., "https://a.example"] ~> write `origins = [ORIGINS, "https://a.example"]`
origins = ORIGINS.iter() ~> write `ORIGINS`
origins = dynamic(is_ok), "https://a.example"
~> write `origins = dynamic(…)` alone; its set or function can allow the listed origins too
origins = dynamic(["https://a.example"]) ~> write `origins = ["https://a.example"]`
origins = dynamic(Origins::parse(LIST)) ~> write `origins = dynamic(Origins::parse(LIST).unwrap())`
origins = dynamic(|o: Origin, r: HttpRequest| true)
~> leave the types out, as in `|origin, request| …`; `origin.as_str()` is the origin as a string
policy = policy(origins = "*") ~> write its keys here: `origins = "*"`
policy = BASE, allow_headers = [..BASE, "x-a"] ~> write `..`, which is the list of the policy
policies = [P] ~> write `policy = P`
"##;

/// Returns the arguments and the help in each row of `FORMS`.
fn forms() -> Vec<(String, String)> {
    let rows = FORMS.replace("\n~> ", " ~> ");
    let rows = rows.lines().filter(|line| !line.is_empty() && !line.starts_with("//"));
    let rows = rows.map(|row| row.split_once(" ~> ").expect(row));
    rows.map(|(arguments, help)| (arguments.to_owned(), help.to_owned())).collect()
}

#[test]
fn each_form_is_one_error_with_the_code_to_write_instead() {
    let mut failures = Vec::new();
    for (arguments, help) in forms() {
        let messages = messages(&arguments);
        let is_expected = matches!(&messages[..], [message]
            if message.lines().nth(1) == Some(&format!("help: {help}")));
        if !is_expected {
            failures.push(format!("{arguments}\n  {help}\n  {messages:#?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_arguments_in_each_help_are_accepted() {
    let get = "#[route(\"/\", method = \"GET\", method = \"POST\")]";
    for (arguments, help) in forms() {
        let Some(code) = help.strip_prefix("write `").and_then(|code| code.strip_suffix('`'))
        else {
            continue;
        };
        let is_complete = !code.contains('`') && !code.contains('…');
        if is_complete && code.split_once(" = ").is_some_and(|(key, _)| Key::named(key).is_some()) {
            let rest = if code.contains("origins =") || code.contains("policy =") {
                ""
            } else {
                ", policy = P"
            };
            assert_eq!(check_above(&format!("{code}{rest}"), get), [], "{arguments}");
        }
    }
}
