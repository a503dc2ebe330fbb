import type { ProcessState } from '../supervision/process-description.js';
import { escapeHtml, page } from './html.js';
import type { Lag } from './lag.js';

export interface ServiceInfo {
  readonly service: string;
  readonly version: string;
  readonly commit: string;
  readonly sandboxOffsetMs: string;
  readonly health: 'ready' | 'not ready' | 'away';
}

export interface StateView {
  readonly edgeUrl: string;
  readonly processes: readonly ProcessState[];
  readonly services: readonly ServiceInfo[];
  readonly lags: readonly Lag[];
  readonly folders: { readonly data: string; readonly logs: string; readonly outbox: string };
}

const REFRESH_SECONDS = 5;

const row = (cells: readonly string[]): string => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
const table = (heading: readonly string[], rows: readonly string[]): string =>
  `<table><tr>${heading.map((title) => `<th>${title}</th>`).join('')}</tr>${rows.join('')}</table>`;
const judged = (word: string): string => `<span class="${word === 'ready' ? 'good' : 'bad'}">${escapeHtml(word)}</span>`;

const processRows = ({ processes }: StateView): readonly string[] =>
  processes.map(({ title, phase, pid, port, restarts, lastExit }) =>
    row([escapeHtml(title), judged(phase), String(pid ?? ''), String(port), String(restarts), escapeHtml(lastExit ?? '')]),
  );

const serviceRows = ({ services }: StateView): readonly string[] =>
  services.map(({ service, health, version, commit, sandboxOffsetMs }) => {
    const name = escapeHtml(service);
    const document = `<a href="/${name}/openapi.json">openapi.json</a>, <a href="/docs#${name}">docs</a>`;
    return row([name, judged(health), escapeHtml(version), escapeHtml(commit), escapeHtml(sandboxOffsetMs), document]);
  });

const lagRows = ({ lags }: StateView): readonly string[] =>
  lags.map(({ service, metric, labels, value }) =>
    row([escapeHtml(service), escapeHtml(labels), escapeHtml(metric), Number.isFinite(value) ? String(value) : 'unknown']),
  );

/** State, lag and links; refreshes itself. */
export const statePage = (view: StateView): string => {
  const well = [...view.processes.map(({ phase }) => phase), ...view.services.map(({ health }) => health)].every(
    (word) => word === 'ready',
  );
  const lag =
    view.lags.length === 0
      ? '<p class="soft">No service reports a lag.</p>'
      : table(['service', 'runner', 'metric', 'value'], lagRows(view));
  const body = `<h1>Guildhall</h1>
<p>${judged(well ? 'ready' : 'not everything is ready')} · <a href="/docs">HTTP interface</a> · <a href="/docs/openapi.json">OpenAPI 3.1</a></p>
<h2>Services</h2>
${table(['service', 'health', 'version', 'commit', 'sandbox clock (ms ahead)', 'documents'], serviceRows(view))}
<h2>Lag</h2>
${lag}
<h2>Processes</h2>
${table(['process', 'state', 'pid', 'port', 'restarts', 'last exit'], processRows(view))}
<h2>Folders</h2>
${table(
  ['what', 'where'],
  Object.entries(view.folders).map(([what, where]) => row([what, `<code>${escapeHtml(where)}</code>`])),
)}
<p class="soft">This page renews itself every ${String(REFRESH_SECONDS)} seconds. <code>npm run status</code> also shows memory.</p>`;
  return page({ title: 'Guildhall', head: `<meta http-equiv="refresh" content="${String(REFRESH_SECONDS)}">`, body });
};
