import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { AccessDenied, Unauthenticated } from '../access/access.js';
import { StreamTombstoned } from '../log/stream-tombstoned.js';
import { HttpFault, plain, type Answer } from './answer.js';
import { HttpRequest } from './http-request.js';
import { routeOf, type Route } from './routes.js';

/** Every answer: nothing is guessed, framed, cached on the way or told to other sites. */
const HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
};
/** A connection on which nothing moves for this long is cut, in milliseconds. */
const SILENCE_MS = 60_000;
const CHALLENGE = { 'www-authenticate': 'Basic realm="event store", charset="UTF-8"' };

/** A server of these routes that listens nowhere: connections are handed to it. Unforeseen faults are told to `report`. */
export function httpServer(routes: readonly Route[], report: (fault: unknown) => void): Server {
  const server = createServer((incoming, response) => {
    answer(routes, incoming)
      .catch((fault: unknown) => answerToFault(fault, incoming, report))
      .then((found) => send(found, incoming, response))
      .catch(report);
  });
  // The other limits of time hold only for a server that listens itself.
  return server.setTimeout(SILENCE_MS);
}

async function answer(routes: readonly Route[], incoming: IncomingMessage): Promise<Answer> {
  const request = new HttpRequest(incoming, incoming.socket instanceof TLSSocket ? 'https' : 'http');
  const { route, name } = routeOf(routes, request.method, request.url.pathname);
  return route.handle(request, name);
}

function answerToFault(fault: unknown, { headers }: IncomingMessage, report: (fault: unknown) => void): Answer {
  if (fault instanceof HttpFault) return { ...plain(fault.message, fault.status), headers: fault.headers };
  if (fault instanceof Unauthenticated) return { ...plain(fault.message, 401), headers: CHALLENGE };
  if (fault instanceof AccessDenied)
    return headers.authorization === undefined ? { ...plain(fault.message, 401), headers: CHALLENGE } : plain(fault.message, 403);
  if (fault instanceof StreamTombstoned) return plain(`The stream '${fault.stream}' is deleted.`, 410);
  report(fault);
  return plain('The server failed; its own output says why.', 500);
}

function send({ status, contentType, headers, body }: Answer, { method }: IncomingMessage, response: ServerResponse): void {
  const bytes = Buffer.from(body ?? '');
  response.writeHead(status, {
    ...HEADERS,
    ...(contentType !== undefined && { 'content-type': contentType }),
    ...(status !== 204 && { 'content-length': bytes.length }),
    ...headers,
  });
  response.end(method === 'HEAD' ? undefined : bytes);
}
