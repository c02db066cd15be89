//! The list of all registered routes. For each route, the list has the source of the policy for preflights: the
//! attribute of a handler, a `Cors` layer, or none.

use std::fmt;

use actix_http::Request;
use actix_web::{
    Error, HttpRequest, HttpResponse,
    dev::{Service, ServiceResponse},
    http::{
        Method,
        header::{ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_METHOD, HOST, ORIGIN},
    },
    introspection::{
        GuardDetailReport, GuardReport, IntrospectionNode, IntrospectionTree, ResourceType,
    },
    test::TestRequest,
    web::Data,
};
use cors_runtime::{Handler, HandlerRoute, Refusal, policies};

use crate::example::example_path;

/// Returns the registered routes of the application that received the request.
///
/// Use this function in a test that finds routes without a policy. Pass any request that the application received, such
/// as `response.request()`. The routes come from actix-web's feature `experimental-introspection`, which has no data
/// about middleware. In an application that has a [`Cors`](cors_runtime::Cors) layer, call [`Routes::with_layers`] too.
///
/// ```
/// use actix_web::{App, HttpResponse, get, test::{self, TestRequest}, web};
/// use cors_devtools::routes;
/// use cors_runtime::cors;
///
/// #[cors(origins = "https://app.example.com")]
/// #[get("/books")]
/// async fn list() -> &'static str { "[]" }
///
/// # #[actix_web::main]
/// # async fn main() {
/// let health = web::get().to(HttpResponse::Ok);
/// let app = test::init_service(App::new().service(list).route("/health", health)).await;
/// let response = test::call_service(&app, TestRequest::get().uri("/health").to_request()).await;
///
/// let routes = routes(response.request());
/// let without_policy: Vec<String> = routes.without_policy().iter().map(ToString::to_string).collect();
/// assert_eq!(without_policy, ["GET /health  unknown: a layer may apply"]);
/// # }
/// ```
///
/// # Limits
///
/// actix-web merges the services that are registered on one path. The list therefore cannot distinguish two handlers
/// without method guards on one path. The list also omits a handler without `#[cors]` and without a method guard if the
/// path has a handler with `#[cors]`. The routes of the [`Explorer`](crate::Explorer) are omitted too.
///
/// # Panics
/// If the request did not come through an application. Without the panic, the list would be empty, and a test of the
/// list would always pass.
#[must_use]
#[track_caller]
#[allow(clippy::expect_used, reason = "every request that an application receives has the data")]
pub fn routes(request: &HttpRequest) -> Routes {
    let tree = request.app_data::<Data<IntrospectionTree>>();
    let tree = tree.expect("the request came through an application: use the one of a response");
    let mut routes = Vec::new();
    collect(&tree.root, &mut routes);
    Routes { routes }
}

/// The registered routes of an application: the result of [`routes`].
///
/// `Display` writes each route on its own line.
#[derive(Clone, Debug)]
pub struct Routes {
    routes: Vec<RegisteredRoute>,
}

/// A path, and the methods whose preflights have the same policy.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RegisteredRoute {
    /// The path pattern, with the prefixes of its scopes.
    pub path: String,
    /// The methods. The list is empty if the route has no method guard.
    pub methods: Vec<String>,
    /// The attribute or the layer that sets the policy, if there is one.
    pub source: PolicySource,
}

/// The source of the policy that applies to the preflights of a route: an attribute, a layer, or none.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum PolicySource {
    /// The attribute of this handler.
    Handler(&'static Handler),
    /// A [`Cors`](cors_runtime::Cors) layer.
    Layer {
        /// The file and line of `Cors::new`, as `file:line`, which the layer adds to a refusal. `None` if the layer
        /// refuses no preflight, because it allows every origin and method, or if middleware of another crate allowed
        /// the preflight.
        at: Option<String>,
    },
    /// No policy: the response to a preflight has neither a refusal nor `Access-Control-Allow-Origin`.
    Nothing,
    /// A route without an attribute, to which a layer may apply: see [`Routes::with_layers`].
    Unknown,
}

impl Routes {
    /// Returns an iterator over the routes.
    pub fn iter(&self) -> std::slice::Iter<'_, RegisteredRoute> {
        self.routes.iter()
    }

    /// Returns the routes for which no policy was found: [`PolicySource::Nothing`] and [`PolicySource::Unknown`].
    #[must_use]
    pub fn without_policy(&self) -> Vec<&RegisteredRoute> {
        let has_none = |route: &&RegisteredRoute| {
            matches!(route.source, PolicySource::Nothing | PolicySource::Unknown)
        };
        self.routes.iter().filter(has_none).collect()
    }

    /// Sends one or two preflights to each [`PolicySource::Unknown`] route, and sets its source according to the
    /// responses.
    ///
    /// A preflight may reach a handler that serves `OPTIONS` or every method. Such a handler then runs.
    ///
    /// ```
    /// use actix_web::{App, HttpResponse, test::{self, TestRequest}, web};
    /// use cors_devtools::routes;
    /// use cors_runtime::{Cors, Policy, policy};
    ///
    /// const DEFAULT: Policy = policy!(origins = "https://app.example.com");
    ///
    /// # #[actix_web::main]
    /// # async fn main() {
    /// let app = App::new().wrap(Cors::new(DEFAULT)).route("/health", web::get().to(HttpResponse::Ok));
    /// let app = test::init_service(app).await;
    /// let response = test::call_service(&app, TestRequest::get().uri("/health").to_request()).await;
    /// let routes = routes(response.request()).with_layers(&app).await;
    /// assert!(routes.without_policy().is_empty(), "{routes}");
    /// # }
    /// ```
    pub async fn with_layers<S, B>(mut self, app: &S) -> Self
    where
        S: Service<Request, Response = ServiceResponse<B>>,
        S::Error: Into<Error>,
    {
        for route in &mut self.routes {
            if matches!(route.source, PolicySource::Unknown) {
                route.source = find_source(app, route).await;
            }
        }
        self
    }
}

impl<'a> IntoIterator for &'a Routes {
    type Item = &'a RegisteredRoute;
    type IntoIter = std::slice::Iter<'a, RegisteredRoute>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.routes.iter().try_for_each(|route| writeln!(f, "{route}"))
    }
}

impl fmt::Display for RegisteredRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let methods = if self.methods.is_empty() { "*" } else { &self.methods.join(",") };
        write!(f, "{methods} {}  {}", self.path, self.source)
    }
}

impl fmt::Display for PolicySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Handler(Handler { module, name, file, line, .. }) => {
                write!(f, "{module}::{name} {file}:{line}")
            }
            Self::Layer { at: Some(at) } => write!(f, "layer {at}"),
            Self::Layer { at: None } => f.write_str("layer"),
            Self::Nothing => f.write_str("no policy"),
            Self::Unknown => f.write_str("unknown: a layer may apply"),
        }
    }
}

fn collect(node: &IntrospectionNode, routes: &mut Vec<RegisteredRoute>) {
    // The list omits the routes of the Explorer, which need no policy. Their paths contain the token of the Explorer.
    #[cfg(debug_assertions)]
    if node.full_path.contains(crate::explorer::token()) {
        return;
    }
    if matches!(node.kind, ResourceType::Resource) {
        let annotated: Vec<RegisteredRoute> =
            node.guard_details.iter().filter_map(|guard| annotated(node, guard)).collect();
        let is_annotated = |method: &String| annotated.iter().any(|it| it.methods.contains(method));
        let methods = node.methods.iter().map(ToString::to_string);
        let others: Vec<String> = methods.filter(|method| !is_annotated(method)).collect();
        if annotated.is_empty() || !others.is_empty() {
            let path = node.full_path.clone();
            routes.push(RegisteredRoute { path, methods: others, source: PolicySource::Unknown });
        }
        routes.extend(annotated);
    }
    node.children.iter().for_each(|child| collect(child, routes));
}

/// Returns the route of a handler with `#[cors]`. Returns `None` if `guard` is not from `#[cors]`, or if no handler
/// matches. The attribute adds a guard with the name `cors(module::handler)`.
fn annotated(node: &IntrospectionNode, guard: &GuardReport) -> Option<RegisteredRoute> {
    let handler_name = guard.name.strip_prefix("cors(")?.strip_suffix(')')?;
    let methods = guard.details.iter().flat_map(|detail| match detail {
        GuardDetailReport::HttpMethods { methods } => &methods[..],
        _ => &[],
    });
    let methods: Vec<String> = methods.cloned().collect();
    // Two handlers that are defined inside different functions of one module can have the same name, so the paths and
    // the methods are compared too.
    let is_served = |route: &HandlerRoute| {
        node.full_path.ends_with(route.path.trim_end_matches('/'))
            && route.methods.iter().any(|method| methods.iter().any(|it| it == method))
    };
    let handler = policies().into_iter().find(|handler| {
        format!("{}::{}", handler.module, handler.name) == handler_name
            && handler.routes.iter().any(is_served)
    })?;
    let source = PolicySource::Handler(handler);
    Some(RegisteredRoute { path: node.full_path.clone(), methods, source })
}

async fn find_source<S, B>(app: &S, route: &RegisteredRoute) -> PolicySource
where
    S: Service<Request, Response = ServiceResponse<B>>,
    S::Error: Into<Error>,
{
    let method = route.methods.first().map_or("GET", String::as_str);
    let response = preflight(app, &route.path, method).await;
    if let Some(source) = source_of_refusal(&response) {
        return source;
    }
    if !response.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN) {
        return PolicySource::Nothing;
    }
    // A layer with `origins = "*"` allows the first preflight. If the layer does not allow every method, it refuses an
    // unknown method. This refusal contains the file and line of the layer.
    let response = preflight(app, &route.path, "CORS-DEVTOOLS").await;
    source_of_refusal(&response).unwrap_or(PolicySource::Layer { at: None })
}

/// Returns the response to a preflight from an origin that no policy lists.
async fn preflight<S, B>(app: &S, path: &str, method: &str) -> HttpResponse<()>
where
    S: Service<Request, Response = ServiceResponse<B>>,
    S::Error: Into<Error>,
{
    let request = TestRequest::with_uri(&example_path(path))
        .method(Method::OPTIONS)
        .insert_header((HOST, "localhost"))
        .insert_header((ORIGIN, "https://cors-devtools.invalid"))
        .insert_header((ACCESS_CONTROL_REQUEST_METHOD, method));
    match app.call(request.to_request()).await {
        Ok(response) => response.into_parts().1.map_body(|_, _| ()),
        Err(error) => error.into().error_response().map_body(|_, _| ()),
    }
}

/// Returns the handler or the layer whose policy rejected the preflight with this response, if there is one. A route
/// without `#[cors]` can share its path with a handler with `#[cors]`. The policy of that handler then also applies to
/// the preflights of this route.
fn source_of_refusal(response: &HttpResponse<()>) -> Option<PolicySource> {
    let extensions = response.extensions();
    let refusal = extensions.get::<Refusal>()?;
    let (file, line) = (refusal.file(), refusal.line());
    let handler = policies().into_iter().find(|handler| {
        handler.file == file && handler.line == line && refusal.handler() != "Cors"
    });
    Some(match handler {
        Some(handler) => PolicySource::Handler(handler),
        None => PolicySource::Layer { at: Some(format!("{file}:{line}")) },
    })
}
