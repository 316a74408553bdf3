// A poor network: everything that phones ask of a server goes through one line of so many bytes in a second, so much later.
//
// Why not the browser's own slowing down: it does not reach what a service worker asks for.

import { createServer, request } from "node:http";
import { pause } from "../../browser/helpers/server.mjs";

/** As much as a bad mobile network carries: 400 kbit a second, 400 ms there and back. */
export const POOR = { bytes: 50_000, latency: 400 };

const PART = 2_000;

export class Poor {
  static async to(server, { bytes, latency } = POOR) {
    const line = Object.assign(new Poor(), { server, bytes, latency, free: 0, asked: [], carried: 0 });
    // What a browser gives up, because its page is left, is given up here too.
    line.proxy = createServer((from, to) => line.#pass(from, to.on("error", () => {})).catch(() => to.destroy()));
    await new Promise((resolve) => line.proxy.listen(0, "127.0.0.1", resolve));
    line.url = `http://127.0.0.1:${line.proxy.address().port}`;
    return line;
  }

  async #pass(from, to) {
    const asked = `${from.method} ${from.url}`;
    this.asked.push(asked);
    const parts = [];
    for await (const part of from) parts.push(part);
    await pause(this.latency);
    const answer = await new Promise((resolve, reject) => {
      const onward = request(`${this.server.url}${from.url}`, { method: from.method, headers: from.headers }, resolve);
      onward.on("error", reject).end(Buffer.concat(parts));
    });
    to.writeHead(answer.statusCode, answer.headers);
    for await (const chunk of answer) {
      for (let at = 0; at < chunk.length; at += PART) {
        const part = chunk.subarray(at, at + PART);
        if (to.destroyed) return;
        await this.#carry(part.length);
        to.write(part);
      }
    }
    to.end();
  }

  /** Waits for a place on the line: whoever comes later is carried later. */
  async #carry(length) {
    this.carried += length;
    const now = performance.now();
    this.free = Math.max(this.free, now) + (length / this.bytes) * 1000;
    await pause(this.free - now);
  }

  end() {
    this.proxy.closeAllConnections();
    this.proxy.close();
  }
}
