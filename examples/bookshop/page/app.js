import { calls } from "/calls.js";

const api = document.documentElement.dataset.api;
const origin = location.origin;
const patience = 5000;
const words = {
  allowed: "✓ allowed",
  refused: "✕ refused",
  unreachable: "? no answer",
  running: "… asking",
};

const cards = new Map();

// ---- one call ----------------------------------------------------------------------------------

async function run(call) {
  show(call, { verdict: "running" });
  const [seen, told] = await Promise.all([attempt(call), explain(call)]);
  const result = judge(call, seen, told);
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

// The whole story, as this page's own server tells it. It is a rehearsal, so it never repeats a POST.
async function explain({ method, path, headers = {}, body, credentials }) {
  try {
    const response = await fetch("/explain", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        origin, method, path, headers, body, with_credentials: credentials === "include",
      }),
      signal: AbortSignal.timeout(patience),
    });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function judge(call, seen, told) {
  if (!told) {
    return { verdict: "unreachable", reason: "This page’s server does not answer. Is it still running?" };
  }
  // A browser applies no CORS to a WebSocket: there it is the server that refuses.
  const allowed = call.webSocketMessage ? !told.refusal : told.allowed;
  if (!seen && allowed) {
    return { verdict: "unreachable", told, reason: "The policy allows it, and no answer came. Is the API still running?" };
  }
  const verdict = seen ? "allowed" : "refused";
  return { verdict, seen, told, reason: reason(call, seen, allowed, told) };
}

function reason(call, seen, allowed, { conclusion, refusal }) {
  if (seen && !allowed) {
    return "The browser decided otherwise than the standard suggests: its console says why.";
  }
  if (call.webSocketMessage && seen) {
    return "The server lists this page’s origin, so it took the handshake.";
  }
  const server = refusal ? `The server says: ${refusal.says}.` : "";
  const edit = refusal?.help ? `To allow it: ${refusal.help}.` : "";
  return [call.webSocketMessage ? "" : conclusion, server, edit].filter(Boolean).join(" ");
}

// ---- what one sees -----------------------------------------------------------------------------

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
  // A phone shows the sentences first, and the headers to those who ask for them.
  for (const details of card.querySelectorAll("details")) {
    details.open = matchMedia("(min-width: 44rem)").matches;
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

function show(call, { verdict, reason, seen, told }) {
  const card = cards.get(call.name);
  card.dataset.verdict = verdict;
  fill(card, "verdict", words[verdict]);
  fill(card, "reason", reason);

  showPreflight(card, call, told);
  field(card, "answer-row").hidden = !told;
  holder(card, "answer").hidden = !seen?.headers.length && !seen?.body;
  fill(card, "answer", seen?.status ?? `${error(call)}, and nothing else: the page may not know more.`);
  fill(card, "readable", seen?.headers.map(line).join("\n"));
  fill(card, "body", seen?.body);
}

function showPreflight(card, call, told) {
  const preflight = told?.exchanges.find(({ step }) => step === "preflight");
  fill(card, "preflight", told ? preflightIsNeeded(call, told) : "Try it, and see.");
  holder(card, "preflight").hidden = !preflight;
  fill(card, "preflight-request", preflight ? sent(preflight) : "");
  fill(card, "preflight-answer", preflight ? answered(preflight) : "");
}

function preflightIsNeeded(call, { exchanges: [first] }) {
  if (call.webSocketMessage) {
    return "None: a WebSocket’s handshake is never preflighted.";
  }
  return first?.why ?? "None: the browser sends nothing.";
}

const error = (call) => (call.webSocketMessage ? "An error event" : "A TypeError");

function sent({ method, path, sent }) {
  const asked = sent.filter(([name]) => name === "origin" || name.startsWith("access-control-"));
  return [`${method} ${path}`, ...asked.map(line)].join("\n");
}

function answered({ status, answered }) {
  const told = answered.filter(([name]) => name.startsWith("access-control-")).map(line);
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
    inCode(element, text);
  }
}

// The server's sentences have code between backticks.
function inCode(element, text) {
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
