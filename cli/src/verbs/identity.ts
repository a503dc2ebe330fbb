import { Argument, Command, InvalidArgumentError } from 'commander';
import { isUuid } from '@guildhall/kernel';
import { EXIT } from '../exit-codes.js';
import { table } from '../output/table.js';
import type { World } from '../world.js';
import { atDesk, change, verb, wouldDo, type Common, type End } from './verb.js';

type Act = Common & Readonly<{ reason: string; dryRun: boolean }>;

const ROTATE = '/identity/operations/signing-keys/rotate';
const FORGET = '/identity/operations/subjects/{partyId}/forget';

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

const party = (): Argument =>
  new Argument('<party>', 'id of the person or organisation').argParser((text: string) => {
    if (isUuid(text)) return text;
    throw new InvalidArgumentError('It has to be a UUID.');
  });

export const forgetVerb = (world: World, end: End): Command =>
  change(verb('forget', 'erases a person for good: the key is destroyed and every service is told'))
    .addArgument(party())
    .action((partyId: string, options: Act) =>
      atDesk(world, options, end, async ({ platform }) => {
        await platform.demand('identity', 'post', FORGET);
        const path = FORGET.replace('{partyId}', partyId);
        const body = { reason: options.reason };
        if (options.dryRun) {
          const found = (await platform.offers('identity', 'get', FORGET)) ? await platform.get<object>(path) : {};
          return wouldDo(`POST ${path}`, body, `irrevocable; so far: ${JSON.stringify(found)}`);
        }
        const done = await platform.post<Readonly<Record<string, unknown>>>(path, body);
        const rows = Object.entries(done).map(([field, value]) => [
          field,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]);
        return { json: done, text: table(['field', 'value'], rows), exit: EXIT.ok };
      }),
    );
