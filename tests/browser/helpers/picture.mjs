// Pictures of pages, kept as reference (tests/ref/pictures) and compared.
//
// A kept picture has one grey dot for every 10 × 10 dots of the screen, so that it is small, can be looked at, and does not notice how a
// Chromium smooths its letters. What is moved, missing, added or of another colour changes many dots. The letters are always those of one
// font, which the set-up installs, and all figures are noughts, because they change from day to day. `PHIEU_BLESS=1` keeps the pictures anew.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(process.env.PHIEU_ROOT, "tests/ref/pictures");
const SHOTS = process.env.PHIEU_SHOTS;
const DOT = 10;
/** By how much a dot may differ, of 255, and how many dots in a thousand may differ by more. */
const SHADE = 24;
const FEW = 2;

/** Fails where a page does not look as the picture of this name. */
export async function looksLike(page, name) {
  await page.evaluate(async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { font-family: "DejaVu Sans" !important; caret-color: transparent !important; }');
    document.adoptedStyleSheets = [sheet];
    document.activeElement?.blur();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(/\d/g, "0");
    for (const box of document.querySelectorAll("input[type=text], input:not([type])")) box.value = box.value.replace(/\d/g, "0");
    scrollTo(0, 0);
    await document.fonts.ready;
  });
  const shot = await page.screenshot({ fullPage: true, scale: "css" });
  const file = join(FOLDER, `${name}.png`);
  const bench = await page.context().newPage();
  try {
    const seen = await dots(bench, shot, DOT);
    if (process.env.PHIEU_BLESS || !existsSync(file)) {
      assert.ok(process.env.PHIEU_BLESS, `${name}: no picture is kept; PHIEU_BLESS=1 keeps one`);
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(file, Buffer.from(seen.picture.split(",")[1], "base64"));
      return;
    }
    const kept = await dots(bench, readFileSync(file), 1);
    const differ = kept.grey.flatMap((grey, at) => (Math.abs(grey - (seen.grey[at] ?? -255)) > SHADE ? [at] : []));
    const few = (kept.grey.length * FEW) / 1000;
    const grown = kept.width !== seen.width || Math.abs(kept.height - seen.height) > 1;
    if (!grown && differ.length <= few) return;
    if (SHOTS) {
      mkdirSync(SHOTS, { recursive: true });
      writeFileSync(join(SHOTS, `differs-${name}.png`), shot);
    }
    const from = Math.floor((differ[0] ?? 0) / kept.width) * DOT;
    assert.fail(
      `${name} looks different from ${from} px down: ${differ.length} of ${kept.grey.length} dots, ` +
        `${seen.width}×${seen.height} for ${kept.width}×${kept.height}; look at target/shots/differs-${name}.png, and keep it with PHIEU_BLESS=1 if it is right`,
    );
  } finally {
    await bench.close();
  }
}

/** A picture's dots, each the mean of so many by so many: their grey, and the picture made of them. */
function dots(bench, bytes, size) {
  return bench.evaluate(
    async ({ source, size }) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const draw = (width, height, from) => {
        const canvas = Object.assign(document.createElement("canvas"), { width, height });
        const context = canvas.getContext("2d", { willReadFrequently: true });
        context.drawImage(from, 0, 0);
        return { canvas, context, data: context.getImageData(0, 0, width, height).data };
      };
      const { data } = draw(image.width, image.height, image);
      const [width, height] = [Math.ceil(image.width / size), Math.ceil(image.height / size)];
      const small = draw(width, height, document.createElement("canvas"));
      const out = small.context.createImageData(width, height);
      const grey = [];
      for (let y = 0; y < height; y += 1) {
        for (let x = 0; x < width; x += 1) {
          let [sum, count] = [0, 0];
          for (let v = y * size; v < Math.min(image.height, (y + 1) * size); v += 1) {
            for (let u = x * size; u < Math.min(image.width, (x + 1) * size); u += 1) {
              const at = 4 * (v * image.width + u);
              sum += 0.3 * data[at] + 0.6 * data[at + 1] + 0.1 * data[at + 2];
              count += 1;
            }
          }
          const shade = Math.round(sum / count / 4) * 4;
          grey.push(shade);
          out.data.set([shade, shade, shade, 255], 4 * (y * width + x));
        }
      }
      small.context.putImageData(out, 0, 0);
      return { width, height, grey, picture: small.canvas.toDataURL("image/png") };
    },
    { source: `data:image/png;base64,${bytes.toString("base64")}`, size },
  );
}
