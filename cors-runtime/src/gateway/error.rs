use std::{error::Error, fmt};

/// What of a policy the filter of a gateway cannot say.
///
/// ```
/// use cors_runtime::GatewayError;
///
/// let error = GatewayError::AnyPort("http://localhost:*");
/// assert_eq!(error.to_string(), "`http://localhost:*` stands for every port: a filter names one");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GatewayError {
    /// `#[cors(none)]`: without a filter, preflights reach the server, which refuses them.
    Nobody,
    /// The origins are known at run time only: `dynamic(…)`, with what was written in it.
    DynamicOrigins(&'static str),
    /// An origin whose scheme is neither `http` nor `https`; `null` too.
    Scheme(&'static str),
    /// A pattern for every port.
    AnyPort(&'static str),
    /// An origin whose host is an IPv6 address, or has a `_`.
    Host(&'static str),
    /// A method that no filter names, such as `QUERY`.
    Method(&'static str),
    /// `*` among the request headers, without credentials: it is up to the gateway whether that
    /// covers `authorization`.
    AnyHeader,
    /// `max_age = 0`: a filter takes one second at least.
    NoMaxAge,
    /// An origin, or the name of a header, that is too long.
    TooLong {
        /// It.
        value: &'static str,
        /// What a filter takes, in bytes.
        longest: usize,
    },
    /// More values than a filter takes.
    TooMany {
        /// The field of the filter.
        field: &'static str,
        /// How many there are.
        count: usize,
        /// How many it takes.
        most: usize,
    },
    /// Handlers on that path whose policies differ in more than their methods.
    SharedPath(&'static str),
}

impl fmt::Display for GatewayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => f.write_str(
                "`none` allows no page: leave the filter out, and the server refuses preflights",
            ),
            Self::DynamicOrigins(written) => write!(
                f,
                "`dynamic({written})` is known at run time only: leave the filter out, and the \
                 server answers preflights"
            ),
            Self::Scheme(origin) => {
                write!(
                    f,
                    "`{origin}` is neither an `http` nor an `https` origin: a filter takes no other"
                )
            }
            Self::AnyPort(origin) => {
                write!(f, "`{origin}` stands for every port: a filter names one")
            }
            Self::Host(origin) => write!(
                f,
                "`{origin}` has a host that no filter takes: an IPv6 address, or a name with `_`"
            ),
            Self::Method(method) => write!(f, "`{method}` is no method that a filter names"),
            Self::AnyHeader => f.write_str(
                "`*` in `allow_headers` covers `authorization` with some gateways and not with \
                 others: list the names",
            ),
            Self::NoMaxAge => {
                f.write_str("`max_age = 0` is less than the second that a filter takes")
            }
            Self::TooLong { value, longest } => {
                write!(f, "`{value}` is {} bytes long: a filter takes {longest}", value.len())
            }
            Self::TooMany { field, count, most } => {
                write!(f, "`{field}` has {count} values: a filter takes {most}")
            }
            Self::SharedPath(path) => write!(
                f,
                "`{path}` has handlers whose policies differ in more than methods: a filter answers \
                 for all of them"
            ),
        }
    }
}

impl Error for GatewayError {}
