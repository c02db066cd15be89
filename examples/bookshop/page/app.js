import { calls } from "/calls.js";

const api = document.documentElement.dataset.api;
const origin = location.origin;
const timeoutMs = 5000;
const verdictLabels = {
  none: "not tried",
  allowed: "✓ allowed",
  blocked: "✕ blocked",
  unreachable: "? no response",
  running: "… running",
};

const cards = new Map();

// ---- The functions for one call -----------------------------------------------------------------

async function run(call) {
  show(call, { verdict: "running" });
  const [response, explanation] = await Promise.all([attempt(call), explain(call)]);
  const result = evaluate(call, response, explanation);
  show(call, result);
  return result.verdict;
}

// Returns the response that the browser gives the page, or `null` after an error. The error contains no reason.
async function attempt(call) {
  try {
    return call.webSocketMessage ? await exchangeMessages(call) : await request(call);
  } catch {
    return null;
  }
}

async function request({ path, method, headers, body, credentials = "omit" }) {
  const response = await fetch(api + path, {
    method, headers, body, credentials,
    cache: "no-store",
    signal: AbortSignal.timeout(timeoutMs),
  });
  return {
    status: `${response.status} ${response.statusText}`.trim(),
    headers: [...response.headers],
    body: await response.text(),
  };
}

function exchangeMessages({ path, webSocketMessage }) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(api.replace(/^http/, "ws") + path);
    const timer = setTimeout(() => { socket.close(); reject(); }, timeoutMs);
    socket.onopen = () => socket.send(webSocketMessage);
    socket.onerror = reject;
    socket.onmessage = ({ data }) => {
      clearTimeout(timer);
      socket.close();
      resolve({ status: "101 Switching Protocols", headers: [], body: `Titles that contain “${webSocketMessage}”:\n${data}` });
    };
  });
}

// Returns the explanation from the server of this page. The server simulates the call with another instance of the
// API, so a `POST` does not take effect twice. Returns `null` if there is no explanation.
async function explain({ method, path, headers = {}, body, credentials }) {
  try {
    const response = await fetch("/explain", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        origin, method, path, headers, body, with_credentials: credentials === "include",
      }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function evaluate(call, response, explanation) {
  if (!explanation) {
    return { verdict: "unreachable", reason: "The server of this page does not respond. Is it still running?" };
  }
  // A browser applies no CORS to a WebSocket, so the decision of the server counts.
  const allowed = call.webSocketMessage ? !explanation.refusal : explanation.allowed;
  if (!response && allowed) {
    return { verdict: "unreachable", explanation, reason: "The policy allows the call, but the API does not respond. Is it still running?" };
  }
  const verdict = response ? "allowed" : "blocked";
  return { verdict, response, explanation, reason: reason(call, response, allowed, explanation) };
}

function reason(call, response, allowed, { conclusion, refusal }) {
  if (response && !allowed) {
    return "The browser differs from the Fetch standard: its console may show the reason.";
  }
  if (call.webSocketMessage && response) {
    return "The policy lists this page’s origin, so the server accepts the handshake.";
  }
  const server = refusal ? `Reason at the server: ${refusal.message}.` : "";
  const edit = refusal?.help ? `To allow it: ${refusal.help}.` : "";
  return [call.webSocketMessage ? "" : withStatus(conclusion, response), server, edit].filter(Boolean).join(" ");
}

// Replaces the status of the simulated response by the real status. The simulation has other books and sends no cookie,
// so its status can differ from the real status.
function withStatus(conclusion, response) {
  return response ? conclusion.replace(/(?<=^The page sees the response, )[^.]+/, response.status) : conclusion;
}

// ---- The functions for one card -----------------------------------------------------------------

function build(call, attributes) {
  const card = document.getElementById("call").content.firstElementChild.cloneNode(true);
  const fields = {
    title: call.title,
    intent: call.intent,
    method: call.webSocketMessage ? "WebSocket" : call.method,
    path: call.path + (call.credentials ? "  + cookies" : ""),
    policy: attributes[call.handler],
  };
  for (const [name, text] of Object.entries(fields)) {
    fill(card, name, text);
  }
  // On a narrow screen, the details are closed, so that the visitor sees the results first.
  for (const element of card.querySelectorAll("details")) {
    element.open = matchMedia("(min-width: 44rem)").matches;
  }
  showPreflight(card, call);
  const heading = field(card, "title");
  heading.id = `title-${call.name}`;
  card.setAttribute("aria-labelledby", heading.id);
  card.dataset.call = call.name;
  const button = card.querySelector("button");
  button.dataset.run = call.name;
  button.textContent = "Try it";
  button.setAttribute("aria-label", `Try it: ${call.title}`);
  button.addEventListener("click", () => exclusively(() => runOne(call)));
  cards.set(call.name, card);
  return card;
}

function show(call, { verdict, reason, response, explanation }) {
  const card = cards.get(call.name);
  card.dataset.verdict = verdict;
  fill(card, "verdict", verdictLabels[verdict]);
  fill(card, "reason", reason);

  showPreflight(card, call, explanation);
  field(card, "response-row").hidden = !explanation;
  details(card, "response").hidden = !response?.headers.length && !response?.body;
  fill(card, "response", response?.status ?? `${error(call)}: the browser gives the page no reason.`);
  fill(card, "readable", response?.headers.map(headerLine).join("\n"));
  fill(card, "body", response?.body);
}

function showPreflight(card, call, explanation) {
  const preflight = explanation?.exchanges.find(({ step }) => step === "preflight");
  fill(card, "preflight", explanation ? preflightReason(call, explanation) : "Not tried yet.");
  details(card, "preflight").hidden = !preflight;
  fill(card, "preflight-request", preflight ? requestLines(preflight) : "");
  fill(card, "preflight-response", preflight ? responseLines(preflight) : "");
}

function preflightReason(call, { exchanges: [first] }) {
  if (call.webSocketMessage) {
    return "None: browsers send no preflight for a WebSocket.";
  }
  return first?.reason ?? "None: the browser sends nothing.";
}

const error = (call) => (call.webSocketMessage ? "An error event" : "A TypeError");

function requestLines({ method, path, request_headers }) {
  const headers = request_headers.filter(([name]) => name === "origin" || name.startsWith("access-control-"));
  return [`${method} ${path}`, ...headers.map(headerLine)].join("\n");
}

function responseLines({ status, response_headers }) {
  const headers = response_headers.filter(([name]) => name.startsWith("access-control-")).map(headerLine);
  return [`→ ${status}`, ...(headers.length > 0 ? headers : ["no Access-Control header"])].join("\n");
}

const headerLine = ([name, value]) => `${name}: ${value}`;
const field = (card, name) => card.querySelector(`[data-field="${name}"]`);
const details = (card, name) => card.querySelector(`[data-details="${name}"]`);

function fill(card, name, text = "") {
  const element = field(card, name);
  if (element.matches("pre")) {
    fillLines(element, text);
  } else {
    fillSentence(element, text);
  }
}

// Converts the code between backticks in a sentence of the server to `<code>` elements.
function fillSentence(element, text) {
  element.replaceChildren(...text.split("`").map((part, index) => {
    if (index % 2 === 0) {
      return part;
    }
    const code = document.createElement("code");
    code.textContent = part;
    return code;
  }));
}

function fillLines(pre, text) {
  pre.replaceChildren(...text.split(/(?<=\n)/).map((line) => inSpan("code-line", ...inWords(line))));
  pre.hidden = text === "";
}

// Keeps each word on one line, even if it contains a hyphen.
function inWords(line) {
  return line.split(/(\s+)|(?<=,)/).filter(Boolean).map((part) => (
    part.trim() ? inSpan("word", part) : part
  ));
}

function inSpan(className, ...content) {
  const span = document.createElement("span");
  span.className = className;
  span.append(...content);
  return span;
}

// ---- The functions for the whole page ----------------------------------------------------------

let busy = false;

// Runs `work` if no other work is running. The buttons get `aria-disabled`, because `disabled` would remove the focus
// from the pressed button.
async function exclusively(work) {
  if (busy) {
    return;
  }
  setBusy(true);
  announce("Running …");
  try {
    announce(await work());
  } finally {
    setBusy(false);
  }
}

function setBusy(isBusy) {
  busy = isBusy;
  document.body.dataset.state = busy ? "running" : "done";
  for (const button of document.querySelectorAll("button")) {
    button.setAttribute("aria-disabled", String(busy));
  }
}

// The page has one live region. If each card were a live region, a screen reader would announce twelve cards at once.
function announce(text) {
  document.getElementById("summary").textContent = text;
}

async function runOne(call) {
  const verdict = await run(call);
  return `${call.title}: ${verdictLabels[verdict]}`;
}

async function runAll() {
  const counts = { allowed: 0, blocked: 0, unreachable: 0 };
  for (const call of calls) {
    show(call, { verdict: "none" });
  }
  // The calls run in order, because “Who am I?” needs the cookie of “Sign in”.
  for (const call of calls) {
    counts[await run(call)] += 1;
  }
  const unreachable = counts.unreachable > 0 ? `, ${counts.unreachable} without a response` : "";
  return `${calls.length} calls: ${counts.allowed} allowed, ${counts.blocked} blocked${unreachable}`;
}

async function start() {
  document.getElementById("origin").textContent = origin;
  for (const link of document.querySelectorAll(".origins a")) {
    if (new URL(link.href).origin === origin) {
      link.setAttribute("aria-current", "page");
    }
  }
  const sources = await Promise.all([fetch("/policies.rs"), fetch("/attributes.json")]);
  const [policies, attributes] = await Promise.all([sources[0].text(), sources[1].json()]);
  fillLines(document.getElementById("policies"), policies);
  document.getElementById("calls").append(...calls.map((call) => build(call, attributes)));
  document.getElementById("run-all").addEventListener("click", () => exclusively(runAll));
  document.body.dataset.state = "ready";
}

await start();
