import type { FastifyInstance } from 'fastify';
import type { ProviderEventType } from '../domain/provider-event.js';
import { providerPolicy } from '../policy/provider-policy.js';
import type { RequestFaultKind, WebhookMode } from '../store/faults.js';
import type { SandboxParts } from './app.js';

type FaultRequest =
  | { webhooks: WebhookMode; delayMs?: number; for?: ProviderEventType }
  | { next: { path: string; method?: 'GET' | 'POST'; kind: RequestFaultKind } };

/** The developer's side: faults, clock, health. Without a key, since no money moves here and the server listens locally. */
export function controlRoutes(
  app: FastifyInstance,
  { store, clock, contract, settler, dispatcher, counters, options }: SandboxParts,
): void {
  app.post('/faults', (request, reply) => {
    const fault = contract.parse<FaultRequest>('NewFault', request.body);
    store.transaction(() => {
      if ('next' in fault) return store.faults.addRequest({ method: 'POST', ...fault.next });
      return store.faults.setWebhooks(fault.webhooks, fault.delayMs ?? providerPolicy.webhooks.defaultDelayMs, fault.for);
    });
    return reply.send({ status: 'ok' });
  });
  app.post('/clock', (request, reply) => {
    const { offsetMs } = contract.parse<{ offsetMs: number }>('NewClock', request.body);
    store.transaction(() => clock.moveTo(offsetMs));
    settler.wake();
    dispatcher.wake();
    return reply.send({ sandboxOffsetMs: clock.offsetMs });
  });
  app.get('/info', (_request, reply) =>
    reply.send({
      service: 'payment-sandbox',
      version: options.version,
      commit: options.commit,
      sandboxOffsetMs: clock.offsetMs,
      webhooksPending: store.deliveries.pending(),
    }),
  );
  app.get('/health/startup', (_request, reply) => reply.send({ status: 'ok' }));
  app.get('/health/live', (_request, reply) => reply.send({ status: 'ok' }));
  app.get('/health/ready', (_request, reply) => {
    store.deliveries.pending();
    return reply.send({ status: 'ok' });
  });
  app.get('/metrics', (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(counters.text(store.deliveries.pending())),
  );
  app.get('/openapi.json', (_request, reply) => reply.send(contract.document));
}
