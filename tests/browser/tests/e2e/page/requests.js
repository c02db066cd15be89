// Requests that a page sends in addition to the calls in `calls.js`. Each function returns a promise. The value is
// `true` if the page observes success, and `false` if the page does not. The functions for forms always return `true`.

const settled = (element, properties, add) => new Promise((resolve) => {
  const onload = () => resolve(true), onerror = () => resolve(false);
  add(Object.assign(element, { onload, onerror }, properties));
});
const inBody = (element) => document.body.append(element);
const inHead = (element) => document.head.append(element);

const script = (src, crossOrigin, type) => settled(document.createElement("script"), { src, crossOrigin, type }, inHead)
  .then((loaded) => loaded && globalThis.loaded === "Emma");

const requests = {
  get: (url) => fetch(url).then(({ ok }) => ok, () => false),
  post: (url) => fetch(url, { method: "POST", body: "title=Emma" }).then(({ ok }) => ok, () => false),
  image: (src) => settled(new Image(), { src }, () => {}),
  frame: (src) => settled(document.createElement("iframe"), { src }, inBody),
  object: (data) => settled(document.createElement("object"), { data, type: "text/html" }, inBody),
  classicScript: (url) => script(url, null, ""),
  crossOriginScript: (url) => script(url, "anonymous", ""),
  module: (url) => script(url, "anonymous", "module"),
  moduleWithCredentials: (url) => script(url, "use-credentials", "module"),
  import: (url) => import(url).then(() => globalThis.loaded === "Emma", () => false),
  font: (url) => new FontFace("Square", `url(${url})`).load().then(({ status }) => status === "loaded", () => false),

  fontFace(url) {
    const style = document.createElement("style");
    style.textContent = `@font-face { font-family: Square; src: url(${url}) }`;
    inHead(style);
    return document.fonts.load("1rem Square", "A").then(([face]) => face?.status === "loaded", () => false);
  },

  // Checks a response header, and the first chunk of a body that does not end.
  async stream(url) {
    const controller = new AbortController();
    try {
      const response = await fetch(url, { signal: controller.signal });
      const { value } = await response.body.getReader().read();
      controller.abort();
      return response.headers.get("x-total-count") === "many" && new TextDecoder().decode(value) === "first";
    } catch {
      return false;
    }
  },

  // A page cannot observe the response to a form in a frame, so `form` and `formInSandbox` always return true.
  form(action) {
    const frame = document.createElement("iframe");
    frame.name = "target";
    // The frame loads an empty document at once. This load does not call the handler below, which is set later.
    inBody(frame);
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action, target: "target" });
    form.innerHTML = "<input name=title value=Emma>";
    inBody(form);
    form.submit();
    return new Promise((resolve) => { frame.onload = () => resolve(true); });
  },

  formInSandbox(action) {
    return new Promise((resolve) => {
      const frame = document.createElement("iframe");
      frame.sandbox = "allow-scripts allow-forms";
      frame.srcdoc = `<form method=post action='${action}'><input name=title value=Emma></form>
        <script>onload = () => setTimeout(() => document.forms[0].submit())</script>`;
      // The frame loads its document first, and then the response to the form.
      let loads = 0;
      frame.onload = () => { if (++loads === 2) resolve(true); };
      inBody(frame);
    });
  },

  socket: (url) => new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.onopen = () => { socket.close(); resolve(true); };
    socket.onerror = () => resolve(false);
  }),

  socketInSandbox(url) {
    return new Promise((resolve) => {
      addEventListener("message", ({ data }) => resolve(data), { once: true });
      const frame = document.createElement("iframe");
      frame.sandbox = "allow-scripts";
      frame.srcdoc = `<script>
        const socket = new WebSocket("${url}");
        socket.onopen = () => { socket.close(); parent.postMessage(true, "*"); };
        socket.onerror = () => parent.postMessage(false, "*");
      </script>`;
      inBody(frame);
    });
  },
};
