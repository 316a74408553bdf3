// Starts the program, and says so in words where this browser cannot run it, or is the one inside another app, which forgets what is
// kept. Nothing else: the app itself is WebAssembly.
import start from "{{js}}";

// Browsers inside other apps, by what they call themselves; `wv` is Android's for any of them.
const INSIDE = [
  [/Zalo/i, "Zalo"],
  [/FBAN|FBAV|FB_IAB|Messenger/, "Facebook"],
  [/Instagram/, "Instagram"],
  [/musical_ly|BytedanceWebview|TikTok/i, "TikTok"],
  [/; wv\)/, "một ứng dụng khác"],
];

function run() {
  const first = start({ module_or_path: "{{wasm}}" });
  // The app asks for the part that comes after its first page, and asks again where it did not come.
  globalThis.fetchRest = async () => (await rest(await first)).rest();
  first.catch((error) => {
    console.error(error);
    const place = document.getElementById("start");
    if (place) {
      place.querySelector("p:last-of-type").textContent =
        "Không mở được trên trình duyệt này. Hãy cập nhật trình duyệt Chrome rồi thử lại. Những gì đã lưu trên máy vẫn còn.";
    }
  });
}

// What has the export `rest`: the app itself where it was not cut in two.
// A network that stands still is given up after a while, and so is asked again; a server in between that does not know WebAssembly
// costs time, not the program.
async function rest(first) {
  if (first.rest) return first;
  const patience = new AbortController();
  const end = setTimeout(() => patience.abort(), 60_000);
  try {
    const answer = await fetch("{{rest}}", { signal: patience.signal });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const named = /^application\/wasm/.test(answer.headers.get("content-type"));
    const made = named ? WebAssembly.instantiateStreaming(answer, { first }) : WebAssembly.instantiate(await answer.arrayBuffer(), { first });
    return (await made).instance.exports;
  } finally {
    clearTimeout(end);
  }
}

// One screen with the ways out. Whoever wants to look only may stay.
function wayOut(name) {
  const place = document.getElementById("start");
  const add = (tag, text, more = {}) => place.appendChild(Object.assign(document.createElement(tag), { textContent: text, ...more }));
  const android = /Android/.test(navigator.userAgent);
  const browser = android ? "Chrome" : "Safari";
  const { host, pathname, href, protocol } = location;
  const before = { className: place.className, innerHTML: place.innerHTML };
  place.className = "page stack";
  place.dataset.page = "inside";
  place.replaceChildren();
  add("h1", `Hãy mở bằng ${browser}`);
  add("p", `Bác đang mở trong ${name}. Ở đây báo cáo đang điền có thể bị mất.`);
  const actions = add("div", "", { className: "actions" });
  if (android) {
    const intent = `intent://${host}${pathname}#Intent;scheme=${protocol.slice(0, -1)};package=com.android.chrome;end`;
    actions.append(add("a", "Mở bằng Chrome", { className: "button", href: intent }));
  }
  const copy = add("button", "Chép đường dẫn", { className: "button button--second" });
  actions.append(copy);
  const address = add("input", "", { className: "box", value: href, readOnly: true });
  address.setAttribute("aria-label", "Đường dẫn");
  const said = add("p", `Chép đường dẫn, mở ${browser}, dán vào ô địa chỉ ở trên cùng.`);
  said.setAttribute("role", "status");
  copy.onclick = async () => {
    address.select();
    try {
      await navigator.clipboard.writeText(href);
    } catch {
      document.execCommand("copy");
    }
    said.textContent = `Đã chép. Bây giờ hãy mở ${browser} và dán vào ô địa chỉ ở trên cùng.`;
  };
  add("button", "Vẫn mở ở đây, chỉ để xem", { className: "link" }).onclick = () => {
    delete place.dataset.page;
    Object.assign(place, before);
    run();
  };
}

const inside = INSIDE.find(([called]) => called.test(navigator.userAgent));
if (inside) wayOut(inside[1]);
else run();
