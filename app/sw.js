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
      const { parcels, files } = await waiting();
      for (const { draft, body } of parcels) {
        const path = `${address(draft.report_id)}/revisions/${draft.revision}`;
        await answered(path, { method: "PUT", headers: { "content-type": "application/json" }, body });
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

// What the server says; what it may say otherwise later is a failure.
async function answered(path, request) {
  const answer = await fetch(path, request);
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429) throw new Error(`status ${answer.status}`);
  return { status: answer.status, told: await answer.json().catch(() => ({})) };
}

// As many bytes as in the app.
const PIECE = 65_536;

// Sends what the server does not have of a file, piece by piece; false where a window has come in sight or nobody is signed in. What the
// server refuses is told by the app.
async function bring({ report, name, file }) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const path = `${address(report)}/files/${encodeURIComponent(name)}/${hex}`;
  let { status, told } = await answered(path);
  for (let before = -1; ; ) {
    const offset = status === 200 && !told.complete ? told.offset : told.code === "upload_offset" ? told.details.offset : before;
    if (!(offset > before)) return status !== 401;
    if (await isInSight()) return false;
    const headers = { "content-type": "application/partial-upload", "upload-offset": offset, "upload-length": file.size };
    ({ status, told } = await answered(path, { method: "PATCH", headers, body: file.slice(offset, offset + PIECE) }));
    before = offset;
  }
}

// The signed-in account's reports on their way, and their files and those that earlier reports still wait for, as the app keeps them: JSON
// texts in IndexedDB, and files under account, report and name.
function waiting() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("phieu");
    opening.onerror = () => reject(opening.error);
    // No database yet: nothing to send, and not ours to make.
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onsuccess = () => {
      const database = opening.result;
      const reading = database.transaction(["kv", "outbox", "receipts", "files"]);
      const all = (store) => reading.objectStore(store).getAll();
      const [me, outbox, receipts, files] = [reading.objectStore("kv").get("me"), all("outbox"), all("receipts"), all("files")];
      const keys = reading.objectStore("files").getAllKeys();
      reading.onabort = () => reject(reading.error);
      reading.oncomplete = () => {
        database.close();
        const account = me.result && JSON.parse(me.result).account;
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
        resolve({ parcels, files: kept.filter(({ owner, report, name }) => owner === account && isNamed(report, name)) });
      };
    };
  });
}
