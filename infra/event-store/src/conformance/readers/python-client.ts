import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ReaderFailure, type FailureKind, type Reader, type SeenEvent } from './reader.js';

const driver = join(import.meta.dirname, 'python-client.py');

type Wired = Readonly<Record<keyof SeenEvent, string>>;
type Answer = Readonly<{ id: number; ok?: unknown; failed?: FailureKind; message?: string }>;
type Waiting = Readonly<{ resolve: (value: unknown) => void; reject: (error: Error) => void }>;

/** Calls of one Python process, each answered by a line of its own. */
class Calls {
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(private readonly child: ChildProcess) {
    if (!child.stdout) throw new Error('The Python client has no output to read.');
    createInterface(child.stdout).on('line', (line) => this.#settle(JSON.parse(line) as Answer));
    child.once('exit', (code) => this.#failAll(new Error(`The Python client ended with ${code}.`)));
  }

  async ask<T>(op: keyof Reader, ...args: unknown[]): Promise<T> {
    const id = ++this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.set(id, { resolve, reject });
    this.child.stdin?.write(`${JSON.stringify({ id, op, args })}\n`);
    return (await promise) as T;
  }

  #settle({ id, ok, failed, message = '' }: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (failed === undefined) waiting?.resolve(ok);
    else waiting?.reject(new ReaderFailure(failed, message));
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** `kurrentdbclient`, run by the Python of its own environment. */
export function pythonClient(python: string, port: number): Promise<Reader> {
  const child = spawn(python, [driver, `kurrentdb://127.0.0.1:${port}?Tls=false`], { stdio: ['pipe', 'pipe', 'inherit'] });
  const calls = new Calls(child);
  const events = async (op: keyof Reader, ...args: unknown[]): Promise<SeenEvent[]> =>
    (await calls.ask<Wired[]>(op, ...args)).map((event) => ({ ...event, revision: BigInt(event.revision), data: dataOf(event) }));
  const reader: Reader = {
    append: async (stream, proposed, expected) => BigInt(await calls.ask<string>('append', stream, proposed, String(expected))),
    read: (stream, { direction, from, limit, links } = {}) =>
      events(
        'read',
        stream,
        direction === 'backwards',
        from === undefined ? null : String(from),
        limit ?? null,
        links === 'resolved',
      ),
    follow: (stream, count) => events('follow', stream, count),
    followAll: (prefix, count) => events('followAll', prefix, count),
    limitTo: (stream, maxCount) => calls.ask('limitTo', stream, maxCount),
    maxCountOf: async (stream) => (await calls.ask<number | null>('maxCountOf', stream)) ?? undefined,
    remove: (stream) => calls.ask('remove', stream),
    tombstone: (stream) => calls.ask('tombstone', stream),
    createGroup: (stream, group) => calls.ask('createGroup', stream, group),
    deleteGroup: (stream, group) => calls.ask('deleteGroup', stream, group),
    consume: (stream, group, count) => events('consume', stream, group, count),
    enableProjection: (name) => calls.ask('enableProjection', name),
    projectionStatus: (name) => calls.ask('projectionStatus', name),
    close: async () => {
      const exited = once(child, 'exit');
      child.stdin.end();
      await exited;
    },
  };
  return Promise.resolve(reader);
}

/** As the clients for Node show it: JSON as values, the target of a link as text. */
const dataOf = ({ type, data }: Wired): unknown => (type === '$>' ? data : JSON.parse(data));
