// The part of the Fetch standard that decides: when is a preflight needed, and what refuses.
// The browser has the say; this only finds the words that it may not tell a script.

const safelistedMethods = ["GET", "HEAD", "POST"];
const safelistedTypes = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];
const safelistedNames = ["accept", "accept-language", "content-language"];

// https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
export function unsafeHeaderNames(headers = {}) {
  return Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value.split(";")[0].trim().toLowerCase()])
    .filter(([name, value]) =>
      name === "content-type" ? !safelistedTypes.includes(value) : !safelistedNames.includes(name))
    .map(([name]) => name)
    .sort();
}

// https://fetch.spec.whatwg.org/#http-fetch
export function preflightFor(call, origin) {
  if (call.webSocketMessage) {
    return { needed: false, why: "None: a WebSocket’s handshake is never preflighted." };
  }
  const names = unsafeHeaderNames(call.headers);
  const reasons = [];
  if (!safelistedMethods.includes(call.method)) {
    reasons.push(`${call.method} is none of GET, HEAD and POST`);
  }
  for (const name of names) {
    reasons.push(name === "content-type"
      ? `no form can send content-type ${call.headers[name]}`
      : `it sends ${name}`);
  }
  if (reasons.length === 0) {
    return { needed: false, why: `None: a plain ${call.method} could come from a link or a form too.` };
  }
  const lines = [
    `OPTIONS ${call.path}`,
    `Origin: ${origin}`,
    `Access-Control-Request-Method: ${call.method}`,
  ];
  if (names.length > 0) {
    lines.push(`Access-Control-Request-Headers: ${names.join(",")}`);
  }
  return { needed: true, why: `Needed: ${reasons.join(", and ")}.`, names, request: lines.join("\n") };
}

// https://fetch.spec.whatwg.org/#cors-check
export function corsCheck(headers, origin, withCredentials) {
  const allowed = headers.get("access-control-allow-origin");
  if (allowed === null) {
    return { passed: false, why: `has no Access-Control-Allow-Origin: the policy does not list ${origin}` };
  }
  if (allowed === "*" && withCredentials) {
    return { passed: false, why: "allows “*”, which does not count for a call with cookies" };
  }
  if (allowed !== "*" && allowed !== origin) {
    return { passed: false, why: `allows ${allowed}, and this page is ${origin}` };
  }
  if (withCredentials && headers.get("access-control-allow-credentials") !== "true") {
    return { passed: false, why: "does not allow credentials" };
  }
  const whom = [allowed === "*" ? "every origin (*)" : "this page’s origin"];
  if (withCredentials) {
    whom.push("its cookies");
  }
  return { passed: true, allows: whom, why: `allows ${sentence(whom)}` };
}

// https://fetch.spec.whatwg.org/#cors-preflight-fetch
export function preflightCheck(answer, call, names, origin) {
  const withCredentials = call.credentials === "include";
  const shared = corsCheck(answer.headers, origin, withCredentials);
  if (!shared.passed) {
    return shared;
  }
  if (answer.status < 200 || answer.status > 299) {
    return { passed: false, why: `has status ${answer.status}` };
  }
  const methods = list(answer.headers.get("access-control-allow-methods"));
  const anyMethod = methods.includes("*") && !withCredentials;
  if (!anyMethod && !methods.includes(call.method) && !safelistedMethods.includes(call.method)) {
    return { passed: false, why: `does not list ${call.method} in Access-Control-Allow-Methods` };
  }
  const allowed = list(answer.headers.get("access-control-allow-headers")).map((name) => name.toLowerCase());
  const anyHeader = allowed.includes("*") && !withCredentials;
  const missing = names.filter((name) =>
    !allowed.includes(name) && !(anyHeader && name !== "authorization"));
  if (missing.length > 0) {
    return { passed: false, why: `does not list ${missing.join(", ")} in Access-Control-Allow-Headers` };
  }
  const headers = names.map((name) => `the header ${name}`);
  const allows = [...shared.allows, `the method ${call.method}`, ...headers];
  return { passed: true, allows, why: `allows ${sentence(allows)}` };
}

const sentence = (parts) => new Intl.ListFormat("en").format(parts);
const list = (value) => (value ?? "").split(",").map((item) => item.trim()).filter(Boolean);
