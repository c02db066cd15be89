/// Why a text is not an origin pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defect {
    /// Nothing, or white space alone.
    Empty,
    /// A regular expression.
    Regex,
    /// White space before or behind.
    WhiteSpace,
    /// A comma or white space within: several origins in one text.
    Several,
    /// No `://`.
    NoScheme,
    /// `http:` or `https:` without two slashes behind it.
    NoSlashes,
    /// A range of IP addresses: `192.168.0.0/24`, `192.168.*.*`.
    IpRange,
    /// A scheme with a byte that schemes do not have.
    Scheme,
    /// A scheme one edit away from `http` or `https`.
    SchemeTypo,
    /// Over 64 bytes of scheme.
    SchemeTooLong,
    /// A scheme that no page's origin has, such as `file` or `wss`.
    PagelessScheme,
    /// Something behind the host and port: a `/` at the least.
    Path,
    /// A `?`.
    Query,
    /// A `#`.
    Fragment,
    /// An `@`.
    UserInfo,
    /// A letter in upper case.
    UpperCase,
    /// A character outside ASCII.
    Unicode,
    /// Nothing between `://` and the end or the port.
    NoHost,
    /// A byte that hosts do not have.
    HostByte,
    /// Two dots in a row, or a leading one.
    EmptyLabel,
    /// Over 63 bytes between two dots.
    LabelTooLong,
    /// Over 253 bytes of host, the shortest label for `*` counted in.
    HostTooLong,
    /// An `xn--` label that decodes to nothing.
    Punycode,
    /// A last label that is a number, in a host that is no IPv4 address.
    Ipv4,
    /// Brackets around something that is no IPv6 address, or none around one.
    Ipv6,
    /// An IP address that a browser writes in another way.
    IpForm,
    /// A `*.` before an IP address.
    IpSubdomains,
    /// A `*` where none may stand.
    Asterisk,
    /// A `:` with nothing behind it.
    EmptyPort,
    /// A port outside 1 to 65535, or written with a sign or a leading zero.
    Port,
    /// The scheme's own port, written out.
    DefaultPort,
}

impl Defect {
    /// What a host in `hosts` is told.
    pub(crate) const fn host_sentence(self) -> &'static str {
        match self {
            Self::Empty => "is not a host: it is empty",
            Self::WhiteSpace => "is not a host: it has white space around it",
            Self::Several => "is not a host: it is a list in one string",
            Self::Path | Self::Query | Self::Fragment | Self::UserInfo => {
                "is not a host: it has more than a host and a port"
            }
            Self::UpperCase => "is not a host: it has capital letters",
            Self::Unicode => "is not a host: it has characters outside ASCII",
            Self::Asterisk => "is not a host: a `*` is not allowed there",
            Self::EmptyPort | Self::Port => "is not a host: its port is not one of 1 to 65535",
            Self::DefaultPort => "is not a host: `:80` and `:443` count as no port",
            Self::Ipv4 | Self::Ipv6 | Self::IpForm | Self::IpSubdomains => {
                "is not a host: its IP address is not in the form that browsers write"
            }
            _ => {
                "is not a host: a label is empty, too long, or has characters that hosts cannot have"
            }
        }
    }

    /// What an origin is told.
    pub(super) const fn sentence(self) -> &'static str {
        match self {
            Self::Empty => "is not an origin: it is empty",
            Self::Regex => "is not an origin: it is a regular expression",
            Self::WhiteSpace => "is not an origin: it has white space around it",
            Self::Several => "is not an origin: it is a list in one string",
            Self::NoSlashes => "is not an origin: it has no `//` behind its scheme",
            Self::IpRange => "is not an origin: it is a range of IP addresses",
            Self::NoScheme => "is not an origin: it has no scheme",
            Self::Scheme => "is not an origin: the text before its `://` is not a scheme",
            Self::SchemeTypo => "is not an origin: its scheme is `http` or `https`, misspelled",
            Self::SchemeTooLong => "is not an origin: its scheme is longer than 64 bytes",
            Self::PagelessScheme => "is not an origin: no page's origin has this scheme",
            Self::Path => "is not an origin: it has a path",
            Self::Query => "is not an origin: it has a query",
            Self::Fragment => "is not an origin: it has a fragment",
            Self::UserInfo => "is not an origin: it has user info",
            Self::UpperCase => {
                "is not an origin: it has capital letters, and browsers send lower case"
            }
            Self::Unicode => {
                "is not an origin: it has characters outside ASCII, and browsers send Punycode"
            }
            Self::NoHost => "is not an origin: it has no host",
            Self::HostByte => "is not an origin: its host has a character that domains cannot have",
            Self::EmptyLabel => "is not an origin: its host has an empty label",
            Self::LabelTooLong => "is not an origin: its host has a label longer than 63 bytes",
            Self::HostTooLong => "is not an origin: its host is longer than 253 bytes",
            Self::Punycode => "is not an origin: its host has a label that is not valid Punycode",
            Self::Ipv4 => "is not an origin: its host ends in a number but is not an IPv4 address",
            Self::Ipv6 => "is not an origin: its host is not an IPv6 address in brackets",
            Self::IpForm => "is not an origin: browsers write this IP address in another form",
            Self::IpSubdomains => "is not an origin: an IP address has no subdomains",
            Self::Asterisk => "is not an origin: a `*` is not allowed there",
            Self::EmptyPort => "is not an origin: it has a colon but no port",
            Self::Port => "is not an origin: its port is not one of 1 to 65535",
            Self::DefaultPort => "is not an origin: browsers leave out the default port",
        }
    }

    /// The help if no correction can be derived.
    pub(super) const fn advice(self) -> &'static str {
        match self {
            Self::Empty => "leave it out, or write an origin, as in `https://app.example.com`",
            Self::Regex => {
                "write `https://*.example.com` for subdomains, or `origins = dynamic(…)` for what no \
                 pattern can express"
            }
            Self::Asterisk => {
                "write `https://*.example.com` for subdomains, `https://*-team.example.com` for names \
                 with that ending, `https://example.com:*` for any port, or `\"*\"` for every origin"
            }
            Self::Several => {
                "write a list, such as `[\"https://a.example.com\", \"https://b.example.com\"]`"
            }
            Self::PagelessScheme => {
                "write the origin of the page that sends the requests, as in `https://app.example.com`"
            }
            Self::IpRange => {
                "list each address, or write `origins = dynamic(…)` to check the range"
            }
            Self::Port => "write a port of 1 to 65535, or `*` for any",
            Self::Ipv6 => "write the address in brackets, as in `http://[::1]:8080`",
            Self::IpSubdomains => "list each address, as in `http://127.0.0.1:8080`",
            Self::Punycode | Self::Unicode => {
                "write the value of `location.origin` on a page of that site"
            }
            Self::Ipv4 => "write the address with four numbers, as in `http://127.0.0.1:8080`",
            _ => "write scheme, host and port, as in `https://app.example.com:8443`",
        }
    }
}
