// How answers are typed: as people write numbers and dates, with a Vietnamese keyboard, and wrongly.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { answer, installed, on, openCard, question, said, saved, shot, standing } from "./helpers/app.mjs";
import { pause, Server } from "./helpers/server.mjs";
import { Stage } from "./helpers/stage.mjs";

describe("typing", () => {
  let server, stage, page;

  const box = (path) => question(page, path).locator("input, textarea").first();
  const open = async (section) => {
    await page.goto(stage.at("fill", section));
    await on(page, "fill");
  };
  /** What a section holds after the app was left and opened again. */
  const kept = async (section, path) => {
    await saved(page);
    await open(section);
    return (await standing(page))[path];
  };

  before(async () => {
    server = await Server.start();
    stage = await Stage.for(server, "kaminh");
    page = stage.page;
    await stage.signIn();
    await installed(page);
    await openCard(page, stage.subject);
    await on(page, "fill");
  });

  beforeEach(async () => {
    await stage.cut();
  });

  after(async () => {
    await stage?.end();
    await server?.remove();
  });

  test("digits are grouped when the box is left, never while somebody is in it", async () => {
    await open(9);
    await box("income_fund/capital_added").pressSequentially("1234567", { delay: 10 });
    assert.equal(await box("income_fund/capital_added").inputValue(), "1234567");
    await box("income_fund/capital_added").blur();
    assert.equal(await box("income_fund/capital_added").inputValue(), "1.234.567");
    assert.match(await question(page, "income_fund/capital_added").innerText(), /một triệu hai trăm ba mươi (tư|bốn) nghìn năm trăm sáu mươi bảy đồng/i);
    await shot(page, "30-number-in-words");
    assert.equal(await kept(9, "income_fund/capital_added"), "1.234.567");
  });

  test("grouped digits are read as the same number, in both ways of writing them", async () => {
    await open(9);
    for (const text of ["2.500.000", "2 500 000", " 2500000 "]) {
      await answer(page, "income_fund/capital_added", text);
      assert.equal(await box("income_fund/capital_added").inputValue(), "2.500.000", JSON.stringify(text));
      assert.deepEqual(await said(page, "income_fund/capital_added"), [], JSON.stringify(text));
    }
  });

  const unfit = [["12,7"], ["-3"], ["ba mươi"], ["١٢"], ["9007199254740993", "9.007.199.254.740.993"]];
  for (const [text, shown = text] of unfit) {
    test(`\`${text}\` for people is an issue, with the text kept also after coming back`, async () => {
      await open(2);
      await answer(page, "members/members_joined", text);
      assert.equal((await said(page, "members/members_joined")).length, 1);
      assert.equal(await box("members/members_joined").getAttribute("aria-invalid"), "true");
      assert.equal(await kept(2, "members/members_joined"), shown);
    });
  }

  test("nothing is written into a box while a keyboard composes", async () => {
    await open(14);
    const keyboard = await stage.context.newCDPSession(page);
    const difficulties = box("closing/difficulties");
    await difficulties.fill("");
    await difficulties.focus();
    for (const text of ["t", "ti", "tie", "tiê", "tiên", "tiền"]) {
      await keyboard.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
      assert.equal(await difficulties.inputValue(), text);
      await pause(30);
    }
    await keyboard.send("Input.insertText", { text: "tiền quỹ" });
    assert.equal(await difficulties.inputValue(), "tiền quỹ");
    await difficulties.blur();
    assert.equal(await kept(14, "closing/difficulties"), "tiền quỹ");
  });

  test("a number that a keyboard composes is read once, when it is there", async () => {
    await open(2);
    const keyboard = await stage.context.newCDPSession(page);
    const joined = box("members/members_joined");
    await joined.fill("");
    await joined.focus();
    await keyboard.send("Input.imeSetComposition", { text: "1", selectionStart: 1, selectionEnd: 1 });
    await keyboard.send("Input.imeSetComposition", { text: "12", selectionStart: 2, selectionEnd: 2 });
    assert.equal(await joined.inputValue(), "12");
    await keyboard.send("Input.insertText", { text: "12" });
    await joined.blur();
    assert.deepEqual(await said(page, "members/members_joined"), []);
    assert.equal(await kept(2, "members/members_joined"), "12");
  });

  test("letters with marks come back as they were typed", async () => {
    const text = "Đường vào thôn Ka Minh ngập; cụ Rơ Ông K’Sáu ốm.";
    await open(14);
    await answer(page, "closing/difficulties", text);
    assert.equal(await kept(14, "closing/difficulties"), text);
  });

  test("a date typed in one box fills all three", async () => {
    await open(1);
    const boxes = question(page, "club/founded_on").locator("input");
    await boxes.nth(0).fill("5/9/2019");
    await boxes.nth(1).focus();
    assert.equal((await standing(page))["club/founded_on"], "5/9/2019");
    await boxes.nth(2).blur();
    assert.deepEqual(await said(page, "club/founded_on"), []);
    assert.match(await kept(1, "club/founded_on"), /^0?5\/0?9\/2019$/);
  });

  test("a day that does not exist is an issue, with what was typed", async () => {
    await open(1);
    const boxes = question(page, "club/founded_on").locator("input");
    for (const [place, text] of ["31", "2", "2019"].entries()) await boxes.nth(place).fill(text);
    await boxes.nth(2).blur();
    assert.equal((await said(page, "club/founded_on")).length, 1);
    assert.equal(await kept(1, "club/founded_on"), "31/2/2019");
    await answer(page, "club/founded_on", "2019-08-15");
    assert.deepEqual(await said(page, "club/founded_on"), []);
  });

  test("a text that is too long is an issue and is not cut off", async () => {
    const text = "a".repeat(2001);
    await open(14);
    await answer(page, "closing/difficulties", text);
    assert.equal((await said(page, "closing/difficulties")).length, 1);
    assert.equal(await kept(14, "closing/difficulties"), text);
    await answer(page, "closing/difficulties", "");
  });

  test("an answer that opens others closes them again, and keeps what they held", async () => {
    await open(5);
    await answer(page, "meeting/meeting_held", "yes");
    await answer(page, "meeting/meeting_attendance", 49);
    await answer(page, "meeting/meeting_held", "no");
    assert.equal(await question(page, "meeting/meeting_attendance").count(), 0);
    await answer(page, "meeting/meeting_held", "yes");
    assert.equal(await box("meeting/meeting_attendance").inputValue(), "49");
  });

  test("a carried figure that is changed is told at once", async () => {
    await open(2);
    const before = await box("members/members_opening").inputValue();
    await answer(page, "members/members_opening", Number(before) + 1);
    assert.ok((await said(page, "members/members_opening")).length >= 1);
    await answer(page, "members/members_opening", before);
    assert.deepEqual(await said(page, "members/members_opening"), []);
  });
});
