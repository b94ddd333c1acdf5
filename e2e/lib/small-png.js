// A screenshot with at most 256 colours: a quarter of the size, and no difference that one would see.
import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const MOST = 256;

export function smallPng(png) {
  const { width, height, channels, data } = read(png);
  const pixels = unfilter(inflateSync(data), width, height, channels);
  const { palette, indices } = reduce(pixels, channels);
  const rows = Buffer.alloc((width + 1) * height); // each row begins with filter 0
  for (let y = 0; y < height; y++) rows.set(indices.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8); // eight bits an index, palette
  const colours = Buffer.from(palette.flatMap((rgb) => [rgb >> 16, (rgb >> 8) & 255, rgb & 255]));
  const parts = [chunk("IHDR", head), chunk("PLTE", colours), chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([SIGNATURE, ...parts]);
}

function read(png) {
  const data = [];
  let head;
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const kind = png.toString("latin1", at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (kind === "IHDR") head = body;
    if (kind === "IDAT") data.push(body);
    at += 12 + length;
  }
  const channels = { 2: 3, 6: 4 }[head[9]];
  if (head[8] !== 8 || !channels || head[12] !== 0) throw new Error("not a plain true-colour PNG");
  return { width: head.readUInt32BE(0), height: head.readUInt32BE(4), channels, data: Buffer.concat(data) };
}

function unfilter(raw, width, height, channels) {
  const stride = width * channels;
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const left = x >= channels ? out[y * stride + x - channels] : 0;
      const up = y > 0 ? out[(y - 1) * stride + x] : 0;
      const corner = x >= channels && y > 0 ? out[(y - 1) * stride + x - channels] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      out[y * stride + x] = raw[y * (stride + 1) + 1 + x] + guess;
    }
  }
  return out;
}

function paeth(left, up, corner) {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

// The most frequent colours stay as they are; each other one becomes the nearest of them.
function reduce(pixels, channels) {
  const count = new Map();
  const colours = new Uint32Array(pixels.length / channels);
  for (let n = 0; n < colours.length; n++) {
    const at = n * channels;
    colours[n] = (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
    count.set(colours[n], (count.get(colours[n]) ?? 0) + 1);
  }
  const byFrequency = [...count].sort((a, b) => b[1] - a[1]).map(([rgb]) => rgb);
  const palette = byFrequency.slice(0, MOST);
  const index = new Map(palette.map((rgb, n) => [rgb, n]));
  for (const rgb of byFrequency.slice(MOST)) index.set(rgb, nearest(palette, rgb));
  return { palette, indices: Uint8Array.from(colours, (rgb) => index.get(rgb)) };
}

function nearest(palette, rgb) {
  const far = (a, b, shift) => (((a >> shift) & 255) - ((b >> shift) & 255)) ** 2;
  let [best, least] = [0, Infinity];
  palette.forEach((one, n) => {
    const distance = far(one, rgb, 16) + far(one, rgb, 8) + far(one, rgb, 0);
    if (distance < least) [best, least] = [n, distance];
  });
  return best;
}

function chunk(kind, body) {
  const out = Buffer.alloc(12 + body.length);
  out.writeUInt32BE(body.length, 0);
  out.write(kind, 4, "latin1");
  body.copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + body.length)), 8 + body.length);
  return out;
}
