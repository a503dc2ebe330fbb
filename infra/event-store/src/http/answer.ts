/** What is sent back. A body of no bytes goes without a content type. */
export type Answer = Readonly<{
  status: number;
  contentType?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
}>;

/** A request that is answered by its status and one sentence. */
export class HttpFault extends Error {
  constructor(
    readonly status: number,
    sentence: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(sentence);
  }
}

export const json = (value: unknown, contentType = 'application/json'): Answer => ({
  status: 200,
  contentType: `${contentType}; charset=utf-8`,
  body: JSON.stringify(value, undefined, 2),
});

export const plain = (body: string, status = 200): Answer => ({ status, contentType: 'text/plain; charset=utf-8', body });

export const notFound = (what: string): HttpFault => new HttpFault(404, `There is no ${what}.`);
