// Calls as a page's script makes them. What comes back is all that the page can know: an answer,
// or `null` where the browser said no more than "error".

const patience = 10_000;

const ways = {
  async fetch({ url, method, headers, body, credentials }) {
    const signal = AbortSignal.timeout(patience);
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
      request.timeout = patience;
      request.withCredentials = credentials === "include";
      for (const [name, value] of headers) {
        request.setRequestHeader(name, value);
      }
      request.onerror = () => reject(new TypeError());
      request.ontimeout = () => reject(new DOMException("no answer", "TimeoutError"));
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

// A test's mistake or a server's silence must not pass for the browser's refusal.
async function make({ way, ...call }) {
  try {
    return await ways[way](call);
  } catch (error) {
    if (error.name === "TimeoutError") {
      return { failed: String(error) };
    }
    return null;
  }
}

// In a worker, and in a frame that a page may not reach into.
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
  const answer = await ask((message, port) => frame.contentWindow.postMessage(message, "*", [port]), call);
  frame.remove();
  return answer;
}
