// The script of the Explorer. The script calls the server that served the page, and shows the responses. The server
// applies the rules of CORS, so the script does not implement them.

const at = document.body.dataset.at;
const timeout = 30_000;
const unreachable = "The server does not answer. Is it still running?";

const byId = (id) => document.getElementById(id);
const field = (within, name) => within.querySelector(`[data-field="${name}"]`);

async function call(path, body) {
  const post = body === undefined ? {} : {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  const response = await fetch(at + path, { ...post, signal: AbortSignal.timeout(timeout) });
  return { status: response.status, body: await response.json() };
}

// ---- the form ------------------------------------------------------------------------------------

const form = byId("request-form");

async function explain() {
  clearAnswer();
  const { page, method, url, headers, credentials } = form.elements;
  const { status, body } = await call("/explain", {
    page: page.value,
    method: method.value,
    url: url.value,
    headers: headers.value,
    credentials: credentials.checked,
  });
  byId("answer").hidden = status !== 200;
  if (status === 422) {
    return showError(body);
  }
  if (status !== 200) {
    return verdict("failed", `The request was not sent: ${body.message}.`);
  }
  showAnswer(body);
}

function showAnswer({ allowed, conclusion, exchanges, readable, refusal, documentation_url, without_policy }) {
  verdict(allowed ? "allowed" : "blocked", `${allowed ? "✓ allowed" : "✕ blocked"}. ${conclusion}`);
  const last = step({ reason: conclusion });
  field(last, "response-headers").replaceWith(pre(readable.map(line)));
  last.querySelector("summary").textContent = "What the page can read";
  last.querySelector("details").hidden = readable.length === 0;
  byId("steps").replaceChildren(...exchanges.map(step), last);
  showRefusal(refusal);
  byId("without-policy").hidden = !without_policy;
  inCode(byId("without-policy").firstElementChild, without_policy ?? "");
  byId("see").hidden = !documentation_url;
  byId("see").querySelector("a").href = documentation_url ?? "";
}

function step({ reason, method, path, request_headers = [], status, response_headers = [] }) {
  const item = byId("step").content.firstElementChild.cloneNode(true);
  inCode(field(item, "reason"), reason);
  if (method) {
    field(item, "request-headers").replaceWith(pre([`${method} ${path}`, ...request_headers.map(line)]));
    field(item, "response-headers").replaceWith(pre([`→ ${status}`, ...response_headers.map(line)]));
  }
  // On a narrow screen, the headers are collapsed, so that the sentences of the steps are close together.
  item.querySelector("details").open = matchMedia("(min-width: 44rem)").matches;
  return item;
}

function showRefusal(refusal) {
  const block = byId("refusal");
  block.hidden = !refusal;
  if (!refusal) {
    return;
  }
  inCode(field(block, "message"), `${refusal.message}.`);
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

function showError({ field: name, message }) {
  const input = form.elements[name];
  inCode(byId(`${name}-error`), message);
  input.setAttribute("aria-invalid", "true");
  input.focus();
  verdict("failed", "One field is not valid.");
}

// Hides the previous result, so that it does not appear together with a new request or an error.
function clearAnswer() {
  byId("answer").hidden = true;
  verdict("", "");
  for (const input of form.querySelectorAll("[aria-invalid]")) {
    input.removeAttribute("aria-invalid");
  }
  for (const error of form.querySelectorAll(".error")) {
    error.textContent = "";
  }
}

// ---- a message -----------------------------------------------------------------------------------

async function decode() {
  byId("meaning").hidden = true;
  byId("console-verdict").textContent = "";
  const { status, body } = await call("/message", byId("console-form").elements.message.value);
  const known = status === 200;
  byId("meaning").hidden = !known;
  byId("console-verdict").dataset.verdict = known ? "" : "failed";
  inCode(byId("console-verdict"), known ? body.name.replaceAll("_", " ") : `${body.message}.`);
  if (!known) {
    return;
  }
  const meaning = byId("meaning");
  for (const name of ["response", "key", "edit"]) {
    inCode(field(meaning, name), body[name]);
  }
  field(meaning, "attribute-row").hidden = !body.attribute;
  field(meaning, "attribute").textContent = `#[cors(${body.attribute})]`;
  field(meaning, "documentation-url").href = body.documentation_url;
}

// ---- the table -----------------------------------------------------------------------------------

async function list() {
  const { body } = await call("/policies");
  byId("rows").append(...body.map(row));
  find();
}

function row({ example_request: example, ...cells }) {
  const tr = byId("row").content.firstElementChild.cloneNode(true);
  for (const [name, text] of Object.entries(cells)) {
    field(tr, name).replaceChildren(...(text ? inWords(text) : []));
  }
  tr.dataset.text = Object.values(cells).join(" ").toLowerCase();
  const button = tr.querySelector("button");
  button.setAttribute("aria-label", `Example request for ${cells.methods} ${cells.path}`);
  button.addEventListener("click", () => fillForm(example));
  return tr;
}

function fillForm({ page, method, url, credentials }) {
  form.elements.page.value = page;
  form.elements.method.value = method;
  form.elements.url.value = url;
  form.elements.headers.value = "";
  form.elements.credentials.checked = credentials;
  clearAnswer();
  form.querySelector("button").focus();
  byId("request").scrollIntoView();
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

// ---- text ----------------------------------------------------------------------------------------

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

// Prevents line breaks at the hyphens of a word. A word that is too long for its column breaks at a separator such as
// `/`.
function inWords(text) {
  return text.split(/(\s+)/).map((part, index) => {
    if (index % 2 === 1) {
      return part;
    }
    const word = document.createElement("span");
    word.className = "word";
    const pieces = part.split(/(?<=::|[^/:]\/|,|_)(?!$)|(?=\.)/);
    word.append(...pieces.flatMap((piece) => [piece, document.createElement("wbr")]));
    return word;
  });
}

// Shows text in backticks, which the server uses for code, as `<code>`.
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
  document.body.dataset.state = busy ? "busy" : "ready";
  // With `disabled` instead of `aria-disabled`, the button would lose the focus.
  for (const button of document.querySelectorAll("form button")) {
    button.setAttribute("aria-disabled", String(busy));
  }
}

onSubmit(form, byId("verdict"), explain);
onSubmit(byId("console-form"), byId("console-verdict"), decode);
byId("search").addEventListener("input", find);
await list();
document.body.dataset.state = "ready";
