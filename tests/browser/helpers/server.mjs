// The real server: the program `phieu`, a data folder of its own, a free port.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A port that nobody listens on now. */
export async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

/** Where the demonstration stands once it was filled, by this program on this day: filling it takes five times as long as copying it. */
function filledOnce(program) {
  const { mtimeMs, size } = statSync(program);
  const day = new Date().toISOString().slice(0, 10);
  return join(tmpdir(), `phieu-demo-${day}-${Math.trunc(mtimeMs)}-${size}`);
}

/** A server that can be stopped, killed and started again on the same port with the same data. */
export class Server {
  static async start(options = {}) {
    const server = new Server();
    server.program = process.env.PHIEU_SERVER;
    server.app = options.app ?? process.env.PHIEU_DIST;
    if (!server.program || !server.app) throw new Error("start the browser tests with `cargo xtask test --only browser`");
    server.port = await freePort();
    server.data = mkdtempSync(join(tmpdir(), "phieu-data-"));
    server.options = options.empty ? ["--empty"] : options.years ? ["--years"] : [];
    const filled = options.empty || options.years ? null : filledOnce(server.program);
    if (filled && existsSync(filled)) cpSync(filled, server.data, { recursive: true });
    await server.start();
    if (filled && !existsSync(filled)) await server.#keepAs(filled);
    return server;
  }

  /** Keeps the data as they are now for the tests that come after. */
  async #keepAs(filled) {
    await this.stop();
    const copy = mkdtempSync(join(tmpdir(), "phieu-demo-"));
    cpSync(this.data, copy, { recursive: true });
    try {
      renameSync(copy, filled);
    } catch {
      // Another test file was faster.
      rmSync(copy, { recursive: true });
    }
    await this.start();
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The password of the demonstration's accounts. */
  get password() {
    return this.secret;
  }

  /** Starts it and waits until it answers. */
  async start() {
    const args = ["serve", "--port", String(this.port), "--data", this.data, "--app", this.app, ...this.options];
    this.output = "";
    this.process = spawn(this.program, args, { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.process.stdout, this.process.stderr]) stream.on("data", (part) => (this.output += part));
    this.exited = once(this.process, "exit");
    for (const deadline = Date.now() + 60_000; ; await pause(50)) {
      if (this.process.exitCode !== null) throw new Error(`the server ended:\n${this.output}`);
      if (Date.now() > deadline) throw new Error(`the server does not answer:\n${this.output}`);
      if (await fetch(`${this.url}/api/health`).then((answer) => answer.ok, () => false)) break;
    }
    this.secret ??= this.output.match(/password: (\S+)/)?.[1];
  }

  /** Asks it to end. */
  async stop() {
    this.process.kill("SIGTERM");
    await this.exited;
  }

  /** Ends it as a power cut does. */
  async kill() {
    this.process.kill("SIGKILL");
    await this.exited;
  }

  /** Ends it and takes its data away. */
  async remove() {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until something holds, half a minute at most. */
export async function until(holds) {
  for (const deadline = Date.now() + 30_000; !(await holds()); await pause(50)) {
    if (Date.now() > deadline) throw new Error(`it never came to hold: ${holds}`);
  }
}

/** A person who speaks to the server without the app: for what a test wants to know from outside. */
export class Visitor {
  static async signIn(server, account) {
    const visitor = new Visitor();
    visitor.url = server.url;
    const answer = await visitor.fetch("POST", "/api/v1/session", { account, password: server.password });
    visitor.cookie = answer.headers.get("set-cookie").split(";")[0];
    return visitor;
  }

  fetch(method, path, body) {
    const headers = { "content-type": "application/json", ...(this.cookie && { cookie: this.cookie }) };
    return fetch(this.url + path, { method, headers, body: body && JSON.stringify(body) });
  }

  async get(path) {
    const answer = await this.fetch("GET", path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}
