// Draws the app's icons: a sheet of paper with a folded corner, three lines and a tick, on the app's green.
//
// Why a program: the pictures are ours, the same in every size, and can be drawn again: `node app/icons/draw.mjs`.
// No drawing library: shapes are tested point by point, four by four samples to a pixel, and written as PNG.
import { deflateSync } from "node:zlib";
import { writeFileSync } from "node:fs";

const GREEN = [10, 70, 54, 255];
const PAPER = [255, 255, 255, 255];
const FOLD = [200, 220, 209, 255];
const NOTHING = [0, 0, 0, 0];

// All measures are in hundredths of the side.
const inBox = (x, y, left, top, right, bottom) => x >= left && x <= right && y >= top && y <= bottom;

function inRounded(x, y, left, top, right, bottom, radius) {
  if (!inBox(x, y, left, top, right, bottom)) return false;
  const dx = Math.max(left + radius - x, x - (right - radius), 0);
  const dy = Math.max(top + radius - y, y - (bottom - radius), 0);
  return dx * dx + dy * dy <= radius * radius;
}

function nearLine(x, y, [x1, y1], [x2, y2], reach) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy) <= reach;
}

function sheet(x, y) {
  if (!inRounded(x, y, 28, 18, 72, 82, 3)) return null;
  if (x - 58 > y - 18 && inBox(x, y, 58, 18, 72, 32)) return null;
  if (inBox(x, y, 58, 18, 72, 32)) return FOLD;
  const lines = [[36, 54, 32], [36, 64, 42]].some(([left, right, top]) => inRounded(x, y, left, top, right, top + 4.5, 2));
  const tick = nearLine(x, y, [37, 62], [46, 71], 3.6) || nearLine(x, y, [46, 71], [63, 54], 3.6);
  return lines || tick ? GREEN : PAPER;
}

function colour(x, y, maskable) {
  if (maskable) return sheet(50 + (x - 50) / 0.86, 50 + (y - 50) / 0.86) ?? GREEN;
  if (!inRounded(x, y, 0, 0, 100, 100, 20)) return NOTHING;
  return sheet(x, y) ?? GREEN;
}

function pixels(side, maskable) {
  const out = Buffer.alloc((side * 4 + 1) * side);
  const samples = 4;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const sum = [0, 0, 0, 0];
      for (let i = 0; i < samples * samples; i++) {
        const x = ((column + ((i % samples) + 0.5) / samples) * 100) / side;
        const y = ((row + (Math.floor(i / samples) + 0.5) / samples) * 100) / side;
        const [r, g, b, a] = colour(x, y, maskable);
        sum[0] += r * a;
        sum[1] += g * a;
        sum[2] += b * a;
        sum[3] += a;
      }
      const at = row * (side * 4 + 1) + 1 + column * 4;
      for (let c = 0; c < 3; c++) out[at + c] = sum[3] ? Math.round(sum[c] / sum[3]) : 0;
      out[at + 3] = Math.round(sum[3] / (samples * samples));
    }
  }
  return out;
}

function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

function png(side, maskable) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(pixels(side, maskable), { level: 9 });
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

const place = new URL("../static/icons/", import.meta.url);
for (const [name, side, maskable] of [
  ["icon-192", 192, false],
  ["icon-512", 512, false],
  ["icon-180", 180, true],
  ["maskable-192", 192, true],
  ["maskable-512", 512, true],
]) {
  writeFileSync(new URL(`${name}.png`, place), png(side, maskable));
}
