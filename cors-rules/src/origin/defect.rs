/// The reason why a string is not an origin pattern, or not a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the clause describes each variant")]
pub enum Defect {
    Empty,
    Regex,
    WhiteSpace,
    Several,
    NoScheme,
    NoSlashes,
    Scheme,
    SchemeTypo,
    SchemeTooLong,
    PagelessScheme,
    Path,
    Query,
    Fragment,
    UserInfo,
    UpperCase,
    Unicode,
    NoHost,
    HostByte,
    EmptyLabel,
    LabelTooLong,
    HostTooLong,
    Punycode,
    Ipv4,
    Ipv6,
    IpRange,
    IpForm,
    IpSubdomains,
    Asterisk,
    EmptyPort,
    Port,
    DefaultPort,
}

impl Defect {
    /// Returns the clause that follows "is not an origin: " or "is not a host: " in the message.
    pub(super) const fn clause(self) -> &'static str {
        match self {
            Self::Empty => "it is empty",
            Self::Regex => "it is a regular expression",
            Self::WhiteSpace => "it has white space around it",
            Self::Several => "it is a list in one string",
            Self::NoScheme => "it has no scheme",
            Self::NoSlashes => "it has no `//` after its scheme",
            Self::Scheme => "the part before `://` is not a scheme",
            Self::SchemeTypo => "its scheme is `http` or `https`, misspelled",
            Self::SchemeTooLong => "its scheme is longer than 64 bytes",
            Self::PagelessScheme => "no page's origin has this scheme",
            Self::Path => "it has a path",
            Self::Query => "it has a query",
            Self::Fragment => "it has a fragment",
            Self::UserInfo => "it has user info",
            Self::UpperCase => "it has upper-case letters, and browsers send lower case",
            Self::Unicode => "it has characters outside ASCII, and browsers send Punycode",
            Self::NoHost => "it has no host",
            Self::HostByte => "its host has a character that hosts cannot have",
            Self::EmptyLabel => "its host has an empty label",
            Self::LabelTooLong => "its host has a label longer than 63 bytes",
            Self::HostTooLong => "its host is longer than 253 bytes",
            Self::Punycode => "its host has a label that is not valid Punycode",
            Self::Ipv4 => "its host ends in a number but is not an IPv4 address",
            Self::Ipv6 => "its host is not an IPv6 address in brackets",
            Self::IpRange => "it is a range of IP addresses",
            Self::IpForm => "browsers write this IP address in another form",
            Self::IpSubdomains => "an IP address has no subdomains",
            Self::Asterisk => "a `*` is not allowed there",
            Self::EmptyPort => "it has a colon but no port",
            Self::Port => "its port is not one of 1 to 65535",
            Self::DefaultPort => "browsers leave out the default port",
        }
    }

    /// Returns the advice for an origin that has this defect, which is the help if no correction is proposed.
    pub(super) const fn advice(self) -> &'static str {
        match self {
            Self::Empty => "leave it out, or write an origin, as in `https://app.example.com`",
            Self::Regex => {
                "write `https://*.example.com` for subdomains, or write `origins = dynamic(…)` for what \
                 no pattern can express"
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
