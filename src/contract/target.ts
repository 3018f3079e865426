/** What a target file says of a service. */
import type { Route, RouteDetails, ValueSource } from './request.ts';

/** How the file service is spoken to. In a path `{name}` stands for a file's name and `{id}` for its id. */
export interface TargetRoutes {
  ping: Route;
  upload?: UploadRoute;
  list?: ListRoute;
  download?: Route;
  remove?: Route;
  /** Paths that are there without anything being stored, for a service that is only read. */
  read?: string[];
  /** Several files in one request, and several back in one answer. Absent when not offered. */
  batch?: BatchRoutes;
}

export interface BatchRoutes {
  /** POST of several files. */
  upload: Route;
  /** POST of their ids or names; GET where its path has `{ids}` or `{names}`. */
  download: Route;
  /** As what they are sent: parts of a form, or one archive that is the body. Default multipart. */
  send?: BatchForm;
  /** Name of the form's file field; only of a form. */
  field?: string;
  /** Where the answer to the upload has the files, when their ids are the service's. Absent: the id is the name. */
  json?: ListFields;
  /** JSON that asks for them; a text "{ids}" or "{names}" in it stands for the list. Default `{ "ids": "{ids}" }`. */
  ask?: unknown;
  /** As what they come back. Default tar. */
  answer?: BatchForm;
}

export type BatchForm = 'multipart' | 'tar' | 'zip';

export interface UploadRoute extends RouteDetails {
  /** The file is the body, or one part of a form. */
  style: 'raw' | 'multipart';
  /** What the files are, so that a service which looks at them takes them. Absent: noise. */
  content?: ContentForm;
  /** A file of the user's own, in place of what is made: its absolute path. Each upload differs where that leaves it valid. */
  sample?: string;
  /** What their names end in, without the dot. Default that of the content, else bin. */
  extension?: string;
  /** Media type of the file. Default that of the content, else application/octet-stream. */
  contentType?: string;
  /** Name of the form's file field. Default file. */
  field?: string;
  /** Other fields of the form; `{name}` in a value stands for the file's name. */
  fields?: Record<string, string>;
  /** Where the answer has the file's id. Absent: the id is the name. */
  id?: ValueSource | 'text';
}

/** Forms of files that can be made in any size, each file with bytes of its own. */
export type ContentForm = 'png' | 'jpeg' | 'pdf' | 'json' | 'csv' | 'text';

export type ListRoute = string | (RouteDetails & { json?: ListFields });

/** A list in JSON: where its entries are, and which fields of an entry have a file's name and id; all dotted paths. */
export interface ListFields {
  /** Absent: the answer itself is the array. */
  entries?: string;
  name: string;
  /** Absent: the id is the name. */
  id?: string;
}
