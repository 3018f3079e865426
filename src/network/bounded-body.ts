const MIB = 1024 * 1024;

export class TooLarge extends Error {
  constructor(mostBytes: number) {
    super(
      `the response has more than ${mostBytes % MIB === 0 ? `${mostBytes / MIB} MiB` : `${mostBytes} bytes`}`,
    );
  }
}

/** The body of an answer, given up when it grows over the bound: a target is never trusted with our memory. */
export async function boundedBody(answer: Response, mostBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new TooLarge(mostBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The same for an answer whose size is worth telling: of one that is too large nothing is kept, and its bytes are counted up to a bound. */
export async function countedBody(
  answer: Response,
  mostBytes: number,
  mostCounted: number,
): Promise<{ body: Buffer; tooLarge?: number }> {
  let chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength;
    if (size <= mostBytes) chunks.push(chunk);
    else chunks = [];
    if (size > mostCounted) break;
  }
  return { body: Buffer.concat(chunks), ...(size > mostBytes ? { tooLarge: size } : {}) };
}
