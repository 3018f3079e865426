/** A real Chromium for tests: Debian's, driven by playwright-core, which brings none of its own. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const CHROMIUM = PLACES.find((path) => existsSync(path));

export interface Look {
  colorScheme: 'light' | 'dark';
  width: number;
}

/** What a page did besides showing itself. */
export interface Opened {
  page: Page;
  /** Errors and warnings of the console, and uncaught errors. */
  complaints: string[];
  /** Requests for anything but the file itself. */
  requests: string[];
}

/** For several looks, each in a context of its own: starting it takes longer than they do. */
export function launch(): Promise<Browser> {
  // Root has no user namespace to build a sandbox from, and containers forbid it to others.
  return chromium.launch({
    ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
    args: ['--no-sandbox'],
  });
}

export async function withBrowser(use: (browser: Browser) => Promise<void>): Promise<void> {
  const browser = await launch();
  try {
    await use(browser);
  } finally {
    await browser.close();
  }
}

export async function openFile(browser: Browser, path: string, look: Look): Promise<Opened> {
  const context = await browser.newContext({
    colorScheme: look.colorScheme,
    viewport: { width: look.width, height: 900 },
  });
  const page = await context.newPage();
  const own = pathToFileURL(path).href;
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(own) && !url.startsWith('data:')) requests.push(url);
  });
  await page.goto(own);
  return { page, complaints, requests };
}
