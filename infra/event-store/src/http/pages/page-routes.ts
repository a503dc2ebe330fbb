import { readAll, readStream } from '../../log/finite-read.js';
import { resolve } from '../../log/links.js';
import type { Log } from '../../log/log.js';
import type { StoredEvent } from '../../log/record.js';
import type { GroupInfo } from '../../psub/info.js';
import type { PersistentSubscriptions } from '../../psub/persistent-subscriptions.js';
import { HttpFault, notFound, type Answer } from '../answer.js';
import type { HttpGate } from '../http-gate.js';
import type { HttpRequest } from '../http-request.js';
import type { Names, Route } from '../routes.js';
import { html, type Html } from './html.js';
import { page, styleSheet } from './layout.js';

const PAGE = 20;
/** Latest events of the log among which changed streams are looked for. */
const RECENT = 512;
/** Characters of data shown of one event. */
const MOST_SHOWN = 262_144;

export type PagesServed = Readonly<{ log: Log; gate: HttpGate; subscriptions: PersistentSubscriptions }>;

/** A few pages to look at streams, single events and persistent subscriptions. They change nothing. */
export function pageRoutes(served: PagesServed): readonly Route[] {
  const { gate } = served;
  const get = (path: string, handle: Route['handle']): Route => ({ method: 'GET', path, handle });
  const ofStream = (path: string, handle: (request: HttpRequest, stream: string, name: Names) => Answer): Route =>
    get(path, async (request, name) => {
      await gate.need(request, { kind: 'stream', stream: name('stream'), right: 'read' });
      return handle(request, name('stream'), name);
    });
  return [
    get('/', () => redirect('/web')),
    get('/web/style.css', () => styleSheet),
    get('/web', async (request) => {
      await gate.endpoint(request);
      const all = await gate.isGranted(request, { kind: 'stream', stream: '$all', right: 'read' });
      return page('Streams', all ? recentStreams(served.log) : html`<p>Recent streams need the right to read $all.</p>`);
    }),
    get('/web/open', ({ url }) => redirect(streamPath(url.searchParams.get('stream') ?? ''))),
    ofStream('/web/streams/:stream', (request, stream) => streamPage(served.log, stream, request.url.searchParams.get('from'))),
    ofStream('/web/streams/:stream/:revision', (_request, stream, name) => eventPage(served.log, stream, name('revision'))),
    get('/web/subscriptions', async (request) => {
      await gate.endpoint(request);
      return page('Persistent subscriptions', groups(served.subscriptions.infos()));
    }),
  ];
}

const redirect = (location: string): Answer => ({ status: 302, headers: { location } });
const streamPath = (stream: string): string => `/web/streams/${encodeURIComponent(stream)}`;
const linkTo = (stream: string): Html => html`<a href="${streamPath(stream)}">${stream}</a>`;

function recentStreams(log: Log): Html {
  const [events = []] = readAll(log, Number.MAX_SAFE_INTEGER, 'backwards');
  const latest = new Map<string, StoredEvent>();
  for (const event of events.slice(0, RECENT)) if (!latest.has(event.stream)) latest.set(event.stream, event);
  if (latest.size === 0) return html`<p>Nothing was written yet.</p>`;
  const rows = [...latest.values()].map(
    ({ stream, revision, type, created }) =>
      html`<tr>
        <td>${linkTo(stream)}</td>
        <td class="number">${revision}</td>
        <td>${type}</td>
        <td>${instant(created)}</td>
      </tr>`,
  );
  return table('Streams changed lately', ['Stream', 'Last event', 'Type', 'Written'], rows);
}

function streamPage(log: Log, stream: string, from: string | null): Answer {
  const { head, first, exists } = log.visible(stream);
  if (!exists) throw notFound(`stream '${stream}'`);
  const start = from === null ? head.lastRevision : numberOf(from);
  const [events = []] = readStream(log, stream, start, 'backwards') ?? [];
  const shown = events.slice(0, PAGE);
  const rows = shown.map((event) => {
    const uri = `${streamPath(stream)}/${event.revision}`;
    const { event: target } = resolve(log, event);
    return html`<tr>
      <td class="number"><a href="${uri}">${event.revision}</a></td>
      <td>${target?.type ?? event.type}</td>
      <td>${instant(event.created)}</td>
      <td class="number">${event.data.length}</td>
    </tr>`;
  });
  const lowest = shown.at(-1)?.revision ?? 0;
  const older = lowest > first ? html` <a rel="next" href="${streamPath(stream)}?from=${lowest - 1}">Older events</a>` : html``;
  const newer = start < head.lastRevision ? html`<a href="${streamPath(stream)}?from=${start + PAGE}">Newer events</a>` : html``;
  return page(
    stream,
    html`${table('Events, newest first', ['Number', 'Type', 'Written', 'Bytes'], rows)}
      <p>${newer}${older}</p>`,
  );
}

function eventPage(log: Log, stream: string, text: string): Answer {
  const { head, first, exists } = log.visible(stream);
  const revision = numberOf(text);
  const [event] = exists && revision >= first ? log.reader.streamForwards(head.id, revision, revision, 1) : [];
  if (!event) throw notFound(`event ${text} in the stream '${stream}'`);
  const { event: target } = resolve(log, event);
  const link =
    target && target !== event
      ? html`<dt>Links to</dt>
          <dd><a href="${streamPath(target.stream)}/${target.revision}">${target.revision}@${target.stream}</a></dd>`
      : html``;
  return page(
    `${event.revision}@${event.stream}`,
    html`<dl>
        <dt>Stream</dt>
        <dd>${linkTo(stream)}</dd>
        <dt>Type</dt>
        <dd>${event.type}</dd>
        <dt>Id</dt>
        <dd>${event.id}</dd>
        <dt>Written</dt>
        <dd>${instant(event.created)}</dd>
        <dt>Position</dt>
        <dd>${event.position}</dd>
        ${link}
      </dl>
      <h2>Data</h2>
      <pre>${shownBytes(event.data, event.isJson)}</pre>
      <h2>Metadata</h2>
      <pre>${shownBytes(event.metadata, true)}</pre>`,
  );
}

function groups(infos: readonly GroupInfo[]): Html {
  if (infos.length === 0) return html`<p>There are none.</p>`;
  const rows = infos.map(
    ({ definition, status, connections, inFlight, parked, lastCheckpointed, lastKnown }) =>
      html`<tr>
        <td>${linkTo(definition.stream)}</td>
        <td>${definition.group}</td>
        <td>${status}</td>
        <td class="number">${connections.length}</td>
        <td class="number">${inFlight}</td>
        <td class="number">${parked}</td>
        <td>${lastCheckpointed}</td>
        <td>${lastKnown}</td>
      </tr>`,
  );
  const heads = ['Stream', 'Group', 'Status', 'Consumers', 'In flight', 'Parked', 'Checkpoint', 'Last known'];
  return table('Persistent subscriptions', heads, rows);
}

const table = (caption: string, heads: readonly string[], rows: readonly Html[]): Html =>
  html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${heads.map((head) => html`<th scope="col">${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;

const instant = (milliseconds: number): string => new Date(milliseconds).toISOString();

function numberOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new HttpFault(400, `'${text}' is no event number.`);
  return Number(text);
}

function shownBytes(bytes: Uint8Array, isJson: boolean): string {
  const text = new TextDecoder().decode(bytes);
  const shown = isJson ? indented(text) : text;
  return shown.length > MOST_SHOWN ? `${shown.slice(0, MOST_SHOWN)}…` : shown;
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
