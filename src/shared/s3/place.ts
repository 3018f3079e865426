/** Where requests about a bucket go. https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
import { encodedKey } from './uri.ts';

/** What is signed when no region is named. */
export const USUAL_REGION = 'us-east-1';

export interface Place {
  /** As it is sent in Host. */
  host: string;
  /** Encoded; ends without a slash, so that a key follows after one. */
  path: string;
}

/** @param style default path */
export function placeOf(endpoint: Place, style: 'path' | 'virtual-host' | undefined, bucket: string): Place {
  return style === 'virtual-host'
    ? { host: `${bucket}.${endpoint.host}`, path: endpoint.path }
    : { host: endpoint.host, path: `${endpoint.path}/${bucket}` };
}

/** @param key absent: the bucket itself */
export function pathOf({ path }: Place, key: string | undefined): string {
  return key === undefined ? path || '/' : `${path}/${encodedKey(key)}`;
}
