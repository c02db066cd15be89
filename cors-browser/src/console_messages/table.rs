//! The table of the messages about CORS that the consoles of browsers show.

/// Passes the table of console messages to a macro. The enum, the documentation pages and the browser tests are
/// generated from this table.
///
/// `chromium`, `firefox` and `safari` contain fragments of the message. `safari` can contain several wordings. The
/// wordings of Safari are in the source code of WebKit. The files `CrossOriginAccessControl.cpp`,
/// `CrossOriginPreflightResultCache.cpp` and `DocumentThreadableLoader.cpp` are in
/// <https://github.com/WebKit/WebKit/tree/main/Source/WebCore/loader>. The files `NetworkLoadChecker.cpp` and
/// `NetworkCORSPreflightChecker.cpp` are in
/// <https://github.com/WebKit/WebKit/tree/main/Source/WebKit/NetworkProcess>.
///
/// `call` is the second argument of a `fetch()` call that causes the message. `before` is the cause on the server: the
/// arguments of `#[cors]` (`policy`), or a response that another component writes (`answer`). `after` has the arguments
/// of `#[cors]` after the change that `edit` describes. If the server is not the cause, `call`, `before` and `after`
/// are empty.
#[macro_export]
#[doc(hidden)]
macro_rules! each_console_message {
    ($callback:ident) => {
        $callback! {
            DisallowedByMode disallowed_by_mode
            chromium["not allowed by request mode"]
            firefox[]
            safari[["Cross origin requests are not allowed when using same-origin fetch mode"]]
            response["Nothing: the page requests another origin with `mode: \"same-origin\"`."]
            key["none: the cause is the call of the page"]
            edit["Leave `mode` out of the call of the page."]
            call[""]
            before[]
            after[]

            InvalidResponse invalid_response
            chromium["blocked by CORS policy" "The response is invalid"]
            firefox[]
            safari[]
            response["No response, or no valid HTTP response: the preflight failed below the CORS \
                  protocol."]
            key["none: the cause is the connection"]
            edit["Check that the server runs, and why the connection ends."]
            call[""]
            before[]
            after[]

            WildcardOriginNotAllowed wildcard_origin_not_allowed
            chromium["must not be the wildcard '*' when the request's credentials mode is 'include'"]
            firefox["Credential is not supported if the CORS header 'Access-Control-Allow-Origin' is '*'"]
            safari[["Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true"]]
            response["`Access-Control-Allow-Origin: *`, but the page sends the request with \
                  credentials. `*` is valid without credentials only."]
            key["`origins`, with `allow_credentials`"]
            edit["List the origins instead of `*`, and add `allow_credentials`. For public \
                  data, leave `credentials: \"include\"` out of the call of the page instead."]
            call["{ credentials: 'include' }"]
            before[policy origins = "*"]
            after[origins = APP, allow_credentials]

            MissingAllowOriginHeader missing_allow_origin_header
            chromium["No 'Access-Control-Allow-Origin' header is present on the requested resource"]
            firefox["CORS header 'Access-Control-Allow-Origin' missing"]
            safari[["is not allowed by Access-Control-Allow-Origin"]]
            response["A response without `Access-Control-Allow-Origin`: the policy does not allow \
                  the page's origin, or no policy applies to the response. No policy applies to \
                  the router's 404, to a login's 401, and to a handler without an attribute. \
                  Firefox shows this message for a preflight too. Safari also shows it if the \
                  header has the value of another origin."]
            key["`origins`"]
            edit["Add the page's origin to `origins`. For responses that no handler produces, \
                  wrap the application in `Cors`."]
            call["{}"]
            before[policy origins = "https://staff.example.com"]
            after[origins = ["https://staff.example.com", APP]]

            MultipleAllowOriginValues multiple_allow_origin_values
            chromium["'Access-Control-Allow-Origin' header contains multiple values"]
            firefox["Multiple CORS header 'Access-Control-Allow-Origin' not allowed"]
            safari[["Access-Control-Allow-Origin cannot contain more than one origin"]]
            response["Two values of `Access-Control-Allow-Origin`: a proxy or another CORS \
                  middleware adds one to the value of the policy. Firefox may report instead \
                  that the values do not match."]
            key["`origins`"]
            edit["Let one component write the header: remove it from the proxy, and list in \
                  `origins` what the proxy allowed."]
            call["{}"]
            before[answer 200 "access-control-allow-origin: https://app.example.com" "access-control-allow-origin: https://app.example.com"]
            after[origins = APP]

            InvalidAllowOriginValue invalid_allow_origin_value
            chromium["'Access-Control-Allow-Origin' header contains the invalid value"]
            firefox[]
            safari[]
            response["An `Access-Control-Allow-Origin` that is not an origin, such as one without \
                  its scheme. This library sends no such value, so another component writes the \
                  header. Firefox and Safari report that the value does not match."]
            key["`origins`"]
            edit["Remove the header from the code or the proxy that writes it, and list the \
                  origin, with its scheme, in `origins`."]
            call["{}"]
            before[answer 200 "access-control-allow-origin: app.example.com"]
            after[origins = APP]

            AllowOriginMismatch allow_origin_mismatch
            chromium["'Access-Control-Allow-Origin' header has a value" "that is not equal to the supplied origin"]
            firefox["CORS header 'Access-Control-Allow-Origin' does not match"]
            safari[]
            response["The `Access-Control-Allow-Origin` of another page. This library sends the \
                  page's own origin or none. A proxy writes the header, or a cache that ignores \
                  `Vary: Origin` returns the response for another page."]
            key["`origins`"]
            edit["Remove the header from the proxy, and list every origin in `origins`."]
            call["{}"]
            before[answer 200 "access-control-allow-origin: https://staff.example.com"]
            after[origins = ["https://staff.example.com", APP]]

            InvalidAllowCredentials invalid_allow_credentials
            chromium["The value of the 'Access-Control-Allow-Credentials' header in the response is"]
            firefox["expected 'true' in CORS header 'Access-Control-Allow-Credentials'"]
            safari[["Credentials flag is true, but Access-Control-Allow-Credentials is not"]]
            response["No `Access-Control-Allow-Credentials: true`, although the origin is allowed: \
                  the page sends the request with credentials."]
            key["`allow_credentials`"]
            edit["Add `allow_credentials`, or leave `credentials: \"include\"` out of the call \
                  of the page."]
            call["{ credentials: 'include' }"]
            before[policy origins = APP]
            after[origins = APP, allow_credentials]

            CorsDisabledScheme cors_disabled_scheme
            chromium["Cross origin requests are only supported for protocol schemes"]
            firefox["CORS request not http"]
            safari[["Cross origin requests are only supported for HTTP"]]
            response["Nothing: the page was opened from a file, or requests a URL that is not \
                  `http` or `https`."]
            key["none: the cause is the call of the page"]
            edit["Serve the page over HTTP, and call the API by its full URL."]
            call[""]
            before[]
            after[]

            PreflightInvalidStatus preflight_invalid_status
            chromium["It does not have HTTP ok status"]
            firefox["CORS preflight response did not succeed"]
            safari[["Preflight response is not successful"]]
            response["A preflight response with a status outside 200 to 299: middleware in front of \
                  the policy rejected the preflight. A browser sends no credentials with a \
                  preflight, so a login answers 401."]
            key["none: the cause is middleware in front of the policy"]
            edit["Wrap that middleware in `ExceptPreflights`, and annotate the handler."]
            call["{ method: 'PUT' }"]
            before[answer 401 "access-control-allow-origin: *" "access-control-allow-methods: PUT"]
            after[origins = APP]

            PreflightDisallowedRedirect preflight_disallowed_redirect
            chromium["Redirect is not allowed for a preflight request"]
            firefox["CORS request external redirect not allowed"]
            safari[["Preflight response is not successful" "Status code: 30"]]
            response["A redirect as the response to a preflight: to `https`, to a path with a slash \
                  at its end, or to a login page."]
            key["none: the cause is middleware in front of the policy"]
            edit["Call the URL to which the redirect leads. `NormalizePath` serves both paths \
                  without a redirect."]
            call["{ method: 'PUT' }"]
            before[answer 307 "access-control-allow-origin: *" "location: /elsewhere"]
            after[origins = APP]

            PreflightWildcardOriginNotAllowed preflight_wildcard_origin_not_allowed
            chromium["access control check" "must not be the wildcard '*' when the request's credentials mode is 'include'"]
            firefox[]
            safari[]
            response["`Access-Control-Allow-Origin: *` in the preflight response, but the page \
                  sends the request with credentials. `*` is valid without credentials only."]
            key["`origins`, with `allow_credentials`"]
            edit["List the origins instead of `*`, and add `allow_credentials`. For public \
                  data, leave `credentials: \"include\"` out of the call of the page instead."]
            call["{ method: 'PUT', credentials: 'include' }"]
            before[policy origins = "*"]
            after[origins = APP, allow_credentials]

            PreflightMissingAllowOriginHeader preflight_missing_allow_origin_header
            chromium["access control check" "No 'Access-Control-Allow-Origin' header is present on the requested resource"]
            firefox[]
            safari[["Preflight response is not successful" "Status code: 403"] ["Preflight response is not successful" "Status code: 404"]]
            response["A preflight response without `Access-Control-Allow-Origin`. With status 403, \
                  the policy does not allow the page's origin or the method. With 404, no \
                  annotated handler on the path serves the method; methods are compared with \
                  case (`patch` is not `PATCH`). With 401, a login in front of the policy \
                  rejected the preflight."]
            key["`origins` or `methods`"]
            edit["Add the page's origin to `origins`. If it is there, add the method to \
                  `methods`. Wrap a login in `ExceptPreflights`."]
            call["{ method: 'PUT' }"]
            before[policy origins = "https://staff.example.com"]
            after[origins = ["https://staff.example.com", APP]]

            PreflightMultipleAllowOriginValues preflight_multiple_allow_origin_values
            chromium["access control check" "'Access-Control-Allow-Origin' header contains multiple values"]
            firefox[]
            safari[]
            response["Two values of `Access-Control-Allow-Origin` in the preflight response: a \
                  proxy or another CORS middleware adds one to the value of the policy."]
            key["`origins`"]
            edit["Let one component write the header: remove it from the proxy, and list in \
                  `origins` what the proxy allowed."]
            call["{ method: 'PUT' }"]
            before[answer 204 "access-control-allow-origin: https://app.example.com" "access-control-allow-origin: https://app.example.com"]
            after[origins = APP]

            PreflightInvalidAllowOriginValue preflight_invalid_allow_origin_value
            chromium["access control check" "'Access-Control-Allow-Origin' header contains the invalid value"]
            firefox[]
            safari[]
            response["A preflight response with an `Access-Control-Allow-Origin` that is not an \
                  origin, such as one without its scheme. This library sends no such value, so \
                  another component answers."]
            key["`origins`"]
            edit["Remove the header from the code or the proxy that writes it, and list the \
                  origin, with its scheme, in `origins`."]
            call["{ method: 'PUT' }"]
            before[answer 204 "access-control-allow-origin: app.example.com"]
            after[origins = APP]

            PreflightAllowOriginMismatch preflight_allow_origin_mismatch
            chromium["access control check" "'Access-Control-Allow-Origin' header has a value" "that is not equal to the supplied origin"]
            firefox[]
            safari[]
            response["The `Access-Control-Allow-Origin` of another page in the preflight response. \
                  This library sends the page's own origin or none, so another component \
                  answers."]
            key["`origins`"]
            edit["Remove the header from the proxy, and list every origin in `origins`."]
            call["{ method: 'PUT' }"]
            before[answer 204 "access-control-allow-origin: https://staff.example.com"]
            after[origins = ["https://staff.example.com", APP]]

            PreflightInvalidAllowCredentials preflight_invalid_allow_credentials
            chromium["access control check" "The value of the 'Access-Control-Allow-Credentials' header in the response is"]
            firefox[]
            safari[]
            response["A preflight response without `Access-Control-Allow-Credentials: true`, \
                  although the origin is allowed: the page sends the request with credentials."]
            key["`allow_credentials`"]
            edit["Add `allow_credentials`, or leave `credentials: \"include\"` out of the call \
                  of the page."]
            call["{ method: 'PUT', credentials: 'include' }"]
            before[policy origins = APP]
            after[origins = APP, allow_credentials]

            InvalidAllowMethodsPreflightResponse invalid_allow_methods_preflight_response
            chromium["Cannot parse Access-Control-Allow-Methods response header field in preflight response"]
            firefox["invalid token" "in CORS header 'Access-Control-Allow-Methods'"]
            safari[["Header Access-Control-Allow-Methods has an invalid value"]]
            response["An `Access-Control-Allow-Methods` in the preflight response that is not a \
                  list separated by commas. This library sends no such value, so another \
                  component answers."]
            key["`methods`"]
            edit["Remove the header from the code or the proxy that writes it, and annotate the \
                  handler: its policy allows what the route serves."]
            call["{ method: 'PUT' }"]
            before[answer 204 "access-control-allow-origin: *" "access-control-allow-methods: GET PUT"]
            after[origins = APP]

            InvalidAllowHeadersPreflightResponse invalid_allow_headers_preflight_response
            chromium["Cannot parse Access-Control-Allow-Headers response header field in preflight response"]
            firefox["invalid token" "in CORS header 'Access-Control-Allow-Headers'"]
            safari[["Header Access-Control-Allow-Headers has an invalid value"]]
            response["An `Access-Control-Allow-Headers` in the preflight response that is not a \
                  list separated by commas. This library sends no such value, so another \
                  component answers."]
            key["`allow_headers`"]
            edit["Remove the header from the code or the proxy that writes it, and list the \
                  names in `allow_headers`."]
            call["{ headers: { 'x-request-id': '1' } }"]
            before[answer 204 "access-control-allow-origin: *" "access-control-allow-headers: content-type x-request-id"]
            after[origins = APP, allow_headers = ["content-type", "x-request-id"]]

            MethodDisallowedByPreflightResponse method_disallowed_by_preflight_response
            chromium["is not allowed by Access-Control-Allow-Methods in preflight response"]
            firefox["Did not find method in CORS header 'Access-Control-Allow-Methods'"]
            safari[["is not allowed by Access-Control-Allow-Methods"]]
            response["An `Access-Control-Allow-Methods` in the preflight response that lacks the \
                  method: another component answered for the handler. This library answers such \
                  a preflight with 403, for which the console reports that \
                  `Access-Control-Allow-Origin` is missing."]
            key["`methods`"]
            edit["Annotate the handler that serves the method, and stop the other component \
                  from answering preflights."]
            call["{ method: 'PUT' }"]
            before[answer 204 "access-control-allow-origin: *" "access-control-allow-methods: GET"]
            after[origins = APP]

            HeaderDisallowedByPreflightResponse header_disallowed_by_preflight_response
            chromium["is not allowed by Access-Control-Allow-Headers in preflight response"]
            firefox["is not allowed according to header 'Access-Control-Allow-Headers' from CORS preflight response"]
            safari[["is not allowed by Access-Control-Allow-Headers"]]
            response["A preflight response that allows the origin and the method, with an \
                  `Access-Control-Allow-Headers` that lacks a header of the page's request. The \
                  message names the header."]
            key["`allow_headers`"]
            edit["Add the header's name to `allow_headers`."]
            call["{ headers: { 'x-request-id': '1' } }"]
            before[policy origins = APP, allow_headers = "content-type"]
            after[origins = APP, allow_headers = ["content-type", "x-request-id"]]

            RedirectContainsCredentials redirect_contains_credentials
            chromium["contains a username and password, which is disallowed for cross-origin requests"]
            firefox[]
            safari[["denied by Cross-Origin Resource Sharing policy" "has credentials"]]
            response["A redirect to a URL with a user name or a password."]
            key["none: the cause is the redirect"]
            edit["Leave the user name and the password out of the redirect's `Location`."]
            call["{}"]
            before[answer 302 "access-control-allow-origin: *" "location: http://user:password@localhost/"]
            after[origins = APP]

            InsecureLocalNetwork insecure_local_network
            chromium["is not a secure context and the resource is in more-private address space"]
            firefox[]
            safari[]
            response["Nothing: a page over `http` requests a server in a local network or on this \
                  machine."]
            key["none: the cause is the browser's rule for local networks"]
            edit["Load the page over `https`, or from `localhost`."]
            call[""]
            before[]
            after[]

            InvalidLocalNetworkAccess invalid_local_network_access
            chromium["Request had a target IP address space of"]
            firefox[]
            safari[]
            response["Nothing: the page states that the server is in another network than it is."]
            key["none: the cause is the call of the page"]
            edit["Leave `targetAddressSpace` out of the call of the page, or use the value that \
                  the message names."]
            call[""]
            before[]
            after[]

            NoCorsRedirectModeNotFollow no_cors_redirect_mode_not_follow
            chromium["Request mode is \"no-cors\" but the redirect mode is not \"follow\""]
            firefox[]
            safari[]
            response["Nothing: the page's call has `mode: \"no-cors\"`, and redirects that are not \
                  followed."]
            key["none: the cause is the call of the page"]
            edit["Leave `mode` and `redirect` out of the call of the page."]
            call[""]
            before[]
            after[]

            LocalNetworkAccessPermissionDenied local_network_access_permission_denied
            chromium["Permission was denied for this request to access the"]
            firefox[]
            safari[]
            response["Nothing: a public page requests a server in a local network or on this \
                  machine, and the user has not allowed it."]
            key["none: the cause is the user's permission"]
            edit["Allow the page to reach the local network when the browser asks, or serve \
                  both in one network."]
            call[""]
            before[]
            after[]

            CorsDisabled cors_disabled
            chromium[]
            firefox["Reason: CORS disabled"]
            safari[]
            response["Nothing: the CORS protocol is disabled in this Firefox."]
            key["none: the cause is the browser's setting"]
            edit["Set `content.cors.disable` to `false` in `about:config`."]
            call[""]
            before[]
            after[]

            CorsDidNotSucceed cors_did_not_succeed
            chromium[]
            firefox["CORS request did not succeed"]
            safari[["due to access control checks"]]
            response["No response: the server does not run, its certificate is not trusted, or an \
                  extension of the browser stopped the request. If another message names the \
                  same URL, read that one: this message has no information of its own."]
            key["none: the cause is the connection"]
            edit["Open the URL in a tab of its own: the browser then shows the error."]
            call[""]
            before[]
            after[]

            CorsOriginHeaderNotAdded cors_origin_header_not_added
            chromium[]
            firefox["CORS header 'Origin' cannot be added"]
            safari[]
            response["Nothing: Firefox could not send the page's origin."]
            key["none: the cause is the browser"]
            edit["Try without the browser's extensions, or from another page."]
            call[""]
            before[]
            after[]
        }
    };
}
