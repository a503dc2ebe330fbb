import { Command, Option } from 'commander';
import { EXIT } from '../exit-codes.js';
import { table } from '../output/table.js';
import type { ErasureLine } from '../platform/answers.js';
import type { World } from '../world.js';
import { atDesk, verb, type Common, type End } from './verb.js';

const STATES = ['erasing', 'held', 'forgotten'] as const;

type Options = Common & Readonly<{ state?: (typeof STATES)[number] }>;

export const erasuresVerb = (world: World, end: End): Command =>
  verb('erasures', 'who asked to be forgotten, the newest 100 first; those that are erasing wait')
    .addOption(new Option('--state <state>', 'only these').choices(STATES))
    .action(({ state, ...options }: Options) =>
      atDesk(world, options, end, async ({ platform }) => {
        const query = state === undefined ? '' : `?state=${state}`;
        const { items } = await platform.get<Readonly<{ items: readonly ErasureLine[] }>>(
          `/identity/operations/subjects${query}`,
        );
        const heading = ['account', 'state', 'asked by', 'asked at', 'forgotten at', 'kept by law until'];
        const rows = items.map(({ subjectId, askedBy, requestedAt, forgottenAt, legalHoldUntil, ...erasure }) => [
          ...[subjectId, erasure.state, askedBy, requestedAt, forgottenAt ?? '', legalHoldUntil ?? ''],
        ]);
        return { json: { erasures: items }, text: table(heading, rows), exit: EXIT.ok };
      }),
    );
