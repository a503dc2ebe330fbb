import { Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import { table } from '../output/table.js';
import type { World } from '../world.js';
import { atDesk, change, verb, wouldDo, type Common, type End } from './verb.js';

type Act = Common & Readonly<{ reason: string; dryRun: boolean }>;

const ROTATE = '/identity/operations/signing-keys/rotate';

export const keysVerb = (world: World, end: End): Command =>
  new Command('keys').description('keys that sign access tokens').addCommand(
    change(verb('rotate', 'makes a new key and tells it ahead of its use; nobody is signed out')).action((options: Act) =>
      atDesk(world, options, end, async ({ platform }) => {
        await platform.demand('identity', 'post', ROTATE);
        const body = { reason: options.reason };
        if (options.dryRun) {
          const { keys } = await platform.open<Readonly<{ keys: readonly Readonly<{ kid: string }>[] }>>('/identity/jwks.json');
          return wouldDo(`POST ${ROTATE}`, body, `a new key beside ${keys.map(({ kid }) => kid).join(', ')}`);
        }
        const made = await platform.post<Readonly<Record<string, string>>>(ROTATE, body);
        return { json: made, text: table(['field', 'value'], Object.entries(made)), exit: EXIT.ok };
      }),
    ),
  );
