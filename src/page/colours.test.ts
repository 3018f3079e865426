/** The colours of lines can be told apart, also without full colour vision, and from the paper. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

type Rgb = [number, number, number];

/** Machado, Oliveira, Fernandes (2009), severity 1, on linear RGB. */
const VISION: Record<string, Rgb[]> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
/** CIE 1976: about 2.3 is just seen; this is far more than that, for lines as thin as a hair. */
const MIN_DIFFERENCE = 20;
/** https://www.w3.org/TR/WCAG22/#non-text-contrast */
const MIN_CONTRAST = 3;

const style = readFileSync(new URL('style.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = style.split('prefers-color-scheme: dark');

for (const [scheme, rules] of Object.entries({ light, dark })) {
  const colour = (name: string) => linear(new RegExp(`--${name}: #([0-9a-f]{6});`).exec(rules)?.[1] ?? '');
  const lines = [0, 1, 2, 3, 4, 5].map((line) => colour(`line-${line}`));

  test(`lines differ for every eye: ${scheme}`, () => {
    for (const [vision, matrix] of Object.entries(VISION))
      for (const [index, line] of lines.entries())
        for (const [other, before] of lines.slice(0, index).entries()) {
          const apart = distance(lab(seen(line, matrix)), lab(seen(before, matrix)));
          assert.ok(apart > MIN_DIFFERENCE, `lines ${other} and ${index}, ${vision}: ${apart.toFixed(1)}`);
        }
  });

  test(`lines stand out from the paper: ${scheme}`, () => {
    for (const [index, line] of lines.entries()) {
      const [high = 0, low = 0] = [luminance(line), luminance(colour('paper'))].sort((a, b) => b - a);
      assert.ok((high + 0.05) / (low + 0.05) >= MIN_CONTRAST, `line ${index}`);
    }
  });
}

function linear(hex: string): Rgb {
  assert.equal(hex.length, 6);
  return [0, 2, 4].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
}

function seen([r, g, b]: Rgb, matrix: Rgb[]): Rgb {
  return matrix.map(([x, y, z]) => Math.min(1, Math.max(0, x * r + y * g + z * b))) as Rgb;
}

function luminance([r, g, b]: Rgb): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function lab([r, g, b]: Rgb): Rgb {
  const root = (share: number) => (share > 0.008856 ? Math.cbrt(share) : 7.787 * share + 16 / 116);
  const x = root((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = root(luminance([r, g, b]));
  const z = root((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function distance(a: Rgb, b: Rgb): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
