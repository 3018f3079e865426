/** What is drawn needs to know its width, so it waits until it is in the page. */

const waiting: (() => void)[] = [];

export function drawLater(draw: () => void): void {
  waiting.push(draw);
}

/** Call it when the elements are in the page. At once and not at the next frame: a printer waits for no frame. */
export function drawWaiting(): void {
  for (const draw of waiting.splice(0)) draw();
}
