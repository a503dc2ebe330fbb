import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ProviderEventType } from '../domain/provider-event.js';
import { providerPolicy } from '../policy/provider-policy.js';

export type WebhookMode = 'normal' | 'late' | 'twice' | 'out_of_order';
export type WebhookFault = { readonly mode: WebhookMode; readonly delayMs: number };
export type RequestFaultKind = 'timeout_after_success' | '500' | 'break';
export type RequestFault = { readonly method: string; readonly path: string; readonly kind: RequestFaultKind };

const ALL = '*';

/** Faults on request; they outlive a restart. A webhook fault stays until `normal`, a request fault is spent by one request. */
export class Faults {
  private readonly setMode: StatementSync;
  private readonly clearModes: StatementSync;
  private readonly modeOf: StatementSync;
  private readonly addNext: StatementSync;
  private readonly findNext: StatementSync;
  private readonly dropNext: StatementSync;

  constructor(database: DatabaseSync) {
    this.setMode = database.prepare('INSERT OR REPLACE INTO webhook_faults (type, mode, delay_ms) VALUES (?, ?, ?)');
    this.clearModes = database.prepare('DELETE FROM webhook_faults');
    this.modeOf = database.prepare('SELECT mode, delay_ms FROM webhook_faults WHERE type IN (?, ?) ORDER BY type DESC LIMIT 1');
    this.addNext = database.prepare('INSERT INTO request_faults (method, path, kind) VALUES (?, ?, ?)');
    this.findNext = database.prepare(
      'SELECT seq, kind FROM request_faults WHERE method = ? AND path IN (?, ?) ORDER BY seq LIMIT 1',
    );
    this.dropNext = database.prepare('DELETE FROM request_faults WHERE seq = ?');
  }

  /** Without a type the mode holds for every type and replaces what was set for single ones. */
  setWebhooks(mode: WebhookMode, delayMs: number, type?: ProviderEventType): void {
    if (type === undefined) this.clearModes.run();
    this.setMode.run(type ?? ALL, mode, delayMs);
  }

  /** A mode set for the type goes before the one set for all. */
  webhooksOf(type: ProviderEventType): WebhookFault {
    const row = this.modeOf.get(type, ALL);
    if (row === undefined) return { mode: 'normal', delayMs: providerPolicy.webhooks.defaultDelayMs };
    return { mode: String(row.mode) as WebhookMode, delayMs: Number(row.delay_ms) };
  }

  addRequest({ method, path, kind }: RequestFault): void {
    this.addNext.run(method, path, kind);
  }

  /** Takes the oldest fault meant for this method and this path, given exactly or as the route's template. */
  takeRequest(method: string, path: string, template: string): RequestFaultKind | undefined {
    const row = this.findNext.get(method, path, template);
    if (row === undefined) return undefined;
    this.dropNext.run(Number(row.seq));
    return String(row.kind) as RequestFaultKind;
  }
}
