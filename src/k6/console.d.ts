/** What k6 has of `console`; its types lack it (https://grafana.com/docs/k6/latest/using-k6/javascript-typescript-compatibility-mode/). */
declare const console: {
  log(...values: unknown[]): void;
  debug(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
};

/** What k6 has of https://encoding.spec.whatwg.org/ and we use. */
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
