import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { type TestContext, test } from 'node:test';
import { server } from '../testing/http-server.ts';
import { newClient } from './client.ts';
import { NO_PLACES, type UploadIdea } from './routes/idea.ts';
import { tryIdea } from './routes/trial.ts';

const FORM: UploadIdea = {
  from: 'form',
  style: 'multipart',
  method: 'POST',
  path: '/send',
  field: 'upfile',
  places: NO_PLACES,
};
const link = (folder: string) => (name: string) => `<li><a href="/${folder}/${name}">${name}</a>`;

test('where a page links to the file it can be read back, and links that do something are not followed', async (t) => {
  const { url, asked } = await pageOf(t, (name) => `${link('purge')(name)}${link('k')(name)}`);
  assert.equal((await tried(url)).download, '/k/{name}');
  assert.ok(asked.includes('GET /'));
  assert.deepEqual(
    asked.filter((each) => each.startsWith('GET /purge')),
    [],
  );
});

test('so it can where a list in JSON has its address', async (t) => {
  const { url } = await pageOf(t, (name) => JSON.stringify([{ name, url: `/k/${name}` }]));
  assert.equal((await tried(url)).download, '/k/{name}');
});

test('a link that leads to something else is no download', async (t) => {
  const { url } = await pageOf(t, link('about'));
  const routes = await tried(url);
  assert.deepEqual([routes.download, routes.list], [undefined, '/']);
});

async function tried(url: string) {
  const isNothing = ({ status }: { status: number }) => status === 404;
  const { found } = await tryIdea(newClient(url, new AbortController().signal), FORM, {}, isNothing);
  return found?.routes ?? {};
}

/** Takes a form, redirects to its page, shows there what it has, and gives it below /k/; what a GET below /purge/ names is gone. */
async function pageOf(t: TestContext, row: (name: string) => string) {
  const files = new Map<string, Buffer>();
  const asked: string[] = [];
  const { url } = await server(t, async (request, response) => {
    const { method, url: path = '' } = request;
    asked.push(`${method} ${path}`);
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (method === 'POST' && path === '/send') {
      files.set(...(await fileIn(request)));
      response.writeHead(302, { location: '/' }).end();
    } else if (path === '/') response.end([...files.keys()].map(row).join(''));
    else {
      if (path.startsWith('/purge/')) files.delete(name);
      const file = path.startsWith('/k/') ? files.get(name) : undefined;
      response.writeHead(file === undefined ? 404 : 200).end(file);
    }
  });
  return { url, asked };
}

async function fileIn(request: IncomingMessage): Promise<[name: string, bytes: Buffer]> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const [, name = '', bytes = ''] =
    /filename="([^"]+)".*?\r\n\r\n(.*?)\r\n--/s.exec(Buffer.concat(chunks).toString('latin1')) ?? [];
  return [name, Buffer.from(bytes, 'latin1')];
}
