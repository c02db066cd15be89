use std::{error::Error, fmt};

/// A part of a policy that the CORS filter of a gateway cannot express.
///
/// ```
/// use cors_devtools::GatewayError;
///
/// let error = GatewayError::AnyPort("http://localhost:*".to_owned());
/// assert_eq!(error.to_string(), "`http://localhost:*` matches every port: a filter needs one port");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GatewayError {
    /// The policy allows no origin, as in `#[cors(none)]`. The path needs no filter, since the server rejects the
    /// preflights.
    NoOrigin,
    /// The origins are known only at run time. The value is the expression in `dynamic(…)` or `dynamic_async(…)`.
    DynamicOrigins(String),
    /// `null`, or an origin with another scheme than `http` and `https`.
    Scheme(String),
    /// A pattern that matches every port.
    AnyPort(String),
    /// An origin whose host no filter accepts: an IPv6 address, a host with `_`, or a pattern with `*-`.
    Host(String),
    /// A method that no filter accepts, such as `QUERY`.
    Method(String),
    /// `*` in `allow_headers` without credentials. In some gateways, `*` covers `authorization`, and in others it does
    /// not.
    AnyHeader,
    /// `max_age = 0`: a filter needs at least one second.
    NoMaxAge,
    /// An origin or a header name that is too long.
    TooLong {
        /// The origin or the name.
        value: String,
        /// The limit in bytes.
        limit: usize,
    },
    /// A list that is too long.
    TooMany {
        /// The field of the filter.
        field: &'static str,
        /// The number of values.
        count: usize,
        /// The maximum number of values.
        limit: usize,
    },
    /// Handlers on one path have policies whose filters differ in more than methods. The value is the path.
    SharedPath(String),
}

impl fmt::Display for GatewayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoOrigin => f.write_str(
                "`none` allows no origin: leave the filter out, and the server rejects preflights",
            ),
            Self::DynamicOrigins(source) => write!(
                f,
                "`dynamic({source})` is known at run time only: leave the filter out, and the server \
                 answers preflights"
            ),
            Self::Scheme(origin) => {
                write!(f, "`{origin}` is not an `http` or `https` origin: a filter accepts no other")
            }
            Self::AnyPort(origin) => {
                write!(f, "`{origin}` matches every port: a filter needs one port")
            }
            Self::Host(origin) => write!(
                f,
                "`{origin}` has a host that a filter does not accept: an IPv6 address, a `_`, or a `*` that is \
                 not a whole label"
            ),
            Self::Method(method) => write!(f, "`{method}` is not a method that a filter accepts"),
            Self::AnyHeader => f.write_str(
                "`*` in `allow_headers` covers `authorization` in some gateways and not in others: list \
                 the names",
            ),
            Self::NoMaxAge => f.write_str("`max_age = 0` is too short: a filter needs at least one second"),
            Self::TooLong { value, limit } => {
                write!(f, "`{value}` has {} bytes: a filter accepts {limit}", value.len())
            }
            Self::TooMany { field, count, limit } => {
                write!(f, "`{field}` has {count} values: a filter accepts {limit}")
            }
            Self::SharedPath(path) => write!(
                f,
                "`{path}` has handlers whose policies differ in more than methods: a filter applies to all \
                 of them"
            ),
        }
    }
}

impl Error for GatewayError {}
