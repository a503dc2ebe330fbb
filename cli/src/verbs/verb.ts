import { SERVICES, type ServiceName } from '@guildhall/kernel';
import { Command, InvalidArgumentError, Option } from 'commander';
import { VARIABLES } from '../config.js';
import { BadUsage, EXIT, type ExitCode } from '../exit-codes.js';
import { FORMATS, render, type Format, type Outcome } from '../output/outcome.js';
import { readCredentials } from '../platform/credentials.js';
import { addressOf, Http } from '../platform/http.js';
import { Platform } from '../platform/platform.js';
import type { World } from '../world.js';

/** Options that every verb has. */
export type Common = Readonly<{ output: Format; url?: string; credentials?: string; patience: number }>;

/** What a verb works with. `say` tells progress; it is no part of the output. */
export type Desk = Readonly<{ platform: Platform; say: (line: string) => void }>;

/** Tells how the run ends. */
export type End = (exit: ExitCode) => void;

export const seconds = (text: string): number => {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text)) return value;
  throw new InvalidArgumentError('It has to be a number of seconds.');
};

export const oneService = (text: string): ServiceName => {
  const found = SERVICES.find((service) => service === text);
  if (found) return found;
  throw new InvalidArgumentError(`It has to be one of ${SERVICES.join(', ')}.`);
};

/** Services of `--service`, else all. */
export const servicesOf = ({ service }: Readonly<{ service?: ServiceName }>): readonly ServiceName[] =>
  service === undefined ? SERVICES : [service];

export const serviceOption = (): Option => new Option('--service <name>', 'only this service').argParser(oneService);

/** A verb with the options of all. */
export const verb = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .addOption(new Option('--output <format>', 'for people or for machines').choices(FORMATS).default('table'))
    .option('--url <url>', `edge or Ingress of the platform, or each service by {service} (default: ${VARIABLES.url})`)
    .option('--credentials <file>', `JSON file with email and password (default: ${VARIABLES.credentialsFile})`)
    .addOption(new Option('--patience <seconds>', 'how long an absent platform is waited for').argParser(seconds).default(10))
    .showHelpAfterError('(add --help to see how the verb is used)');

/** Adds what a change needs: a reason that is kept with it for ever, and the look before it. */
export const change = (command: Command): Command =>
  command
    .addOption(
      new Option('--reason <text>', 'why; kept with the act for ever (3 to 500 characters)')
        .argParser(reason)
        .makeOptionMandatory(),
    )
    .option('--dry-run', 'say what would be done and change nothing', false);

const reason = (text: string): string => {
  if (text.length >= 3 && text.length <= 500) return text;
  throw new InvalidArgumentError('It has to have 3 to 500 characters.');
};

/** Runs an action at the platform's desk, prints what it answers and signs out. */
export const atDesk = async (world: World, options: Common, end: End, act: (desk: Desk) => Promise<Outcome>): Promise<void> => {
  const platform = new Platform(new Http(urlOf(world, options), options.patience * 1_000, world.fetch), () =>
    readCredentials(world.config, options.credentials),
  );
  try {
    const outcome = await act({ platform, say: (line) => world.err(`${line}\n`) });
    world.out(render(outcome, options.output));
    end(outcome.exit);
  } finally {
    await platform.signOut().catch((error: unknown) => world.err(`The session was not ended: ${String(error)}\n`));
  }
};

/** The same without a platform. */
export const offline = async (
  world: World,
  options: Pick<Common, 'output'>,
  end: End,
  act: () => Promise<Outcome>,
): Promise<void> => {
  const outcome = await act();
  world.out(render(outcome, options.output));
  end(outcome.exit);
};

/** What a dry run answers instead of acting. */
export const wouldDo = (request: string, body: object, note: string): Outcome => ({
  json: { dryRun: true, request, body, note },
  text: [`dry run: nothing was changed`, `would send ${request} ${JSON.stringify(body)}`, note],
  exit: EXIT.ok,
});

const urlOf = ({ config }: World, { url }: Common): string => {
  const given = url ?? config.url;
  if (given === undefined) throw new BadUsage(`Which platform? Give --url or set ${VARIABLES.url}`);
  // Any service will do for the look: `{service}` stands for each.
  const sample = addressOf(given, '/identity');
  if (!URL.canParse(sample) || !/^https?:$/.test(new URL(sample).protocol)) throw new BadUsage(`"${given}" is no http(s) URL`);
  return given.replace(/\/+$/, '');
};
