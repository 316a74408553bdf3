// A phone in somebody's hand, on a line to a running server: what most tests begin with.

import { after, afterEach, before } from "node:test";
import { fillOn, installed, on, openCard, signIn } from "./app.mjs";
import { discard, phone, profile } from "./browser.mjs";
import { clubMonth } from "./club_month.mjs";
import { Line } from "./cut.mjs";
import { Server, Visitor } from "./server.mjs";

export const FORM = "clb-thang";
export const SENDS = /^PUT .*\/revisions\//;

/**
 * For the tests of a suite: a server, and `stage(account)`, whose stages end with their test. One that could not be set up ends as well, so
 * that nothing keeps the runner waiting.
 */
export function stages() {
  let server;
  let made = [];
  before(async () => {
    server = await Server.start();
  });
  afterEach(async () => {
    for (const each of made) await each.end();
    made = [];
  });
  after(async () => {
    await server?.remove();
  });
  return (account) => Stage.for(server, account, (stage) => made.push(stage));
}

/** One person with a phone of their own. */
export class Stage {
  static async for(server, account, begun = () => {}) {
    const stage = new Stage();
    begun(stage);
    stage.server = server;
    stage.account = account;
    stage.line = await Line.to(server);
    stage.folder = profile();
    stage.context = await phone(stage.folder);
    stage.page = stage.context.pages()[0] ?? (await stage.context.newPage());
    stage.visitor = await Visitor.signIn(server, account);
    const { duties } = await stage.visitor.get("/api/v1/duties");
    const open = (duty) => ["due", "overdue", "upcoming"].includes(duty.state) && duty.context.instances.previous;
    stage.duty = duties.find((duty) => duty.form === FORM && open(duty));
    stage.answers = clubMonth(stage.duty);
    stage.subject = [FORM, stage.duty.org_unit.code, stage.duty.period].join("|");
    return stage;
  }

  /** The address of a page about the report: `fill/…/3`, `check/…`. */
  at(name, ...more) {
    return [this.line.url, name, ...this.subject.split("|"), ...more].join("/");
  }

  /** Signed in, and the app installed. */
  async signIn() {
    await signIn(this.page, this.server, this.account, this.line.url);
    await on(this.page, "home");
    await installed(this.page);
  }

  /** No network, or again. */
  async cut(off = true) {
    this.line.down = off;
    await this.context.setOffline(off);
  }

  /** Everything answered, up to the page before sending. */
  async fillAll() {
    await openCard(this.page, this.subject);
    await on(this.page, "fill");
    await fillOn(this.page, this.answers);
    await on(this.page, "check");
  }

  /** Sends from the page before sending. */
  async send() {
    await this.page.getByRole("button", { name: "Gửi báo cáo" }).click();
    await on(this.page, "sent");
  }

  /** The report as the server has it, or nothing. */
  async stored() {
    const { duties } = await this.visitor.get("/api/v1/duties");
    const duty = duties.find((each) => each.form === FORM && each.period === this.duty.period);
    return duty.report_id ? this.visitor.get(`/api/v1/reports/${duty.report_id}`) : null;
  }

  async end() {
    await this.context?.close().catch(() => {});
    await this.line?.close();
    if (this.folder) discard(this.folder);
  }
}
