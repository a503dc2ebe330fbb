import { connect } from 'node:http2';

const SUPPORTED_METHODS = '/event_store.client.server_features.ServerFeatures/GetSupportedMethods';
/** Not compressed, length 0: an empty message in gRPC's framing. */
const EMPTY_MESSAGE = Buffer.alloc(5);
const DEADLINE_MS = 2_000;

/**
 * Asks an event store at 127.0.0.1 which methods it supports: a call that every server of the protocol answers.
 *
 * @param authority PEM text of the authority to trust; left out: plain text
 * @throws when the port is closed, the call fails, or no answer comes within 2 s
 */
export const probeEventStore = (port: number, authority?: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const session =
      authority === undefined
        ? connect(`http://127.0.0.1:${String(port)}`)
        : connect(`https://127.0.0.1:${String(port)}`, { ca: authority, servername: 'localhost' });
    const finish = (error?: Error): void => {
      session.destroy();
      if (error === undefined) resolve();
      else reject(error);
    };
    session.on('error', finish);
    const call = session.request({
      ':method': 'POST',
      ':path': SUPPORTED_METHODS,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const judge = (status: unknown): void => {
      if (status !== undefined)
        finish(status === '0' ? undefined : new Error(`the event store answers gRPC status ${String(status)}`));
    };
    call.setTimeout(DEADLINE_MS, () => {
      finish(new Error(`the event store does not answer within ${String(DEADLINE_MS)} ms`));
    });
    call.on('error', finish);
    call.on('response', (headers) => {
      judge(headers['grpc-status']);
    });
    call.on('trailers', (trailers) => {
      judge(trailers['grpc-status']);
    });
    call.resume();
    call.end(EMPTY_MESSAGE);
  });
