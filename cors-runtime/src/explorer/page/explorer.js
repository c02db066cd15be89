// Asks the server that showed this page, and shows what it says: every judgement is the server's.

const at = document.body.dataset.at;
const patience = 30_000;
const unreachable = "The server does not answer. Is it still running?";

const byId = (id) => document.getElementById(id);
const field = (within, name) => within.querySelector(`[data-field="${name}"]`);

async function ask(path, question) {
  const post = question === undefined ? {} : {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(question),
  };
  const response = await fetch(at + path, { ...post, signal: AbortSignal.timeout(patience) });
  return { status: response.status, body: await response.json() };
}

// ---- a question ----------------------------------------------------------------------------------

const form = byId("ask-form");

async function explain() {
  clearMistakes();
  const { page, method, url, headers, credentials } = form.elements;
  const { status, body } = await ask("/explain", {
    page: page.value,
    method: method.value,
    url: url.value,
    headers: headers.value,
    credentials: credentials.checked,
  });
  byId("answer").hidden = status !== 200;
  if (status === 422) {
    return showMistake(body);
  }
  if (status !== 200) {
    return verdict("failed", `It cannot be asked: ${body.says}.`);
  }
  showAnswer(body);
}

function showAnswer({ allowed, ends, exchanges, readable, refusal, see }) {
  verdict(allowed ? "allowed" : "blocked", `${allowed ? "✓ allowed" : "✕ blocked"}. ${ends}`);
  const last = step({ why: ends });
  field(last, "answered").replaceWith(pre(readable.map(line)));
  last.querySelector("summary").textContent = "What the page can read";
  last.querySelector("details").hidden = readable.length === 0;
  byId("steps").replaceChildren(...exchanges.map(step), last);
  showRefusal(refusal);
  byId("see").hidden = !see;
  byId("see").querySelector("a").href = see ?? "";
}

function step({ why, method, path, sent = [], status, answered = [] }) {
  const item = byId("step").content.firstElementChild.cloneNode(true);
  inCode(field(item, "why"), why);
  if (method) {
    field(item, "sent").replaceWith(pre([`${method} ${path}`, ...sent.map(line)]));
    field(item, "answered").replaceWith(pre([`→ ${status}`, ...answered.map(line)]));
  }
  // A phone shows the sentences first, and the headers to those who ask for them.
  item.querySelector("details").open = matchMedia("(min-width: 44rem)").matches;
  return item;
}

function showRefusal(refusal) {
  const block = byId("refusal");
  block.hidden = !refusal;
  if (!refusal) {
    return;
  }
  inCode(field(block, "says"), `${refusal.says}.`);
  field(block, "help-row").hidden = !refusal.help;
  inCode(field(block, "help"), refusal.help ?? "");
  field(block, "at").textContent = `${refusal.file}:${refusal.line}`;
  field(block, "handler").textContent = refusal.handler;
  field(block, "reason").textContent = refusal.reason;
}

function verdict(name, text) {
  byId("verdict").dataset.verdict = name;
  inCode(byId("verdict"), text);
}

function showMistake({ field: name, says }) {
  const input = form.elements[name];
  inCode(byId(`${name}-mistake`), says);
  input.setAttribute("aria-invalid", "true");
  input.focus();
  verdict("failed", "One field cannot be asked.");
}

function clearMistakes() {
  for (const input of form.querySelectorAll("[aria-invalid]")) {
    input.removeAttribute("aria-invalid");
  }
  for (const mistake of form.querySelectorAll(".mistake")) {
    mistake.textContent = "";
  }
}

// ---- a message -----------------------------------------------------------------------------------

async function decode() {
  const { status, body } = await ask("/message", byId("console-form").elements.message.value);
  const known = status === 200;
  byId("meaning").hidden = !known;
  byId("console-verdict").dataset.verdict = known ? "" : "failed";
  byId("console-verdict").textContent = known ? body.name.replaceAll("_", " ") : `${body.says}.`;
  if (!known) {
    return;
  }
  const meaning = byId("meaning");
  for (const name of ["sent", "key", "edit"]) {
    inCode(field(meaning, name), body[name]);
  }
  field(meaning, "attribute-row").hidden = !body.attribute;
  field(meaning, "attribute").textContent = `#[cors(${body.attribute})]`;
  field(meaning, "see").href = body.see;
}

// ---- the table -----------------------------------------------------------------------------------

async function list() {
  const { body } = await ask("/policies");
  byId("rows").append(...body.map(row));
  find();
}

function row(policy) {
  const tr = byId("row").content.firstElementChild.cloneNode(true);
  for (const [name, text] of Object.entries(policy)) {
    field(tr, name).textContent = text;
  }
  tr.dataset.text = Object.values(policy).join(" ").toLowerCase();
  const button = tr.querySelector("button");
  button.setAttribute("aria-label", `Ask about ${policy.methods} ${policy.path}`);
  button.addEventListener("click", () => askAbout(policy));
  return tr;
}

function askAbout({ methods, path }) {
  form.elements.method.value = methods.split(",")[0];
  form.elements.url.value = path;
  const next = path.includes("{") ? form.elements.url : form.elements.page;
  next.focus();
  byId("ask").scrollIntoView();
}

function find() {
  const words = byId("search").value.toLowerCase().split(/\s+/);
  const rows = [...byId("rows").children];
  for (const tr of rows) {
    tr.hidden = !words.every((word) => tr.dataset.text.includes(word));
  }
  const found = rows.filter((tr) => !tr.hidden).length;
  byId("found").textContent = `${found} of ${rows.length} routes`;
}

// ---- what one sees -------------------------------------------------------------------------------

const line = ([name, value]) => `${name}: ${value}`;

function pre(lines) {
  const element = document.createElement("pre");
  element.replaceChildren(...lines.map((text) => {
    const span = document.createElement("span");
    span.textContent = text;
    return span;
  }));
  return element;
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

let busy = false;

// `aria-disabled` rather than `disabled`, which would take the focus away from who pressed it.
function onSubmit(form, status, work) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) {
      return;
    }
    setBusy(true);
    try {
      await work();
    } catch {
      status.dataset.verdict = "failed";
      status.textContent = unreachable;
    } finally {
      setBusy(false);
    }
  });
}

function setBusy(now) {
  busy = now;
  document.body.dataset.state = busy ? "asking" : "ready";
  for (const button of document.querySelectorAll("form button")) {
    button.setAttribute("aria-disabled", String(busy));
  }
}

onSubmit(form, byId("verdict"), explain);
onSubmit(byId("console-form"), byId("console-verdict"), decode);
byId("search").addEventListener("input", find);
await list();
document.body.dataset.state = "ready";
