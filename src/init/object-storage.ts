/** Whether an endpoint speaks S3, by its XML and its headers. Nothing is stored to find out. */
import type { S3Target } from '../contract/contract.ts';
import { textOf } from '../shared/s3/xml.ts';
import type { Answer, Client } from './client.ts';

export interface FoundS3 {
  /** As the target file has it: keys by the names of their variables. */
  section: S3Target;
  /** What it was recognised by, in words. */
  by: string;
  health: { path: string; status: number; isOwn: boolean };
}

/** Where servers of S3 say that they are well: MinIO, versitygw, SeaweedFS and Garage. */
const HEALTH_PATHS = ['/minio/health/live', '/health', '/healthz', '/status'];
const LIST = '<ListAllMyBucketsResult';
const IS_ERROR = /^\s*(?:<\?xml[^>]{0,200}\?>)?\s*<Error[\s>]/;
/** One of them comes with each answer of S3: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTCommonResponseHeaders.html */
const HEADERS = ['x-amz-request-id', 'x-amz-id-2', 'x-amzn-requestid', 'x-amz-bucket-region'];
const IS_REGION = /^[a-z0-9-]{1,40}$/i;
const OK = 200;

// biome-ignore lint/suspicious/noTemplateCurlyInString: references, as the file has them
const KEYS = { accessKey: '${AWS_ACCESS_KEY_ID}', secretKey: '${AWS_SECRET_ACCESS_KEY}' };

/** @param named what the user says of its health; undefined for an endpoint of another kind */
export async function findS3(client: Client, named: string | undefined): Promise<FoundS3 | undefined> {
  const root = await client.send({ method: 'GET', path: '/' });
  const by = signOf(root);
  if (by === undefined) return undefined;
  const text = root.body.toString();
  const region = root.headers['x-amz-bucket-region'] ?? textOf(text, 'Region');
  return {
    section: {
      ...(region !== undefined && IS_REGION.test(region) ? { region } : {}),
      ...(text.includes(LIST) ? {} : { keys: KEYS }),
    },
    by,
    health: await healthOf(client, named, root),
  };
}

function signOf({ status, headers, body }: Answer): string | undefined {
  const text = body.toString();
  if (status === OK && text.includes(LIST)) return 'its list of buckets, which it gives without keys';
  const code = IS_ERROR.test(text) ? textOf(text, 'Code') : undefined;
  if (code === undefined || !/^[A-Z]\w{2,60}$/.test(code)) return undefined;
  const header = HEADERS.find((name) => headers[name] !== undefined);
  const element = ['RequestId', 'HostId', 'Resource'].find((name) => textOf(text, name) !== undefined);
  if (header === undefined && element === undefined) return undefined;
  return `its error ${code} in XML, with ${header === undefined ? `the element ${element}` : `the header ${header}`}`;
}

/** A path that is no bucket, so one that answers what none of its own buckets would. */
async function healthOf(client: Client, named: string | undefined, root: Answer): Promise<FoundS3['health']> {
  for (const path of named === undefined ? HEALTH_PATHS : [named]) {
    const { status, body } = await client.send({ method: 'GET', path });
    const isXml = body.toString().trimStart().startsWith('<');
    if (named !== undefined || (status === OK && !isXml)) return { path, status, isOwn: true };
  }
  return { path: '/', status: root.status, isOwn: false };
}
