/** What is drawn needs to know its width, so it waits until it is in the page. */

const waiting: (() => void)[] = [];

export function drawLater(draw: () => void): void {
  waiting.push(draw);
}

/** When the page has been seen without its charts: a dozen take longer than its text. */
export function drawSoon(): void {
  requestAnimationFrame(() => setTimeout(drawWaiting));
}

/** Call it when the elements are in the page. At once and not at the next frame: a printer waits for no frame. */
export function drawWaiting(): void {
  for (const draw of waiting.splice(0)) draw();
}
