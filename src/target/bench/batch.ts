import { randomBytes } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { receiveFiles } from '../multipart.ts';
import type { Benchmark } from './measure.ts';
import { NO_STORAGE } from './no-storage.ts';

/** As the scenario `batch` sends them. */
const FILES = 5;
const FILE_BYTES = 50 * 1024;
/** As a socket brings it. */
const CHUNK_BYTES = 64 * 1024;
const BOUNDARY = 'edge-of-a-part-0123456789';

/** The multipart body of a batch upload, parsed and hashed; nothing is written. */
export const batchBenchmark: Benchmark = {
  name: 'BatchRequestParsing',
  prepare() {
    const body = formBody();
    return {
      async run(times) {
        for (let i = 0; i < times; i++) await receiveFiles(requestWith(body), body.length, NO_STORAGE);
      },
    };
  },
};

function formBody(): Buffer {
  const parts = Array.from({ length: FILES }, (_, i) => [
    Buffer.from(
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="file-${i}.bin"\r\n\r\n`,
    ),
    randomBytes(FILE_BYTES),
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...parts.flat(), Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

/** A request that has come in whole. */
function requestWith(body: Buffer): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.headers = {
    'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
    'content-length': String(body.length),
  };
  for (let at = 0; at < body.length; at += CHUNK_BYTES) request.push(body.subarray(at, at + CHUNK_BYTES));
  request.push(null);
  return request;
}
