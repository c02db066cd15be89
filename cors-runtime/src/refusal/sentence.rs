//! What happened, in a sentence.

use super::{Reason, Refusal};

impl Refusal {
    pub(super) fn sentence(&self) -> String {
        let handler = self.handler();
        let origin = self.origin().unwrap_or_else(|| "a page".to_owned());
        let asked = self.asked().unwrap_or_default();
        match self.reason() {
            Reason::OriginNotAllowed => {
                format!("`{origin}` is not allowed by `{handler}`{}", self.but_for())
            }
            Reason::OriginMalformed => {
                format!(
                    "`{origin}` is not an origin as a browser sends it, so `{handler}` allows nothing"
                )
            }
            Reason::OriginRepeated => {
                format!("the request to `{handler}` has more than one `Origin` header")
            }
            Reason::MethodNotAllowed => {
                format!("`{asked}` is not among the methods that `{handler}` allows `{origin}`")
            }
            Reason::HeaderNotAllowed => format!(
                "`{asked}` is not in the `allow_headers` of `{handler}`: the preflight of `{origin}` \
                 is answered, and the browser refuses"
            ),
            Reason::Foreign => {
                let verb = if self.is_reported { "would be" } else { "is" };
                format!(
                    "a request that `{origin}` had a browser send to `{handler}` {verb} refused by \
                     `enforce`{}",
                    self.but_for()
                )
            }
            Reason::TakenOnAnothersPreflight => format!(
                "a request of `{origin}` to `{handler}` was preflighted by somebody else: this \
                 policy would have refused the preflight"
            ),
            Reason::Host => match &self.asked {
                Some(host) => format!("`{host}` is not in the `hosts` of `{handler}`"),
                None => format!("the request to `{handler}` names no host, or two"),
            },
        }
    }

    fn but_for(&self) -> String {
        self.nearest().map(|nearest| format!(": {nearest}")).unwrap_or_default()
    }
}
