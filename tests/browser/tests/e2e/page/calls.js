// Functions that make the calls of a page. The result of a call is all that the page can observe: a response, or `null`
// for an error, whose reason the browser hides.

const timeoutMs = 10_000;

const kinds = {
  async fetch({ url, method, headers, body, credentials }) {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { method, headers, body, credentials, signal });
    return {
      status: response.status,
      url: response.url,
      headers: [...response.headers],
      body: await response.text(),
    };
  },

  xhr({ url, method, headers, body, credentials }) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(method, url);
      request.timeout = timeoutMs;
      request.withCredentials = credentials === "include";
      for (const [name, value] of headers) {
        request.setRequestHeader(name, value);
      }
      request.onerror = () => reject(new TypeError());
      request.ontimeout = () => reject(new DOMException("no response", "TimeoutError"));
      request.onload = () => resolve({
        status: request.status,
        url: request.responseURL,
        headers: request.getAllResponseHeaders().split("\r\n").filter(Boolean).map(nameAndValue),
        body: request.responseText,
      });
      request.send(body);
    });
  },
};

function nameAndValue(line) {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

// Returns the result of a call. The result of a blocked call is `null`. A timeout is an error of the test, so its
// result is an object with the field `failed`.
async function make({ kind, ...call }) {
  try {
    return await kinds[kind](call);
  } catch (error) {
    if (error.name === "TimeoutError") {
      return { failed: String(error) };
    }
    return null;
  }
}

// This listener makes the calls in a worker and in a sandboxed frame, because the page cannot call functions there.
addEventListener("message", async ({ data, ports: [port] }) => port?.postMessage(await make(data)));

function ask(post, call) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    post(call, port2);
  });
}

function makeInWorker(call) {
  const worker = new Worker("/calls.js");
  return ask((message, port) => worker.postMessage(message, [port]), call);
}

async function makeInSandbox(call) {
  const frame = document.createElement("iframe");
  frame.sandbox = "allow-scripts";
  frame.src = "/page";
  const loaded = new Promise((resolve) => { frame.onload = resolve; });
  document.body.append(frame);
  await loaded;
  const response = await ask((message, port) => frame.contentWindow.postMessage(message, "*", [port]), call);
  frame.remove();
  return response;
}
