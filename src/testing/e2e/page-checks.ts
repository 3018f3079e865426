/** What tests ask of a page. The code in texts runs inside it, where our types do not. */
import type { Page } from 'playwright-core';

/** https://www.w3.org/TR/WCAG22/#contrast-minimum */
const MIN_CONTRAST = 4.5;

/** Opens everything and waits until all of it is drawn. */
export async function unfold(page: Page): Promise<void> {
  await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
  await page.waitForSelector('canvas');
  await page.waitForFunction(
    "[...document.querySelectorAll('details.scene')].every((scene) => scene.querySelector('.findings, table'))" +
      " && [...document.querySelectorAll('[data-chart]')].every((chart) => chart.querySelector('canvas'))",
  );
  // What was filled just now may be folded in turn.
  await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
}

/** Charts whose canvas has hardly any colour. */
export function emptyCharts(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('[data-chart]')].filter((chart) => {
    const canvas = chart.querySelector('canvas');
    if (canvas === null) return true;
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
      return [255, 255, 255];
    };
    const ownText = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim() !== '');
    const faint = [...document.querySelectorAll('main *')].filter((node) => !node.closest('svg') && ownText(node)).filter((node) => {
      const [light, dark] = [luminance(channels(getComputedStyle(node).color)), luminance(behind(node))].sort((a, b) => b - a);
      return (light + 0.05) / (dark + 0.05) < ${MIN_CONTRAST};
    });
    return faint.map((node) => node.textContent.slice(0, 40));
  })()`);
}

export function fitsScreen(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth <= window.innerWidth + 1');
}

/** Elements that reach over the right edge of the page; a box that scrolls by itself cuts on paper. */
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('#page *')]
    .filter((node) => !node.closest('.d3-flame-graph, .u-legend'))
    .filter((node) => node.getClientRects().length > 0 && node.getBoundingClientRect().right > window.innerWidth + 1)
    .map((node) => node.tagName + ' ' + node.className + ' ' + node.textContent.slice(0, 40))`);
}

/** Left and right of every chart's plot, from the left of the chart. */
export function plotEdges(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('.chart[role=slider]')].map((chart) => {
    const from = chart.getBoundingClientRect().left;
    const { left, right } = chart.querySelector('.u-over').getBoundingClientRect();
    return Math.round(left - from) + ' ' + Math.round(right - from);
  })`);
}

/** Texts that are not seen whole: over the edge of the screen, or of a box that hides or scrolls what is too wide for it. */
export function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    ${TEXT_BOXES}
    return textBoxes().filter(({ node, box }) => {
      if (box.right > window.innerWidth + 1 || box.left < -1) return true;
      for (let at = node.parentElement; at !== null && at !== document.body; at = at.parentElement) {
        if (getComputedStyle(at).overflowX === 'visible') continue;
        const around = at.getBoundingClientRect();
        if (box.right > around.right + 1 || box.left < around.left - 1) return true;
      }
      return false;
    }).map(({ text }) => text);
  })()`);
}

/** Pairs of texts that lie on each other. */
export function overlappingTexts(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    ${TEXT_BOXES}
    const all = textBoxes().sort((a, b) => a.box.top - b.box.top);
    const found = [];
    for (let at = 0; at < all.length; at++)
      for (let other = at + 1; other < all.length && all[other].box.top < all[at].box.bottom; other++) {
        const [a, b] = [all[at], all[other]];
        const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        // Lines of one text touch each other by their spacing.
        if (a.node !== b.node && wide > 1 && high > Math.min(a.box.height, b.box.height) / 2) found.push(a.text + ' | ' + b.text);
      }
    return found;
  })()`);
}

/** Words that go on in the next line, though a line would have room for them. */
export function brokenWords(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    ${TEXT_BOXES}
    const broken = new Set();
    for (const node of textNodes())
      for (const { 0: word, index } of node.textContent.matchAll(/[\\p{L}\\p{N}]{2,}/gu)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const boxes = [...range.getClientRects()];
        const isOnTwoLines = new Set(boxes.map((box) => Math.round(box.top))).size > 1;
        const width = boxes.reduce((sum, box) => sum + box.width, 0);
        if (isOnTwoLines && width < window.innerWidth / 2) broken.add(word);
      }
    return [...broken];
  })()`);
}

/** Of what is seen: flame graphs cut the names of their frames by design. */
const TEXT_BOXES = `
  const textNodes = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const parent = node.parentElement;
      if (node.textContent.trim() !== '' && !parent.closest('svg, .d3-flame-graph, script, style, noscript')) found.push(node);
    }
    return found;
  };
  const textBoxes = () => textNodes().flatMap((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1)
      .map((box) => ({ node, box, text: node.textContent.trim().slice(0, 40) }));
  });
`;
