import { afterEach, describe, expect, it } from '@jest/globals';
import {
  InMemoryEventStore,
  OutcomeUnknown,
  StoreUnavailable,
  type AppendResult,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
} from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import { createTestService, type TestAnswer, type TestService } from '../test-service.js';
import type { TestPerson } from '../test-tokens.js';
import { sampleService } from './sample.module.js';

const client: TestPerson = { accountId: newId(), roles: ['client'] };
const other: TestPerson = { accountId: newId(), roles: ['client'] };
const sample = sampleService('contracts');

type Fault = 'answer lost' | 'request lost' | 'away' | 'silent';

/** A log whose appends to notes fail as planned; `silent` ones are carried out when `speak` is called. */
class UncertainLog extends InMemoryEventStore {
  faults: readonly Fault[] = [];
  private readonly held: (() => void)[] = [];

  override async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    const fault = stream.startsWith('contracts.note-') ? this.next() : undefined;
    if (fault === 'away') throw new StoreUnavailable('planned');
    if (fault === 'request lost') throw new OutcomeUnknown('planned');
    if (fault === 'silent') await new Promise<void>((speak) => this.held.push(speak));
    const result = await super.append(stream, expected, events);
    if (fault === 'answer lost') throw new OutcomeUnknown('planned');
    return result;
  }

  speak(): void {
    for (const speak of this.held.splice(0)) speak();
  }

  private next(): Fault | undefined {
    const [fault, ...rest] = this.faults;
    // The last plan holds until another one is made.
    if (rest.length > 0) this.faults = rest;
    return fault;
  }
}

describe('An outcome that nobody confirms', () => {
  let service: TestService;
  let log: UncertainLog;
  const begin = async (handlerDeadlineMs: number): Promise<void> => {
    log = new UncertainLog();
    service = await createTestService(sample.definition, sample.module, {
      log: log as EventStore,
      config: { handlerDeadlineMs },
    });
  };
  const write = (key: string, as: TestPerson = client): Promise<TestAnswer> =>
    service.post('/contracts/notes', { as, key, body: { text: 'hello' } });
  const body = ({ body: found }: TestAnswer) => found as Readonly<Record<string, string>>;
  const ask = (open: TestAnswer, as: TestPerson = client) => service.get(body(open)['ask'] ?? '', { as });
  afterEach(async () => {
    log.speak();
    await service.close();
  });

  it('is answered 202 with a place to ask, where the command is found once it stands', async () => {
    await begin(300);
    log.faults = ['request lost'];
    const open = await write('one');
    expect([open.status, body(open)]).toEqual([
      202,
      expect.objectContaining({ code: 'CONTRACTS.OUTCOME_UNKNOWN', commandId: expect.any(String) }),
    ]);
    expect([open.headers['location'], open.headers['idempotency-key'], open.headers['retry-after']]).toEqual([
      body(open)['ask'],
      'one',
      '2',
    ]);
    const { commandId } = body(open);
    expect((await ask(open)).body).toEqual({ commandId, outcome: 'unknown' });
    log.faults = [];
    const first = await write('one');
    const asked = await ask(open);
    expect(asked.body).toEqual({
      commandId,
      outcome: 'applied',
      position: body(first)['position'],
      revision: body(first)['revision'],
    });
    expect(asked.headers['guildhall-position']).toBe(body(first)['position']);
  });

  it('is found applied where only the answer was lost', async () => {
    await begin(300);
    log.faults = ['answer lost', 'away'];
    // The handler reads the stream again and finds its own events: nothing is open.
    expect((await write('two')).status).toBe(201);
  });

  it('is open as well after tries that failed for certain', async () => {
    await begin(300);
    log.faults = ['request lost', 'away'];
    expect((await write('three')).status).toBe(202);
  });

  it('is told to its sender only', async () => {
    await begin(300);
    log.faults = ['request lost'];
    const open = await write('four');
    log.faults = [];
    await write('four');
    expect((await ask(open, other)).body).toMatchObject({ outcome: 'unknown' });
    expect((await service.get(body(open)['ask'] ?? '')).status).toBe(401);
    const foreign = `/contracts/commands/${newId()}?${(body(open)['ask'] ?? '').split('?')[1] ?? ''}`;
    expect((await service.get(foreign, { as: client })).body).toMatchObject({ outcome: 'unknown' });
    expect((await service.get(`/contracts/commands/${newId()}`, { as: client })).status).toBe(400);
    expect((await service.get(`/contracts/commands/${newId()}?place=abc`, { as: client })).status).toBe(400);
  });

  it('is open where a handler is given up while its append is on its way, and applied when that arrives', async () => {
    await begin(200);
    log.faults = ['silent'];
    const open = await write('five');
    expect(open.status).toBe(202);
    log.faults = [];
    log.speak();
    expect((await write('five')).headers['idempotent-replayed']).toBe('true');
    expect((await ask(open)).body).toMatchObject({ outcome: 'applied' });
  });

  it('is none where everything failed for certain: 503, nothing was done', async () => {
    await begin(200);
    log.faults = ['away'];
    const answer = await write('six');
    expect([answer.status, body(answer)['code'], body(answer)['detail']]).toEqual([
      503,
      'COMMON.UNAVAILABLE',
      expect.stringContaining('nothing was done'),
    ]);
    log.faults = [];
    // The handler that was given up may not append any more: the key is free.
    expect((await write('six')).headers['idempotent-replayed']).toBeUndefined();
  });

  it('stands in the OpenAPI document of every command', async () => {
    await begin(10_000);
    const { paths } = service.openapi;
    expect(paths['/contracts/notes']?.post?.responses).toHaveProperty('202');
    expect(paths['/contracts/notes']?.get?.responses).not.toHaveProperty('202');
    expect(service.undeclaredErrors()).toEqual([]);
  });
});
