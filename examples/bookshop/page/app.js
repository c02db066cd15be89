import { calls } from "/calls.js";
import { corsCheck, preflightCheck, preflightFor } from "/fetch_standard.js";

const api = document.documentElement.dataset.api;
const origin = location.origin;
const patience = 5000;
const words = {
  allowed: "✓ allowed",
  refused: "✕ refused",
  unreachable: "? no answer",
  running: "… asking",
};

// Headers that say nothing about the handler; naming them as hidden would drown the one that does.
const uninteresting = /^(access-control-.*|vary|date|connection|transfer-encoding|set-cookie)$/;

const cards = new Map();

// ---- one call ----------------------------------------------------------------------------------

async function run(call) {
  show(call, { verdict: "running" });
  const [seen, sent] = await Promise.all([attempt(call), explain(call)]);
  const result = judge(call, seen, sent);
  show(call, result);
  return result.verdict;
}

// What the browser lets the page have: an answer, or an error that says nothing.
async function attempt(call) {
  try {
    return call.webSocketMessage ? await converse(call) : await request(call);
  } catch {
    return null;
  }
}

async function request({ path, method, headers, body, credentials = "omit" }) {
  const response = await fetch(api + path, {
    method, headers, body, credentials,
    cache: "no-store",
    signal: AbortSignal.timeout(patience),
  });
  return {
    status: `${response.status} ${response.statusText}`.trim(),
    headers: [...response.headers],
    body: await response.text(),
  };
}

function converse({ path, webSocketMessage }) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(api.replace(/^http/, "ws") + path);
    const timer = setTimeout(() => { socket.close(); reject(); }, patience);
    socket.onopen = () => socket.send(webSocketMessage);
    socket.onerror = reject;
    socket.onmessage = ({ data }) => {
      clearTimeout(timer);
      socket.close();
      resolve({ status: "101 Switching Protocols", headers: [], body: `“${webSocketMessage}” is in:\n${data}` });
    };
  });
}

// What the server sends to such a page, as this page's own server saw it: the preflight's answer
// where there is one, the handler's otherwise. It changes nothing, so it never repeats a POST.
async function explain(call) {
  const preflight = preflightFor(call, origin);
  const query = new URLSearchParams({ path: call.path, origin });
  if (preflight.needed) {
    query.set("requested_method", call.method);
    if (preflight.names.length > 0) {
      query.set("requested_headers", preflight.names.join(","));
    }
  }
  try {
    const response = await fetch(`/explain?${query}`, { signal: AbortSignal.timeout(patience) });
    if (!response.ok) {
      return null;
    }
    const { status, headers } = await response.json();
    return { preflight, status, headers: new Headers(headers) };
  } catch {
    return null;
  }
}

function judge(call, seen, sent) {
  if (!sent) {
    return { verdict: "unreachable", reason: "The API does not answer. Is it still running?" };
  }
  const verdict = seen ? "allowed" : "refused";
  return { verdict, seen, sent, reason: reason(call, seen, sent) };
}

function reason(call, seen, { preflight, status, headers }) {
  if (call.webSocketMessage) {
    return seen
      ? "The server lists this page’s origin, so it took the handshake."
      : `The server answered the handshake with ${status}: the policy does not list this page’s origin.`;
  }
  const check = preflight.needed
    ? preflightCheck({ status, headers }, call, preflight.names, origin)
    : corsCheck(headers, origin, call.credentials === "include");
  if (check.passed !== Boolean(seen)) {
    return "The browser decided otherwise than these headers suggest: its console says why.";
  }
  if (preflight.needed) {
    return seen
      ? `The preflight’s answer ${check.why}.`
      : `The preflight’s answer, a ${status}, ${check.why}. The call itself was never sent.`;
  }
  return seen
    ? `The answer ${check.why}.`
    : `The call was sent and answered with ${status}, but that answer ${check.why}. So the browser keeps it from the page.`;
}

// ---- what one sees -----------------------------------------------------------------------------

function build(call, attributes) {
  const card = document.getElementById("call").content.firstElementChild.cloneNode(true);
  const preflight = preflightFor(call, origin);
  const fields = {
    title: call.title,
    intent: call.intent,
    method: call.webSocketMessage ? "WebSocket" : call.method,
    path: call.path + (call.credentials ? "  + cookies" : ""),
    preflight: preflight.why,
    "preflight-request": preflight.request,
    policy: attributes[call.handler],
  };
  for (const [name, text] of Object.entries(fields)) {
    fill(card, name, text);
  }
  // A phone shows the sentences first, and the headers to those who ask for them.
  for (const details of card.querySelectorAll("details")) {
    details.open = matchMedia("(min-width: 44rem)").matches;
  }
  holder(card, "preflight").hidden = !preflight.needed;
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

function show(call, { verdict, reason, seen, sent }) {
  const card = cards.get(call.name);
  card.dataset.verdict = verdict;
  fill(card, "verdict", words[verdict]);
  fill(card, "reason", reason);

  fill(card, "preflight-answer", sent?.preflight.needed ? preflightAnswer(sent) : "");
  field(card, "answer-row").hidden = !sent;
  holder(card, "answer").hidden = !seen?.headers.length && !seen?.body;
  fill(card, "answer", seen?.status ?? `${error(call)}, and nothing else: the page may not know more.`);
  fill(card, "readable", seen?.headers.map(line).join("\n"));
  fill(card, "hidden", hidden(seen, sent));
  fill(card, "body", seen?.body);
}

// Known for plain calls only, since only those are asked again by our own server.
function hidden(seen, sent) {
  if (!seen || sent.preflight.needed || seen.headers.length === 0) {
    return "";
  }
  const readable = new Set(seen.headers.map(([name]) => name));
  const names = [...sent.headers.keys()].filter((name) => !readable.has(name) && !uninteresting.test(name));
  return names.length > 0 ? `Sent too, but hidden from the page: ${names.join(", ")}` : "";
}

const error = (call) => (call.webSocketMessage ? "An error event" : "A TypeError");

function preflightAnswer({ status, headers }) {
  const told = [...headers].filter(([name]) => name.startsWith("access-control-")).map(line);
  return [`→ ${status}`, ...(told.length > 0 ? told : ["no Access-Control header"])].join("\n");
}

const line = ([name, value]) => `${name}: ${value}`;
const field = (card, name) => card.querySelector(`[data-field="${name}"]`);
const holder = (card, name) => card.querySelector(`[data-holds="${name}"]`);

function fill(card, name, text = "") {
  const element = field(card, name);
  if (element.matches("pre")) {
    fillLines(element, text);
  } else {
    element.textContent = text;
  }
}

function fillLines(pre, text) {
  pre.replaceChildren(...text.split(/(?<=\n)/).map(inSpan));
  pre.hidden = text === "";
}

function inSpan(text) {
  const span = document.createElement("span");
  span.textContent = text;
  return span;
}

// ---- the whole page ----------------------------------------------------------------------------

let busy = false;

// `aria-disabled` rather than `disabled`, which would take the focus away from who pressed it.
async function exclusively(work) {
  if (busy) {
    return;
  }
  setBusy(true);
  try {
    announce(await work());
  } finally {
    setBusy(false);
  }
}

function setBusy(now) {
  busy = now;
  document.body.dataset.state = busy ? "running" : "done";
  for (const button of document.querySelectorAll("button")) {
    button.setAttribute("aria-disabled", String(busy));
  }
}

// The page's one live region: twelve of them would talk at once.
function announce(text) {
  document.getElementById("summary").textContent = text;
}

async function runOne(call) {
  const verdict = await run(call);
  return `${call.title}: ${words[verdict]}`;
}

async function runAll() {
  const counts = { allowed: 0, refused: 0, unreachable: 0 };
  // One after the other: signing in comes before asking who one is.
  for (const call of calls) {
    counts[await run(call)] += 1;
  }
  const lost = counts.unreachable > 0 ? `, ${counts.unreachable} without an answer` : "";
  return `${calls.length} calls: ${counts.allowed} allowed, ${counts.refused} refused${lost}`;
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
