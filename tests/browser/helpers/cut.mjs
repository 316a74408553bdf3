// A line to the server that can be cut: for a while, or at the worst moment.
//
// A browser that is started anew is in the net for a moment before it can be told to be offline; a line that is down is down
// for it too. The phone talks to this instead of the server itself. Armed, it lets one request reach the server, waits until the server
// has answered (so the report is stored), and then hands the answer to nobody: the phone sees a broken connection.

import { createServer, request as send } from "node:http";

export class Line {
  static async to(server, port) {
    const line = new Line();
    line.server = server;
    line.requests = [];
    line.down = false;
    line.proxy = createServer((from, to) => line.pass(from, to));
    await new Promise((resolve) => line.proxy.listen(port, "127.0.0.1", resolve));
    line.url = `http://127.0.0.1:${line.proxy.address().port}`;
    return line;
  }

  /** The answer to the next request that fits is lost, after `then` was done. Resolves when that happened. */
  loseAnswer(fits, then) {
    return new Promise((resolve) => {
      this.trap = { fits, then, resolve };
    });
  }

  /** Requests that came through, as `PUT /api/…`, that fit a pattern. */
  seen(pattern) {
    return this.requests.filter((line) => pattern.test(line));
  }

  pass(from, to) {
    if (this.down) return from.socket.destroy();
    const line = `${from.method} ${from.url}`;
    this.requests.push(line);
    const trap = this.trap?.fits(line) ? this.trap : null;
    if (trap) this.trap = null;
    const onward = send(`${this.server.url}${from.url}`, { method: from.method, headers: from.headers }, (answer) => {
      if (!trap) {
        to.writeHead(answer.statusCode, answer.headers);
        answer.pipe(to);
        return;
      }
      answer.resume().on("end", async () => {
        await trap.then?.();
        to.destroy();
        trap.resolve(answer.statusCode);
      });
    });
    onward.on("error", () => to.destroy());
    from.pipe(onward);
  }

  async close() {
    this.proxy.closeAllConnections();
    await new Promise((resolve) => this.proxy.close(resolve));
  }
}
