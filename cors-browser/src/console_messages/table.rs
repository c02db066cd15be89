//! The table of console messages.

/// Passes the table of console messages to a macro: the enum, the documentation pages and the browser tests
/// are made from it.
///
/// `chromium` and `firefox` are fragments of the message. `call` is the second argument of a `fetch` that
/// causes the message. `before` is the server that causes it: the keys of an attribute (`policy`), or a
/// response that another component writes (`answer`); it is empty if no server is the cause. `after` is the
/// attribute after the edit.
#[macro_export]
#[doc(hidden)]
macro_rules! each_console_message {
    ($with:ident) => {
        $with! {
            DisallowedByMode disallowed_by_mode
            chromium["not allowed by request mode"]
            firefox[]
            sent["Nothing: the page fetches another origin with `mode: \"same-origin\"`."]
            key["none: it is the page's call"]
            edit["Leave `mode` out of the page's call."]
            call[""]
            before[]
            after[]

            InvalidResponse invalid_response
            chromium["blocked by CORS policy" "The response is invalid"]
            firefox[]
            sent["No answer, or none that is HTTP: the preflight failed below the CORS protocol."]
            key["none: it is the connection"]
            edit["Look whether the server runs and how its connection ends."]
            call[""]
            before[]
            after[]

            WildcardOriginNotAllowed wildcard_origin_not_allowed
            chromium["must not be the wildcard '*' when the request's credentials mode is 'include'"]
            firefox["Credential is not supported if the CORS header 'Access-Control-Allow-Origin' is '*'"]
            sent["`Access-Control-Allow-Origin: *`, and the page sends its call with credentials: `*` counts \
                  without them only."]
            key["`origins`, with `allow_credentials`"]
            edit["Name the origins in place of `*`, and add `allow_credentials`. For public data, have the \
                  page leave `credentials: \"include\"` out instead."]
            call["{ credentials: 'include' }"]
            before[policy origins = "*"]
            after[origins = APP, allow_credentials]

            MissingAllowOriginHeader missing_allow_origin_header
            chromium["No 'Access-Control-Allow-Origin' header is present on the requested resource"]
            firefox["CORS header 'Access-Control-Allow-Origin' missing"]
            sent["An answer without `Access-Control-Allow-Origin`: the policy does not allow the page's \
                  origin. What no policy stands on has none either: the router's 404, a login's 401, a \
                  handler without an attribute. Firefox says the same of a preflight."]
            key["`origins`"]
            edit["Add the page's origin to `origins`. For what is not annotated, wrap the application in \
                  `Cors`."]
            call["{}"]
            before[policy origins = "https://staff.example.com"]
            after[origins = ["https://staff.example.com", APP]]

            MultipleAllowOriginValues multiple_allow_origin_values
            chromium["'Access-Control-Allow-Origin' header contains multiple values"]
            firefox["Multiple CORS header 'Access-Control-Allow-Origin' not allowed"]
            sent["Two values of `Access-Control-Allow-Origin`: a proxy, or other CORS middleware, adds one \
                  to the policy's. Firefox may say instead that they do not match."]
            key["`origins`"]
            edit["Let one of them write it: take the header out of the proxy, and list in `origins` what \
                  it allowed."]
            call["{}"]
            before[answer 200 "access-control-allow-origin: https://app.example.com" "access-control-allow-origin: https://app.example.com"]
            after[origins = APP]

            InvalidAllowOriginValue invalid_allow_origin_value
            chromium["'Access-Control-Allow-Origin' header contains the invalid value"]
            firefox[]
            sent["An `Access-Control-Allow-Origin` that is no origin: one without its scheme, say. A policy \
                  of this library sends none such, so somebody else writes the header. Firefox says that \
                  it does not match."]
            key["`origins`"]
            edit["Take the header out of the code or the proxy that writes it, and list the origin, with its \
                  scheme, in `origins`."]
            call["{}"]
            before[answer 200 "access-control-allow-origin: app.example.com"]
            after[origins = APP]

            AllowOriginMismatch allow_origin_mismatch
            chromium["'Access-Control-Allow-Origin' header has a value" "that is not equal to the supplied origin"]
            firefox["CORS header 'Access-Control-Allow-Origin' does not match"]
            sent["The `Access-Control-Allow-Origin` of another page. A policy of this library sends the \
                  page's own origin or none: a proxy writes the header, or a cache keeps one page's answer \
                  for another, having dropped `Vary: Origin`."]
            key["`origins`"]
            edit["Take the header out of the proxy, and list every origin in `origins`."]
            call["{}"]
            before[answer 200 "access-control-allow-origin: https://staff.example.com"]
            after[origins = ["https://staff.example.com", APP]]

            InvalidAllowCredentials invalid_allow_credentials
            chromium["The value of the 'Access-Control-Allow-Credentials' header in the response is"]
            firefox["expected 'true' in CORS header 'Access-Control-Allow-Credentials'"]
            sent["The page's origin is allowed, and `Access-Control-Allow-Credentials: true` is missing: \
                  the page sends its call with credentials."]
            key["`allow_credentials`"]
            edit["Add `allow_credentials`, or have the page leave `credentials: \"include\"` out."]
            call["{ credentials: 'include' }"]
            before[policy origins = APP]
            after[origins = APP, allow_credentials]

            CorsDisabledScheme cors_disabled_scheme
            chromium["Cross origin requests are only supported for protocol schemes"]
            firefox["CORS request not http"]
            sent["Nothing: the page was opened from a file, or calls a URL that is not `http` or `https`."]
            key["none: it is the page's call"]
            edit["Serve the page over HTTP, and call the API by its full URL."]
            call[""]
            before[]
            after[]

            PreflightInvalidStatus preflight_invalid_status
            chromium["It does not have HTTP ok status"]
            firefox["CORS preflight response did not succeed"]
            sent["A preflight's answer with CORS headers, and a status that is not 200 to 299: middleware \
                  between them and the policy refuses it. A browser sends no credentials with a preflight, \
                  so a login answers 401."]
            key["none: it is middleware in front of the policy"]
            edit["Wrap that middleware in `ExceptPreflights`, and annotate the handler."]
            call["{ method: 'PUT' }"]
            before[answer 401 "access-control-allow-origin: *" "access-control-allow-methods: PUT"]
            after[origins = APP]

            PreflightDisallowedRedirect preflight_disallowed_redirect
            chromium["Redirect is not allowed for a preflight request"]
            firefox["CORS request external redirect not allowed"]
            sent["A redirect as a preflight's answer: to `https`, to a path with a slash at its end, to a \
                  login page."]
            key["none: it is middleware in front of the policy"]
            edit["Have the page call the URL that the redirect leads to; `NormalizePath` serves both \
                  paths without a redirect."]
            call["{ method: 'PUT' }"]
            before[answer 307 "access-control-allow-origin: *" "location: /elsewhere"]
            after[origins = APP]

            PreflightWildcardOriginNotAllowed preflight_wildcard_origin_not_allowed
            chromium["access control check" "must not be the wildcard '*' when the request's credentials mode is 'include'"]
            firefox[]
            sent["`Access-Control-Allow-Origin: *` as a preflight's answer, and the page sends its call \
                  with credentials: `*` counts without them only."]
            key["`origins`, with `allow_credentials`"]
            edit["Name the origins in place of `*`, and add `allow_credentials`. For public data, have the \
                  page leave `credentials: \"include\"` out instead."]
            call["{ method: 'PUT', credentials: 'include' }"]
            before[policy origins = "*"]
            after[origins = APP, allow_credentials]

            PreflightMissingAllowOriginHeader preflight_missing_allow_origin_header
            chromium["access control check" "No 'Access-Control-Allow-Origin' header is present on the requested resource"]
            firefox[]
            sent["A preflight's answer without `Access-Control-Allow-Origin`. A 403 is the policy's, which \
                  does not allow the page's origin, or the method; a 404 says that no annotated handler on \
                  the path serves the method, which is compared with case (`patch` is not `PATCH`); a 401 \
                  is that of a login in front of the policy."]
            key["`origins`, or `methods`"]
            edit["Add the page's origin to `origins`; where it is there, the method to `methods`. Wrap a \
                  login in `ExceptPreflights`."]
            call["{ method: 'PUT' }"]
            before[policy origins = "https://staff.example.com"]
            after[origins = ["https://staff.example.com", APP]]

            PreflightMultipleAllowOriginValues preflight_multiple_allow_origin_values
            chromium["access control check" "'Access-Control-Allow-Origin' header contains multiple values"]
            firefox[]
            sent["Two values of `Access-Control-Allow-Origin` as a preflight's answer: a proxy, or other \
                  CORS middleware, adds one to the policy's."]
            key["`origins`"]
            edit["Let one of them write it: take the header out of the proxy, and list in `origins` what \
                  it allowed."]
            call["{ method: 'PUT' }"]
            before[answer 204 "access-control-allow-origin: https://app.example.com" "access-control-allow-origin: https://app.example.com"]
            after[origins = APP]

            PreflightInvalidAllowOriginValue preflight_invalid_allow_origin_value
            chromium["access control check" "'Access-Control-Allow-Origin' header contains the invalid value"]
            firefox[]
            sent["A preflight's answer with an `Access-Control-Allow-Origin` that is no origin: one without \
                  its scheme, say. A policy of this library sends none such, so somebody else answers."]
            key["`origins`"]
            edit["Take the header out of the code or the proxy that writes it, and list the origin, with its \
                  scheme, in `origins`."]
            call["{ method: 'PUT' }"]
            before[answer 204 "access-control-allow-origin: app.example.com"]
            after[origins = APP]

            PreflightAllowOriginMismatch preflight_allow_origin_mismatch
            chromium["access control check" "'Access-Control-Allow-Origin' header has a value" "that is not equal to the supplied origin"]
            firefox[]
            sent["The `Access-Control-Allow-Origin` of another page as a preflight's answer. A policy of \
                  this library sends the page's own origin or none, so somebody else answers."]
            key["`origins`"]
            edit["Take the header out of the proxy, and list every origin in `origins`."]
            call["{ method: 'PUT' }"]
            before[answer 204 "access-control-allow-origin: https://staff.example.com"]
            after[origins = ["https://staff.example.com", APP]]

            PreflightInvalidAllowCredentials preflight_invalid_allow_credentials
            chromium["access control check" "The value of the 'Access-Control-Allow-Credentials' header in the response is"]
            firefox[]
            sent["The preflight's answer allows the page's origin, and `Access-Control-Allow-Credentials: \
                  true` is missing: the page sends its call with credentials."]
            key["`allow_credentials`"]
            edit["Add `allow_credentials`, or have the page leave `credentials: \"include\"` out."]
            call["{ method: 'PUT', credentials: 'include' }"]
            before[policy origins = APP]
            after[origins = APP, allow_credentials]

            InvalidAllowMethodsPreflightResponse invalid_allow_methods_preflight_response
            chromium["Cannot parse Access-Control-Allow-Methods response header field in preflight response"]
            firefox["invalid token" "in CORS header 'Access-Control-Allow-Methods'"]
            sent["A preflight's `Access-Control-Allow-Methods` that is not a list with commas. A policy of \
                  this library sends none such, so somebody else answers."]
            key["`methods`"]
            edit["Take the header out of the code or the proxy that writes it, and annotate the handler: \
                  what its route serves is allowed."]
            call["{ method: 'PUT' }"]
            before[answer 204 "access-control-allow-origin: *" "access-control-allow-methods: GET PUT"]
            after[origins = APP]

            InvalidAllowHeadersPreflightResponse invalid_allow_headers_preflight_response
            chromium["Cannot parse Access-Control-Allow-Headers response header field in preflight response"]
            firefox["invalid token" "in CORS header 'Access-Control-Allow-Headers'"]
            sent["A preflight's `Access-Control-Allow-Headers` that is not a list with commas. A policy of \
                  this library sends none such, so somebody else answers."]
            key["`allow_headers`"]
            edit["Take the header out of the code or the proxy that writes it, and list the names in \
                  `allow_headers`."]
            call["{ headers: { 'x-request-id': '1' } }"]
            before[answer 204 "access-control-allow-origin: *" "access-control-allow-headers: content-type x-request-id"]
            after[origins = APP, allow_headers = ["content-type", "x-request-id"]]

            MethodDisallowedByPreflightResponse method_disallowed_by_preflight_response
            chromium["is not allowed by Access-Control-Allow-Methods in preflight response"]
            firefox["Did not find method in CORS header 'Access-Control-Allow-Methods'"]
            sent["A preflight's `Access-Control-Allow-Methods` without the method: somebody else answered \
                  for the handler. A policy of this library answers such a preflight with 403, of which \
                  the console says that `Access-Control-Allow-Origin` is missing."]
            key["`methods`"]
            edit["Annotate the handler that serves the method. Of what answers for it now, take the \
                  preflights away."]
            call["{ method: 'PUT' }"]
            before[answer 204 "access-control-allow-origin: *" "access-control-allow-methods: GET"]
            after[origins = APP]

            HeaderDisallowedByPreflightResponse header_disallowed_by_preflight_response
            chromium["is not allowed by Access-Control-Allow-Headers in preflight response"]
            firefox["is not allowed according to header 'Access-Control-Allow-Headers' from CORS preflight response"]
            sent["The preflight's answer allows the origin and the method, and its \
                  `Access-Control-Allow-Headers` lacks a header that the page sends. The message names it."]
            key["`allow_headers`"]
            edit["Add the header's name to `allow_headers`."]
            call["{ headers: { 'x-request-id': '1' } }"]
            before[policy origins = APP, allow_headers = "content-type"]
            after[origins = APP, allow_headers = ["content-type", "x-request-id"]]

            RedirectContainsCredentials redirect_contains_credentials
            chromium["contains a username and password, which is disallowed for cross-origin requests"]
            firefox[]
            sent["A redirect whose URL has a user name or a password."]
            key["none: it is the redirect"]
            edit["Leave the user name and the password out of the redirect's `Location`."]
            call["{}"]
            before[answer 302 "access-control-allow-origin: *" "location: http://user:password@localhost/"]
            after[origins = APP]

            InsecureLocalNetwork insecure_local_network
            chromium["is not a secure context and the resource is in more-private address space"]
            firefox[]
            sent["Nothing: a page over `http` calls a server in a local network, or on this machine."]
            key["none: it is the browser's rule for local networks"]
            edit["Load the page over `https`, or from `localhost`."]
            call[""]
            before[]
            after[]

            InvalidLocalNetworkAccess invalid_local_network_access
            chromium["Request had a target IP address space of"]
            firefox[]
            sent["Nothing: the page said that the server is in another network than it is."]
            key["none: it is the page's call"]
            edit["Leave `targetAddressSpace` out of the page's call, or give the one that the message names."]
            call[""]
            before[]
            after[]

            NoCorsRedirectModeNotFollow no_cors_redirect_mode_not_follow
            chromium["Request mode is \"no-cors\" but the redirect mode is not \"follow\""]
            firefox[]
            sent["Nothing: the page's call has `mode: \"no-cors\"`, and redirects that are not followed."]
            key["none: it is the page's call"]
            edit["Leave `mode` and `redirect` out of the page's call."]
            call[""]
            before[]
            after[]

            LocalNetworkAccessPermissionDenied local_network_access_permission_denied
            chromium["Permission was denied for this request to access the"]
            firefox[]
            sent["Nothing: a public page calls a server in a local network, or on this machine, and the \
                  user has not allowed it."]
            key["none: it is the user's permission"]
            edit["Allow the page to reach the local network when the browser asks, or serve both in one \
                  network."]
            call[""]
            before[]
            after[]

            CorsDisabled cors_disabled
            chromium[]
            firefox["Reason: CORS disabled"]
            sent["Nothing: this Firefox has the CORS protocol switched off."]
            key["none: it is the browser's setting"]
            edit["Set `content.cors.disable` to `false` in `about:config`."]
            call[""]
            before[]
            after[]

            CorsDidNotSucceed cors_did_not_succeed
            chromium[]
            firefox["CORS request did not succeed"]
            sent["No answer: the server does not run, its certificate is not trusted, or an extension of \
                  the browser stopped the request. Behind another message about the same URL it says \
                  nothing more: a preflight failed, so the request was not sent."]
            key["none: it is the connection"]
            edit["Open the URL in a tab of its own: the browser then says what is wrong."]
            call[""]
            before[]
            after[]

            CorsOriginHeaderNotAdded cors_origin_header_not_added
            chromium[]
            firefox["CORS header 'Origin' cannot be added"]
            sent["Nothing: Firefox could not tell the server whose page asks."]
            key["none: it is the browser"]
            edit["Try without the browser's extensions, or from another page."]
            call[""]
            before[]
            after[]
        }
    };
}
