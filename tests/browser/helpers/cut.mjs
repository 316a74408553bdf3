// A line to the server on which accidents can be arranged.
//
// The phone talks to this instead of the server itself. It can be down: a browser that is started anew is in the net for a
// moment before it can be told to be offline, and a line that is down is down for it too. And one request that fits can meet
// an accident: it is lost, its answer is lost after the server has stored it, its body arrives changed, or somebody else answers.

import { createServer, request as send } from "node:http";
import { pause } from "./server.mjs";

export class Line {
  static async to(server, port = 0) {
    const line = new Line();
    line.server = server;
    line.requests = [];
    line.pieces = [];
    line.down = false;
    line.refused = null;
    line.slow = 0;
    line.changes = [];
    line.proxy = createServer((from, to) => line.pass(from, to));
    await new Promise((resolve) => line.proxy.listen(port, "127.0.0.1", resolve));
    line.url = `http://127.0.0.1:${line.proxy.address().port}`;
    return line;
  }

  /** From now on requests that fit a pattern are not answered, but for the one that an accident is arranged for; none again without one. */
  refuse(pattern = null) {
    this.refused = pattern;
  }

  /** Requests that came through, as `PUT /api/…`, that fit a pattern. */
  seen(pattern) {
    return this.requests.filter((line) => pattern.test(line));
  }

  /** The answer to the next request that fits is lost, after `then` was done. Resolves to the status that was lost. */
  loseAnswer(fits, then) {
    return this.#arrange(fits, { lost: then ?? (() => {}) });
  }

  /** The body of the next request that fits arrives changed. Resolves to the status of the answer. */
  change(fits, change) {
    return this.#arrange(fits, { change });
  }

  /** The next request that fits never reaches the server, and nobody answers. Resolves when it was lost. */
  loseRequest(fits) {
    return this.#arrange(fits, { unheard: true });
  }

  /** From now on the answers to requests that fit arrive changed; a change gets and gives the text. */
  changeAnswers(fits, change) {
    this.changes.push({ fits, change });
  }

  /** The next request that fits never reaches the server; this is the answer. */
  answerInstead(fits, status, headers, body) {
    return this.#arrange(fits, { instead: { status, headers, body } });
  }

  #arrange(fits, accident) {
    return new Promise((resolve) => {
      this.trap = { fits, ...accident, resolve };
    });
  }

  async pass(from, to) {
    if (this.down) return from.socket.destroy();
    const line = `${from.method} ${from.url}`;
    this.requests.push(line);
    const trap = this.trap?.fits.test(line) ? this.trap : {};
    if (trap.resolve) this.trap = null;
    else if (this.refused?.test(line)) return from.socket.destroy();
    // As many milliseconds as a bad network takes.
    if (this.slow) await pause(this.slow);
    const parts = [];
    try {
      for await (const part of from) parts.push(part);
    } catch {
      // Whoever sent it has left in the middle.
      return;
    }
    if (trap.unheard) {
      from.socket.destroy();
      return trap.resolve();
    }
    if (trap.instead) {
      const { status, headers, body } = trap.instead;
      to.writeHead(status, headers).end(body);
      return trap.resolve(status);
    }
    const body = trap.change ? Buffer.from(trap.change(Buffer.concat(parts).toString())) : Buffer.concat(parts);
    const changed = this.changes.find(({ fits }) => fits.test(line));
    const headers = { ...from.headers, ...(trap.change && { "content-length": String(body.length) }), ...(changed && { "accept-encoding": "identity" }) };
    const onward = send(`${this.server.url}${from.url}`, { method: from.method, headers }, (answer) => {
      // Pieces of files as the server got them: where each begins, its bytes, what was answered, and whether the answer came.
      const comes = !trap.lost && !to.destroyed;
      if (from.method === "PATCH") this.pieces.push([Number(from.headers["upload-offset"]), body.length, answer.statusCode, comes]);
      if (trap.lost) {
        answer.resume().on("end", async () => {
          await trap.lost();
          to.destroy();
          trap.resolve(answer.statusCode);
        });
        return;
      }
      if (changed) return answered(answer, to, changed.change);
      to.writeHead(answer.statusCode, answer.headers);
      answer.pipe(to);
      trap.resolve?.(answer.statusCode);
    });
    onward.on("error", () => to.destroy());
    onward.end(body);
  }

  async close() {
    this.proxy.closeAllConnections();
    await new Promise((resolve) => this.proxy.close(resolve));
  }
}

async function answered(answer, to, change) {
  const parts = [];
  for await (const part of answer) parts.push(part);
  const body = Buffer.from(change(Buffer.concat(parts).toString()));
  to.writeHead(200, { "content-type": "application/json", "content-length": body.length, date: answer.headers.date }).end(body);
}
