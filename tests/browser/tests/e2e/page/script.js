
// The test defines `crossOrigin` and `type` before this code.
const [src, done] = arguments;
const script = document.createElement("script");
Object.assign(script, { type, src, crossOrigin });
script.onload = () => done(globalThis.loaded === "Emma");
script.onerror = () => done(false);
document.head.append(script);
