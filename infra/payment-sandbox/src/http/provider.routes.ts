import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SandboxError } from '../domain/sandbox-error.js';
import { settlementCsv } from '../domain/settlement.js';
import type {
  ChargeRequest,
  DestinationRequest,
  InstrumentRequest,
  Outcome,
  PayoutRequest,
  RefundRequest,
} from '../provider/provider.js';
import type { SandboxParts } from './app.js';
import { answerOnce, fingerprintOf, idempotencyKeyOf } from './idempotency.js';
import { requireProviderKey } from './provider-key.js';
import { dropConnection, injectRequestFaults, lossOf } from './request-faults.js';

type ChargePath = { Params: { chargeId: string } };
type ByReference = { Querystring: { reference?: unknown } };
type PayoutList = { Querystring: { reference?: unknown; createdSince?: unknown } };
type SettlementRequest = { Params: { date: string }; Querystring: { format?: unknown } };

/** What a merchant uses; every route asks for the provider key. */
export function providerRoutes(app: FastifyInstance, parts: SandboxParts): void {
  const { provider, store, contract, settler, dispatcher } = parts;

  const answer = <T>(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    schema: string,
    run: (body: T) => Outcome<unknown>,
  ) => {
    const body = contract.parse<T>(schema, request.body ?? {});
    const key = idempotencyKeyOf(request.headers['idempotency-key']);
    const fingerprint = fingerprintOf(request.method, request.url, body);
    const given = answerOnce(store, { key, fingerprint, status }, () => run(body));
    settler.wake();
    dispatcher.wake();
    if (given.delivery === 'lost' || lossOf(request) === 'answer') return dropConnection(request, reply);
    if (given.origin === 'replayed') reply.header('Idempotent-Replayed', 'true');
    return reply.code(given.status).type('application/json; charset=utf-8').send(given.body);
  };
  const settledRead = <R>(read: () => R): R => {
    settler.wake();
    return read();
  };

  // The key comes first: a stranger's request must not spend a fault.
  app.addHook('onRequest', (request, _reply, done) => {
    requireProviderKey(parts.options.providerKey, request.headers.authorization);
    done();
  });
  injectRequestFaults(app, store);

  app.post('/instruments', (request, reply) =>
    answer<InstrumentRequest>(request, reply, 201, 'NewInstrument', (body) => provider.addInstrument(body)),
  );
  app.post('/destinations', (request, reply) =>
    answer<DestinationRequest>(request, reply, 201, 'NewDestination', (body) => provider.addDestination(body)),
  );
  app.post('/charges', (request, reply) =>
    answer<ChargeRequest>(request, reply, 201, 'NewCharge', (body) => provider.charge(body)),
  );
  app.post<ChargePath>('/charges/:chargeId/capture', (request, reply) =>
    answer(request, reply, 200, 'Nothing', () => provider.captureCharge(request.params.chargeId)),
  );
  app.post<ChargePath>('/charges/:chargeId/void', (request, reply) =>
    answer(request, reply, 200, 'Nothing', () => provider.voidCharge(request.params.chargeId)),
  );
  app.post('/refunds', (request, reply) =>
    answer<RefundRequest>(request, reply, 201, 'NewRefund', (body) => provider.refund(body)),
  );
  app.post('/payouts', (request, reply) =>
    answer<PayoutRequest>(request, reply, 201, 'NewPayout', (body) => provider.payOut(body)),
  );

  app.get<ChargePath>('/charges/:chargeId', (request, reply) => reply.send(provider.chargeOf(request.params.chargeId)));
  app.get<ByReference>('/charges', (request, reply) =>
    reply.send({ items: provider.chargesBy(referenceOf(request.query.reference)) }),
  );
  app.get<ByReference>('/refunds', (request, reply) =>
    reply.send({ items: provider.refundsBy(referenceOf(request.query.reference)) }),
  );
  app.get<PayoutList>('/payouts', (request, reply) => {
    const { reference, createdSince } = request.query;
    if (createdSince === undefined) return reply.send({ items: settledRead(() => provider.payoutsBy(referenceOf(reference))) });
    return reply.send({ items: settledRead(() => provider.payoutsSince(instantIn(createdSince))) });
  });
  app.get<SettlementRequest>('/settlements/:date', (request, reply) => {
    const file = settledRead(() => provider.settlement(dayOf(request.params.date)));
    if (formatOf(request.query.format, request.headers.accept) === 'json') return reply.send(file);
    return reply.type('text/csv; charset=utf-8').send(settlementCsv(file));
  });
}

function referenceOf(reference: unknown): string {
  if (typeof reference === 'string' && /^[\x20-\x7e]{1,200}$/.test(reference)) return reference;
  throw new SandboxError('SANDBOX.VALIDATION', 'Ask with ?reference=, 1 to 200 printable ASCII characters', {
    pointers: ['?reference'],
  });
}

function instantIn(text: unknown): string {
  const time = typeof text === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw new SandboxError('SANDBOX.VALIDATION', 'createdSince is an instant in UTC, as 2026-03-02T09:00:00.000Z', {
    pointers: ['?createdSince'],
  });
}

function dayOf(date: string): string {
  const isDay =
    /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date);
  if (isDay) return date;
  throw new SandboxError('SANDBOX.VALIDATION', `${date} is not a day; write yyyy-mm-dd`, { pointers: ['/date'] });
}

function formatOf(format: unknown, accept: string | undefined): 'json' | 'csv' {
  if (format === 'json' || format === 'csv') return format;
  if (format !== undefined) throw new SandboxError('SANDBOX.VALIDATION', 'format is json or csv', { pointers: ['?format'] });
  return accept !== undefined && /\btext\/csv\b/i.test(accept) ? 'csv' : 'json';
}
