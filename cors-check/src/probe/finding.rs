use std::fmt;

use url::Url;

use super::{
    Attempt,
    candidate::{Kind, is_loopback},
    response::{Access, Response, Responses},
};
use crate::terminal::{BAD, DIM, WARN, escaped};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Severity {
    High,
    Medium,
    Low,
    /// A result that the command does not count as a finding, for example because it is probably intended or harmless.
    Note,
}

/// One result of a probe.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) severity: Severity,
    pub(super) title: String,
    /// The lines of the request and of the response that prove the finding.
    evidence: Vec<String>,
    /// The actions of an attacker, and the access that the attacker gains. For a note, this can be the reason why no
    /// attack is possible.
    attack: String,
    /// The certainty of the finding, and its conditions.
    certainty: &'static str,
    fix: &'static str,
}

const CERTAIN_WITH_COOKIES: &str = "certain, if the server authenticates users by cookies with \
                                    `SameSite=None`, client certificates or HTTP authentication";
const CERTAIN_ON_NETWORK: &str = "certain, but harmless if the attacker can send requests to the \
                                  server directly: this matters on a company's network, a home \
                                  network, or one machine";

/// Returns the findings and notes about the responses, ordered by severity: the most severe first.
pub(super) fn findings(
    page: &str,
    url: &Url,
    baseline: &Responses,
    without_origin: &Response,
    attempts: &[Attempt],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(page_without_access(page, baseline));
    findings.extend(failing_preflight(page, baseline));
    let unrelated = attempts.iter().find(|attempt| attempt.candidate.kind == Kind::Unrelated);
    let unrelated_access = unrelated.map_or((Access::None, Access::None), |attempt| {
        let Attempt { candidate, responses } = attempt;
        (responses.read_access(&candidate.origin), responses.post_access(&candidate.origin))
    });
    for attempt in attempts {
        findings.extend(allowed_origin(url, unrelated_access, attempt));
    }
    findings.extend(missing_vary(page, baseline, without_origin, unrelated));
    findings.extend(wildcard_with_credentials(page, baseline));
    findings.sort_by_key(|finding| finding.severity);
    findings
}

/// Returns the finding for the origin of an attempt. Returns `None` if this origin has no access, or if its access is
/// harmless. For an origin other than the unrelated website, also returns `None` if every website has the same access.
/// The access of every website is `unrelated_access`, for `GET` and for `POST`.
fn allowed_origin(
    url: &Url,
    unrelated_access: (Access, Access),
    attempt: &Attempt,
) -> Option<Finding> {
    let (kind, origin) = (attempt.candidate.kind, &attempt.candidate.origin);
    let (read, post) =
        (attempt.responses.read_access(origin), attempt.responses.post_access(origin));
    // Every website has at least the access of the unrelated website. If this origin has no more access than that, it
    // needs no finding of its own, because the finding for the unrelated website covers this access.
    let has_more_access =
        kind == Kind::Unrelated || read > unrelated_access.0 || post > unrelated_access.1;
    if !has_more_access {
        return None;
    }
    let max_access = read.max(post);
    let (severity, certainty) = match (kind, max_access) {
        (_, Access::None) => return None,
        (Kind::Subdomain | Kind::UpperCase, _) => {
            (Severity::Note, "certain that the server allows it")
        }
        // A server that gives every origin access without credentials probably serves public data, so the result is not
        // a finding. The same is true of access without credentials for the same host, under `http` or on another port,
        // because these origins probably belong to the same owner.
        (Kind::Unrelated | Kind::Insecure | Kind::Port, Access::WithoutCredentials) => return None,
        // Access without credentials matters only if the attacker cannot send requests to the server directly, so the
        // finding is only a note.
        (_, Access::WithoutCredentials) => (Severity::Note, CERTAIN_ON_NETWORK),
        // If the server itself uses `http`, an attacker on the network can change its responses even without CORS.
        (Kind::Insecure, _) if url.scheme() == "http" && !is_loopback(url) => return None,
        (Kind::Insecure, _) => (Severity::Medium, CERTAIN_WITH_COOKIES),
        (Kind::Port, _) => (Severity::Low, "possible: the other port may belong to the same owner"),
        // An attacker can have a page with any of these origins.
        (
            Kind::Unrelated
            | Kind::Null
            | Kind::Suffix
            | Kind::Prefix
            | Kind::Dot
            | Kind::PublicSuffix,
            Access::WithCredentials,
        ) => match read {
            Access::WithCredentials => (Severity::High, CERTAIN_WITH_COOKIES),
            _ => (Severity::Medium, CERTAIN_WITH_COOKIES),
        },
    };
    let proof = if read >= post { &attempt.responses.get } else { &attempt.responses.preflight };
    let (fact, attacker, fix) = describe(kind, origin);
    let credentials = if max_access == Access::WithCredentials { "with" } else { "without" };
    Some(Finding {
        severity,
        title: format!("{fact} {credentials} credentials"),
        evidence: evidence(origin, proof),
        attack: match kind {
            Kind::Subdomain | Kind::UpperCase => attacker.to_owned(),
            _ => format!("{attacker} {}.", gain(read, post)),
        },
        certainty,
        fix,
    })
}

/// Returns the fact, the attacker and the fix for an origin that should not be allowed. The attacker is the beginning
/// of a sentence, which [`gain`] completes. For `Kind::Subdomain` and `Kind::UpperCase`, it is a whole sentence, which
/// states why an attacker alone gains nothing.
fn describe(kind: Kind, origin: &str) -> (String, &'static str, &'static str) {
    const DOMAIN: &str = "An attacker who registers the domain, or a similar one,";
    let fact = |origin_description: &str| format!("`{origin}`, {origin_description}, is allowed");
    match kind {
        Kind::Unrelated => (
            "Any origin is allowed".to_owned(),
            "Any website",
            "send `Access-Control-Allow-Origin` only for a list of known origins; never send back any \
             `Origin` together with `Access-Control-Allow-Credentials`",
        ),
        Kind::Null => (
            fact("the origin of a frame with `sandbox` and without `allow-same-origin`"),
            "Any website, from a sandboxed frame,",
            "never allow `null`; give the page its own origin",
        ),
        Kind::Insecure => (
            fact("which is not encrypted"),
            "An attacker on the network of a visitor (such as public Wi-Fi) puts a script into the \
             insecure page, which",
            "allow `https` only",
        ),
        Kind::Port => (
            fact("another port"),
            "A server on another port of the same host",
            "compare the port too, or keep only servers of the same owner on this host",
        ),
        Kind::Suffix => (
            fact("which begins like the allowed origin"),
            DOMAIN,
            "match the end of the origin too (`$`), or better: compare the whole origin",
        ),
        Kind::Prefix => (
            fact("which ends like the allowed domain"),
            DOMAIN,
            "require a dot before the domain, or better: compare the whole origin",
        ),
        Kind::Dot => (
            fact("which has another character in place of a dot"),
            DOMAIN,
            "escape the dot (`\\.`), or better: compare the whole origin",
        ),
        Kind::PublicSuffix => (
            fact("a domain of another owner"),
            DOMAIN,
            "list your own domains: anyone can register a domain below this suffix",
        ),
        Kind::Subdomain => (
            fact("another domain of the same owner"),
            "None, as long as every subdomain is trustworthy: a subdomain with a script of an \
             attacker, or one that an attacker took over, has the same access.",
            "list the subdomains that need access",
        ),
        Kind::UpperCase => (
            fact("in upper case"),
            "None: browsers send every origin in lower case.",
            "compare the whole origin with a list of allowed origins, byte by byte",
        ),
    }
}

/// Returns the access that an attacker gains, as the end of a sentence.
fn gain(read: Access, post: Access) -> &'static str {
    match (read, post) {
        (Access::WithCredentials, Access::WithCredentials) => {
            "reads the response as the visitor who is logged in, and sends `POST` requests with JSON as \
             that visitor"
        }
        (Access::WithCredentials, _) => "reads the response as the visitor who is logged in",
        (_, Access::WithCredentials) => {
            "sends `POST` requests with JSON as the visitor who is logged in, without reading the \
             response"
        }
        _ => "reads the response through the browser of a visitor, without the visitor's cookies",
    }
}

/// Returns a note if the page that should have access has no access.
fn page_without_access(page: &str, baseline: &Responses) -> Option<Finding> {
    if baseline.read_access(page).max(baseline.post_access(page)) != Access::None {
        return None;
    }
    let evidence = evidence(page, &baseline.get);
    Some(match baseline.get.count("access-control-allow-origin") {
        0 | 1 => note(
            format!("The server does not allow `{page}` itself"),
            evidence,
            "No attack is known. The other results are valid only if the server should allow this origin.",
            "write an origin after `--from` that the server allows",
        ),
        count => note(
            format!("`Access-Control-Allow-Origin` is sent {count} times, so no page has access"),
            evidence,
            "No attack is known. The other results are valid only if the header is sent once.",
            "send the header once: often an application and a proxy both add it",
        ),
    })
}

/// Returns a note if the page can read the response to `GET`, but the status of its preflight is not 2xx.
fn failing_preflight(page: &str, baseline: &Responses) -> Option<Finding> {
    let status = baseline.preflight.status;
    if baseline.read_access(page) == Access::None || status.is_success() {
        return None;
    }
    let fix = match status.as_u16() {
        401 | 407 => {
            "a preflight has neither a cookie nor a token, so exclude `OPTIONS` from the login"
        }
        300..=399 => "respond to `OPTIONS` at this URL, without a redirect",
        _ => "if pages need it, respond to `OPTIONS` with 204; otherwise nothing is wrong",
    };
    Some(note(
        format!("The preflight gets {}, so no page can send `POST` with JSON", status.as_u16()),
        evidence(page, &baseline.preflight),
        "None: pages have less access.",
        fix,
    ))
}

/// Returns a finding if cacheable responses differ in `Access-Control-Allow-Origin`, and one of them lacks
/// `Vary: Origin`. A cache could then serve the response for one origin to another origin.
fn missing_vary(
    page: &str,
    baseline: &Responses,
    without_origin: &Response,
    unrelated: Option<&Attempt>,
) -> Option<Finding> {
    let mut responses = vec![(page, &baseline.get), ("(none)", without_origin)];
    if let Some(attempt) = unrelated {
        responses.push((attempt.candidate.origin.as_str(), &attempt.responses.get));
    }
    responses.retain(|(_, response)| response.is_cacheable());
    let allowed = |response: &Response| response.header("access-control-allow-origin");
    let (_, first) = responses.first()?;
    if responses.iter().all(|(_, response)| allowed(response) == allowed(first)) {
        return None;
    }
    let (origin, response) = responses.iter().find(|(_, response)| !response.varies_by_origin())?;
    let mut evidence = evidence(origin, response);
    let vary = response.header("vary").unwrap_or_else(|| "(not sent)".to_owned());
    evidence.push(format!("< vary: {vary}"));
    Some(Finding {
        severity: Severity::Low,
        title: "The response differs by `Origin`, but `Vary` does not list it".to_owned(),
        evidence,
        attack: "An attacker's request fills a shared cache with a response for another origin. The \
                 cache then serves that response to the page, and the browser blocks the page until the \
                 entry expires."
            .to_owned(),
        certainty: "possible: it needs a cache between the visitors and the server",
        fix: "send `Vary: Origin` with every response of this URL, also to requests without `Origin`",
    })
}

/// Returns a note for `*` together with credentials. Browsers reject `*` in the response to a request with credentials,
/// so the combination is harmless, but useless.
fn wildcard_with_credentials(page: &str, baseline: &Responses) -> Option<Finding> {
    let response = &baseline.get;
    let both = response.header("access-control-allow-origin").as_deref() == Some("*")
        && response.header("access-control-allow-credentials").as_deref() == Some("true");
    both.then(|| {
        note(
            "`*` is sent together with `Access-Control-Allow-Credentials: true`".to_owned(),
            evidence(page, response),
            "None: browsers reject the pair, so no page reads the response of a request with \
             credentials.",
            "remove `Access-Control-Allow-Credentials`, or allow single origins",
        )
    })
}

fn note(title: String, evidence: Vec<String>, attack: &str, fix: &'static str) -> Finding {
    let certainty = "certain";
    Finding { severity: Severity::Note, title, evidence, attack: attack.to_owned(), certainty, fix }
}

fn evidence(origin: &str, response: &Response) -> Vec<String> {
    let mut evidence = vec![format!("> origin: {origin}")];
    evidence.push(format!("< {}", response.status.as_u16()));
    for name in ["access-control-allow-origin", "access-control-allow-credentials"] {
        if let Some(value) = response.header(name) {
            evidence.push(format!("< {name}: {value}"));
        }
    }
    evidence
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (style, word) = match self.severity {
            Severity::High => (BAD, "HIGH"),
            Severity::Medium => (BAD, "MEDIUM"),
            Severity::Low => (WARN, "LOW"),
            Severity::Note => (DIM, "NOTE"),
        };
        writeln!(f, "{style}{word}{style:#}  {}", escaped(&self.title))?;
        for line in &self.evidence {
            writeln!(f, "        {}", escaped(line))?;
        }
        writeln!(f, "  attack: {}", self.attack)?;
        writeln!(f, "    sure: {}", self.certainty)?;
        writeln!(f, "     fix: {}\n", self.fix)
    }
}
