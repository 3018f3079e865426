/** report.html: one file that loads nothing. Whatever comes from a target is inside JSON, and shown as text only. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CapacityPage } from '../../page/capacity-data.ts';
import type { ComparePage } from '../../page/compare-data.ts';
import type { PageData } from '../../page/data.ts';
import type { LivePage } from '../../page/live-data.ts';
import { PROJECT_ROOT } from '../../root.ts';

/** @throws when the browser program was not built. */
export function toHtml(data: PageData): string {
  return pageHtml(`burstbox: ${data.status}, ${data.run.id}`, data);
}

/** The page of a run that goes on: it asks the server that it comes from, and nobody else. */
export function liveHtml(data: LivePage): string {
  return pageHtml(`burstbox: live, ${data.target}`, data, ["connect-src 'self'"]);
}

/**
 * A page of the browser program in src/page, which shows the data by its schema.
 * @param allowed what it may do besides showing it, as parts of a Content-Security-Policy
 */
export function pageHtml(
  title: string,
  data: PageData | ComparePage | CapacityPage | LivePage,
  allowed: string[] = [],
): string {
  const script = inline(read('main.js'));
  const style = inline(read('main.css'));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script, style, allowed)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title.replace(/[&<>]/g, '')}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main id="page"><noscript>This page needs JavaScript; the script is inside this file. The .md file next to it works without.</noscript></main>
<script type="application/json" id="data">${embedded(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** Only our own script and style may run; no request can leave the page. Charts set sizes on their elements. */
function policy(script: string, style: string, allowed: string[]): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    ...allowed,
  ].join('; ');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** In JSON a `<` may be written so, and then no text can end the element that it stands in. */
function embedded(data: object): string {
  return JSON.stringify(data).replace(/</g, '\\u003c');
}

/** A bundle may hold the words that end its element, in a string. */
function inline(code: string): string {
  return code.replace(/<\/(script|style)/gi, '<\\/$1');
}

function read(name: string): string {
  return readFileSync(join(PROJECT_ROOT, 'dist', 'page', name), 'utf8');
}
