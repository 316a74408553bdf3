// Serves the whole app with no network.
//
// Why so: every file of a version is fetched together at installation, and served from there; half of one version never
// meets half of another. A new version waits until a person asks for it ("use"). Requests under /api are never touched,
// nor is the author's page, which is a program of its own and not kept. The desk is another; where it cannot be
// loaded, the app is opened in its place and says so.
// The two lines before this program, made by the build, hold the version and the list of files.

// A file with its content's digest in its name is never another: what the page has just fetched is not fetched again.
const HASHED = /\.[0-9a-f]{16}\./;
const CACHE = `phieu-${self.__VERSION}`;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(self.__PRECACHE.map((path) => new Request(path, { cache: HASHED.test(path) ? "default" : "reload" })))),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith("phieu-") && name !== CACHE) await caches.delete(name);
      }
      await self.clients.claim();
      await wake();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || /^\/(api|author|preview)(\/|$)/.test(url.pathname)) return;
  if (!/^\/desk(\/|$)/.test(url.pathname)) event.respondWith(request.mode === "navigate" ? page(request) : file(request));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => page(request)));
});

self.addEventListener("message", (event) => {
  if (event.data === "use") self.skipWaiting();
});

// Where the browser can wake a sleeping app once there is a network.
self.addEventListener("sync", (event) => {
  event.waitUntil(deliver());
});

async function page(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match("/")) ?? fetch(request);
}

async function file(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? fetch(request);
}

function windows() {
  return self.clients.matchAll({ type: "window" });
}

// The open windows look into the outbox; one of them sends.
async function wake() {
  for (const client of await windows()) client.postMessage("outbox");
}

// With no window in sight, what waits is sent from here, the same bytes to the same addresses, under the same lock: reports first, then
// the files that they name. What the server says of them is not kept: the app asks again when it is opened, and hears the same, because a
// report's id and revision, and a file's digest, make sending it twice the same as once. What fails is tried again when the browser sees fit.
async function deliver() {
  try {
    if ((await isInSight()) || !self.navigator.locks) return;
    // A page that is loaded again is in sight a moment later.
    await new Promise((done) => setTimeout(done, 2_000));
    if (await isInSight()) return;
    await self.navigator.locks.request("phieu-outbox", { ifAvailable: true }, async (lock) => {
      if (!lock) throw new Error("a window out of sight is at it, and may be closed");
      const { account, parcels, files } = await waiting();
      for (const { draft } of parcels) {
        if (await isInSight()) return;
        const parcel = await attempted(draft.report_id, account);
        if (!parcel) continue;
        const path = `${address(draft.report_id)}/revisions/${parcel.draft.revision}`;
        const request = { method: "PUT", headers: { "content-type": "application/json" }, body: parcel.body };
        if ((await answered(path, request, isReceipt)).status === 401) return;
      }
      for (const file of files) if (!(await bring(file))) return;
    });
  } finally {
    await wake();
  }
}

// A window in sight sends itself, and says how far it is.
async function isInSight() {
  return (await windows()).some((client) => client.visibilityState === "visible");
}

const address = (id) => `/api/v1/reports/${encodeURIComponent(id)}`;

const isReceipt = (told) => typeof told.report_id === "string";

const isPlace = (told) => told.complete === true || typeof told.offset === "number";

// As long as in the app, in milliseconds.
const PATIENCE = 60_000;

// What the server says. What it may say otherwise later is a failure, and so is what is not the server's: a network's own sign-in page.
async function answered(path, request, fits) {
  const stop = new AbortController();
  const patience = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(path, { ...request, signal: stop.signal });
    const { status } = answer;
    const told = await answer.json();
    const isOver = answer.ok ? fits(told) : status < 500 && status !== 408 && status !== 429 && told.code && told.code !== "file_damaged";
    if (!isOver) throw new Error(`status ${status}`);
    return { status, told };
  } finally {
    clearTimeout(patience);
  }
}

// The same as `PIECE` in `app/src/attached/going.rs`.
const PIECE = 65_536;

// Sends what the server does not have of a file, piece by piece; false where a window has come in sight or nobody is signed in. What the
// server refuses is told by the app.
async function bring({ report, name, file }) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const path = `${address(report)}/files/${encodeURIComponent(name)}/${hex}`;
  let { status, told } = await answered(path, {}, isPlace);
  for (let before = -1; ; ) {
    const offset = status === 200 && !told.complete ? told.offset : told.code === "upload_offset" ? told.details.offset : before;
    if (!(offset > before)) return status !== 401;
    if (await isInSight()) return false;
    const headers = { "content-type": "application/partial-upload", "upload-offset": offset, "upload-length": file.size };
    ({ status, told } = await answered(path, { method: "PATCH", headers, body: file.slice(offset, offset + PIECE) }, isPlace));
    before = offset;
  }
}

// One transaction with the app's database, which holds JSON texts. `ask` asks for what it needs; what it returns is called once all is kept.
function transact(stores, mode, ask) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("phieu");
    opening.onerror = () => reject(opening.error);
    // No database yet: nothing to send, and not ours to make.
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction(stores, mode, { durability: "strict" });
      const give = ask((store) => transaction.objectStore(store));
      transaction.onabort = () => reject(transaction.error);
      transaction.oncomplete = () => {
        database.close();
        resolve(give);
      };
    };
  }).then((give) => give());
}

const parsed = ({ result }) => result && JSON.parse(result);

// A report that still waits, with one more attempt noted before it is made: one that may have reached the server is not taken back. Nothing
// where it was taken back or removed meanwhile, was stopped, or somebody else is signed in. When the app tries next stays as it is.
function attempted(id, account) {
  return transact(["kv", "outbox"], "readwrite", (store) => {
    let attempt;
    const me = store("kv").get("me");
    const kept = store("outbox").get(id);
    kept.onsuccess = () => {
      const parcel = parsed(me)?.account === account && parsed(kept);
      if (!parcel || parcel.stopped) return;
      attempt = { ...parcel, attempts: (parcel.attempts ?? 0) + 1 };
      store("outbox").put(JSON.stringify(attempt), id);
    };
    return () => attempt;
  });
}

// The signed-in account's reports on their way, and their files and those that earlier reports still wait for, as the app keeps them:
// files under account, report and name.
function waiting() {
  return transact(["kv", "outbox", "receipts", "files"], "readonly", (store) => {
    const all = (name) => store(name).getAll();
    const [me, outbox, receipts, files] = [store("kv").get("me"), all("outbox"), all("receipts"), all("files")];
    const keys = store("files").getAllKeys();
    return () => {
      const account = parsed(me)?.account;
      const read = ({ result }) => result.map((text) => JSON.parse(text));
      const parcels = read(outbox).filter((parcel) => !parcel.stopped && parcel.draft.account === account);
      const sent = read(receipts).filter((receipt) => receipt.account === account);
      const isNamed = (report, name) =>
        parcels.some(({ draft, body }) => draft.report_id === report && body.includes(`"${name}"`)) ||
        sent.some((receipt) => receipt.report_id === report && receipt.files?.includes(name) && !(name in (receipt.stuck ?? {})));
      const kept = keys.result.map((key, at) => {
        const [owner, report, ...name] = key.split("|");
        return { owner, report, name: name.join("|"), file: files.result[at] };
      });
      return { account, parcels, files: kept.filter(({ owner, report, name }) => owner === account && isNamed(report, name)) };
    };
  });
}
