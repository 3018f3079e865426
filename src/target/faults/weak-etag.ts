import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Fault } from './fault.ts';

export const weakEtag: Fault = {
  name: 'weak-etag',
  about: 'makes every ETag a weak one (W/"…"), as a compressing proxy does; If-Match never matches it',
  parameters: {},
  plant: () => ({
    handler: (next) => (exchange) => {
      weaken(exchange.response);
      return next(exchange);
    },
  }),
};

function weaken(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response);
  response.writeHead = (status: number, headers?: OutgoingHttpHeaders | string | unknown[]) => {
    const { etag, ...others } = typeof headers === 'object' && !Array.isArray(headers) ? headers : {};
    return writeHead(status, etag === undefined ? others : { ...others, etag: `W/${etag}` });
  };
}
