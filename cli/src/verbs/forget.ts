import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { isUuid, SERVICES } from '@guildhall/kernel';
import { EXIT, Refused } from '../exit-codes.js';
import type { Outcome } from '../output/outcome.js';
import { table } from '../output/table.js';
import type { ErasureReceipt, SubjectView } from '../platform/answers.js';
import type { World } from '../world.js';
import { waitFor } from './waiting.js';
import { atDesk, change, seconds, verb, type Common, type Desk, type End } from './verb.js';

type Act = Common & Readonly<{ reason: string; dryRun: boolean; wait: number }>;
/** A place that held something of the person; `at` null: it still may. */
type Sink = Readonly<{ sink: string; state: 'erased' | 'held by law' | 'missing'; at: string | null }>;

const SUBJECT = '/identity/operations/subjects/{accountId}';

const account = (): Argument =>
  new Argument('<account>', 'id of the person’s account, which is closed').argParser((text: string) => {
    if (isUuid(text)) return text;
    throw new InvalidArgumentError('It has to be a UUID.');
  });

export const forgetVerb = (world: World, end: End): Command =>
  change(verb('forget', 'erases a person for good and answers a receipt of every place; 1 where one is missing'))
    .addArgument(account())
    .addOption(new Option('--wait <seconds>', 'how long all places are waited for').argParser(seconds).default(120))
    .action((accountId: string, options: Act) =>
      atDesk(world, options, end, async (desk) => {
        await desk.platform.demand('identity', 'post', `${SUBJECT}/forget`);
        const path = SUBJECT.replace('{accountId}', accountId);
        const before = await desk.platform.get<SubjectView>(path);
        if (options.dryRun) return wouldForget(path, before, options.reason);
        await desk.platform.post(`${path}/forget`, { reason: options.reason });
        desk.say('ordered; it cannot be taken back …');
        return receiptOf(await untilErased(desk, accountId, options.wait), accountId);
      }),
    );

const wouldForget = (path: string, before: SubjectView, reason: string): Outcome => {
  const { state, blocks, legalHoldUntil, keys, readModels, mails } = before;
  const there = keys.filter((key) => key.state === 'there').map(({ purpose }) => purpose);
  const text = [
    'dry run: nothing was changed',
    `would send POST ${path}/forget ${JSON.stringify({ reason })}`,
    `the person is ${state}${blocks.length > 0 ? `: ${blocks.join(', ')} stands in the way` : ''}`,
    `keys that are there: ${there.join(' ') || 'none'}; mails in the outbox: ${String(mails)}`,
    legalHoldUntil === null ? 'nothing is kept by law' : `verification and invoices are kept by law until ${legalHoldUntil}`,
    `of identity ${readModels.map(({ name }) => name).join(' ')} would be built anew, and what the other services keep`,
  ];
  const json = { dryRun: true, request: `POST ${path}/forget`, body: { reason }, subject: before };
  return { json, text, exit: blocks.length > 0 ? EXIT.problem : EXIT.ok };
};

type Found = Readonly<{ subject: SubjectView; receipts: readonly ErasureReceipt[] }>;

const look = async ({ platform }: Desk, accountId: string): Promise<Found> => {
  const subject = await platform.get<SubjectView>(SUBJECT.replace('{accountId}', accountId));
  const others = SERVICES.filter((service) => service !== 'identity');
  const receipts = await Promise.all(
    others.map((service) => platform.get<ErasureReceipt>(`/${service}/operations/subjects/${accountId}`)),
  );
  return { subject, receipts: [subject, ...receipts] };
};

/** All sinks, or as far as they are when the wait is over. */
const untilErased = async (desk: Desk, accountId: string, wait: number): Promise<Found> => {
  try {
    return await waitFor(wait, 'every place has erased', desk.say, async () => {
      const found = await look(desk, accountId);
      const sinks = sinksOf(found);
      const open = sinks.filter(({ state }) => state === 'missing').length;
      return open === 0 ? found : `${String(sinks.length - open)} of ${String(sinks.length)} places have erased`;
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    desk.say(error.message);
    return look(desk, accountId);
  }
};

const sinksOf = ({ subject, receipts }: Found): readonly Sink[] => {
  const { forgottenAt, legalHoldUntil, keys, mails } = subject;
  const ofKeys = keys.map(({ purpose, state }): Sink => {
    switch (state) {
      case 'gone':
        return { sink: `key ${purpose}`, state: 'erased', at: forgottenAt };
      case 'held':
        return { sink: `key ${purpose}`, state: 'held by law', at: legalHoldUntil };
      case 'there':
        return { sink: `key ${purpose}`, state: 'missing', at: null };
    }
  });
  const outbox: Sink =
    mails === 0 ? { sink: 'outbox', state: 'erased', at: forgottenAt } : { sink: 'outbox', state: 'missing', at: null };
  const ofServices = receipts.flatMap(({ service, heardAt, readModels }): readonly Sink[] => [
    { sink: `${service}: caches`, ...done(heardAt) },
    ...readModels.map(({ name, erasedAt }) => ({ sink: `${service}: ${name}`, ...done(erasedAt) })),
  ]);
  return [...ofKeys, outbox, ...ofServices];
};

const done = (at: string | null): Omit<Sink, 'sink'> => ({ state: at === null ? 'missing' : 'erased', at });

const receiptOf = (found: Found, accountId: string): Outcome => {
  const { pseudonymId, requestedAt, forgottenAt, legalHoldUntil } = found.subject;
  const sinks = sinksOf(found);
  const missing = sinks.filter(({ state }) => state === 'missing').map(({ sink }) => sink);
  const rows = sinks.map(({ sink, state, at }) => [sink, state, at ?? '']);
  return {
    json: { accountId, pseudonymId, requestedAt, forgottenAt, legalHoldUntil, missing, sinks },
    text: [
      `${accountId} is forgotten; in its place stands ${pseudonymId ?? 'nothing yet'}`,
      ...table(['place', 'state', 'at or until'], rows),
      missing.length === 0 ? 'no place is missing' : `missing: ${missing.join(', ')}`,
    ],
    exit: missing.length === 0 ? EXIT.ok : EXIT.problem,
  };
};
