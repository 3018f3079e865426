/** What holds of every page of ours, asked of it in a browser. */
import type { Page } from 'playwright-core';

/** https://www.w3.org/TR/WCAG22/#contrast-minimum */
const LEAST_CONTRAST = 4.5;

export async function unfold(page: Page): Promise<void> {
  await page.waitForSelector('h1');
  await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
  await page.waitForSelector('canvas');
  await page.waitForFunction(
    "[...document.querySelectorAll('[data-chart]')].every((chart) => chart.querySelector('canvas'))",
  );
}

/** Charts whose canvas has but one colour. Code in text: it runs in the page, where our types do not. */
export function emptyCharts(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('[data-chart]')].filter((chart) => {
    const canvas = chart.querySelector('canvas');
    const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    return new Set(pixels).size < 3;
  }).map((chart) => chart.dataset.chart)`);
}

/** Texts with too little contrast to what lies behind them. */
export function faintTexts(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = (node) => {
      for (let at = node; at !== null; at = at.parentElement) {
        const colour = channels(getComputedStyle(at).backgroundColor);
        if (colour[3] !== 0) return colour;
      }
      return channels(getComputedStyle(document.documentElement).backgroundColor);
    };
    const ownText = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim() !== '');
    const faint = [...document.querySelectorAll('#page *')].filter((node) => !node.closest('svg') && ownText(node)).filter((node) => {
      const [light, dark] = [luminance(channels(getComputedStyle(node).color)), luminance(behind(node))].sort((a, b) => b - a);
      return (light + 0.05) / (dark + 0.05) < ${LEAST_CONTRAST};
    });
    return faint.map((node) => node.textContent.slice(0, 40));
  })()`);
}

export function fitsScreen(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth <= window.innerWidth + 1');
}
