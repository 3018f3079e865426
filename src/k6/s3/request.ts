/** A request to S3 through the house's operation path: signed when it is sent, and what the server says of an error kept. */
import crypto from 'k6/crypto';
import http, { type RequestBody } from 'k6/http';
import { type HttpMethod, K6_METRIC, NOT_SUPPORTED } from '../../contract/contract.ts';
import { lackingIn } from '../../shared/s3/lacking.ts';
import { pathOf } from '../../shared/s3/place.ts';
import type { ToSign } from '../../shared/s3/signer.ts';
import { queryOf } from '../../shared/s3/uri.ts';
import { textOf } from '../../shared/s3/xml.ts';
import { isLoad } from '../load-vu.ts';
import { counterOf, type Metric } from '../metrics.ts';
import { attempt, attemptAll } from '../operation.ts';
import type { Failure } from '../request/failed-operation.ts';
import { commonParams } from '../request/params.ts';
import { type Call, type Reply, send } from '../send.ts';
import { bucketPlace, hashesPayload, signer } from './endpoint.ts';

export interface S3Request {
  /** Name of the operation in metrics. */
  op: string;
  method: HttpMethod;
  bucket: string;
  /** Absent: the request is about the bucket. */
  key?: string;
  query?: Record<string, string | number>;
  /** By their names in small letters; those that are signed are all. */
  headers?: Record<string, string>;
  body?: Uint8Array | string;
  expect: number[];
  acknowledged?: boolean;
  /** Default text: what says that it failed is read. Of `none` only the status tells. */
  keep?: Call['keep'] | 'none';
  verify?: Call['verify'];
  checked?: Metric;
  /** Who asks knows what to do when the server lacks the operation. */
  mayLack?: true;
}

export interface S3Answer {
  reply: Reply;
  failure: Failure | undefined;
  /** Of S3, where the answer has one. */
  code?: string;
}

/** Codes that servers give; any other is counted as `other`. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const S3_CODES = [
  ...[
    'SlowDown',
    'ServiceUnavailable',
    'InternalError',
    'RequestTimeout',
    'OperationAborted',
    'NotImplemented',
  ],
  ...['MethodNotAllowed', 'NoSuchKey', 'NoSuchBucket', 'NoSuchUpload', 'NoSuchVersion', 'AccessDenied'],
  ...[
    'SignatureDoesNotMatch',
    'InvalidAccessKeyId',
    'RequestTimeTooSkewed',
    'ExpiredToken',
    'BadDigest',
    'other',
  ],
  ...[
    'InvalidPart',
    'EntityTooSmall',
    'EntityTooLarge',
    'InvalidRequest',
    'InvalidArgument',
    'QuotaExceeded',
  ],
] as const;

const errors = counterOf(K6_METRIC.s3Errors);
/** Longer than any; what a server says is shown, so that it is cut. */
const MAX_CODE_CHARS = 64;
const MAX_ID_CHARS = 128;
const FIRST_ERROR = 400;

/** Sends one request and counts it. */
export function ask(request: S3Request): S3Answer {
  return told(request, attempt(callOf(request)));
}

/** Several at once; all of one operation. */
export function askAll(requests: S3Request[]): S3Answer[] {
  const answers = attemptAll(requests.map(callOf));
  return requests.map((request, index) => told(request, answers[index] as ReturnType<typeof attempt>));
}

function codeIn({ body }: Reply): string | undefined {
  return typeof body === 'string' ? textOf(body, 'Code')?.slice(0, MAX_CODE_CHARS) : undefined;
}

/** By operation and status; empty where none was told. */
const codes = new Map<string, string>();

/**
 * Bodies of downloads are thrown away, and with them what is said of an error: the first that fails with a status is asked for once
 * more, outside of what is counted, and those that fail alike are taken to say the same.
 */
function codeOfSame(request: S3Request, status: number): string | undefined {
  if (request.method !== 'GET' || status < FIRST_ERROR) return undefined;
  const kind = `${request.op} ${status}`;
  let code = codes.get(kind);
  if (code === undefined) {
    const again = send(callOf({ ...request, keep: 'text' }));
    code = again.status === status ? (codeIn(again) ?? '') : '';
    codes.set(kind, code);
  }
  return code === '' ? undefined : code;
}

/** Sends a request that is given up after so many ms, whatever has gone out by then. It is no operation, and not counted. */
export function cutOff(request: S3Request, ms: number): void {
  const call = callOf({ ...request, keep: 'none' });
  const { url, params } = call.sign(call);
  http.request(request.method, url, bodyOf(request) ?? null, { ...params, timeout: ms });
}

type Signer = NonNullable<Call['sign']>;

/** Put together by hand: copies of objects are what k6 would spend most of its time with. */
function callOf(request: S3Request): Call & { sign: Signer } {
  const { op, method, expect, acknowledged, keep = 'text', verify, checked } = request;
  const call: Call & { sign: Signer } = { op, method, path: '', expect, sign: signerOf(request) };
  const body = bodyOf(request);
  if (keep !== 'none') call.keep = keep;
  if (acknowledged !== undefined) call.acknowledged = acknowledged;
  if (body !== undefined) call.body = body;
  if (verify !== undefined) call.verify = verify;
  if (checked !== undefined) call.checked = checked;
  return call;
}

/** Signed anew whenever it is sent: a date is good for a quarter of an hour. */
function signerOf({ method, bucket, key, query, headers, body }: S3Request): Signer {
  const { place, origin } = bucketPlace(bucket);
  const path = pathOf(place, key);
  const text = query === undefined ? '' : queryOf(query);
  const url = text === '' ? origin + path : `${origin}${path}?${text}`;
  if (signer === undefined) return (call) => withHeaders(url, call, headers ?? {});
  const { signed } = signer;
  const toSign: ToSign = { method, host: place.host, path, query: text };
  if (headers !== undefined) toSign.headers = headers;
  if (hashesPayload) toSign.payload = crypto.sha256((body ?? '') as string, 'hex');
  return (call) => withHeaders(url, call, signed(toSign, Date.now()));
}

function withHeaders(url: string, call: Call, headers: Record<string, string>): ReturnType<Signer> {
  const params = commonParams(call);
  params.headers = headers;
  return { url, params };
}

function bodyOf({ body }: S3Request): RequestBody | undefined {
  return body as unknown as RequestBody | undefined;
}

function told(request: S3Request, answer: ReturnType<typeof attempt>): S3Answer {
  const { reply, failure } = answer;
  if (!isLoad() && request.mayLack !== true) refuseLacking(request, reply);
  return failure === undefined ? answer : { reply, failure, ...codeOf(request, reply) };
}

/**
 * Before the load every operation of it is tried: what the server does not have is neither its failure nor its success.
 * @throws when it shows that it does not have it
 */
function refuseLacking(request: S3Request, reply: Reply): void {
  const lack = lackingIn(request, reply);
  if (lack !== undefined) throw new Error(`S3: ${NOT_SUPPORTED}: ${request.op} (${lack})`);
}

const shown = new Set<string>();

/** The first error of each kind that a VU meets is shown with the id by which the server's own log has it. */
function codeOf(request: S3Request, reply: Reply): { code?: string } {
  const { op, mayLack } = request;
  const { status, headers } = reply;
  if (status === 0 || mayLack === true) return {};
  const code = codeIn(reply) ?? codeOfSame(request, status);
  const known = S3_CODES.find((each) => each === code) ?? 'other';
  if (isLoad()) errors.add(1, { code: known });
  const kind = `${op} ${code ?? status}`;
  if (!shown.has(kind) && shown.size < S3_CODES.length) {
    shown.add(kind);
    const id = (headers['X-Amz-Request-Id'] ?? 'none').slice(0, MAX_ID_CHARS);
    console.warn(`S3: ${op} was answered with status ${status}, code ${code ?? 'none'}, request id ${id}`);
    if (isLoad())
      console.log(
        JSON.stringify({ s3Error: { operation: op, status, code: code ?? 'none', requestId: id } }),
      );
  }
  return code === undefined ? {} : { code };
}
