import { entriesOf } from './config-file.js';
import { longFlag, optionOfFlag, optionOfKey, optionOfVariable, PREFIX, rowOf, type Meaning } from './names.js';
import { OPTION_NAMES, type OptionName, type Options } from './option-table.js';
import { UnusableOptions } from './unusable-options.js';

/** What the options are read from. `readFile` fails with a sentence of its own where a file cannot be read. */
export type Sources = Readonly<{
  argv: readonly string[];
  environment: Readonly<Record<string, string | undefined>>;
  readFile: (file: string) => string;
}>;

/** The options, and what was given without meaning anything to this server. */
export type Parsed = Readonly<{ options: Options; ignored: readonly string[] }>;

/** A value with the name it was given by. */
type Given = Readonly<{ text: string; by: string }>;
type Taken = Readonly<{ values: ReadonlyMap<OptionName, Given>; ignored: readonly string[]; unknown: readonly string[] }>;

/** Reads flags, then variables, then the file. Fails with `UnusableOptions` at the first thing that cannot be understood. */
export function parseOptions({ argv, environment, readFile }: Sources): Parsed {
  const flags = fromFlags(argv);
  const variables = fromEnvironment(environment);
  const file = (flags.values.get('config') ?? variables.values.get('config'))?.text;
  const sources = [flags, variables, file === undefined ? NOTHING : fromFile(file, readFile(file))];
  const values = new Map(OPTION_NAMES.map((name) => [name, valueOf(name, sources)]));
  const unknown = sources.flatMap((source) => source.unknown);
  if (values.get('allowUnknownOptions') !== true && unknown[0] !== undefined)
    throw new UnusableOptions(`${unknown[0]} is no option of this server: --help lists them all.`);
  const ignored = [...sources.flatMap((source) => source.ignored), ...unknown];
  return { options: Object.fromEntries(values) as Options, ignored };
}

const NOTHING: Taken = { values: new Map(), ignored: [], unknown: [] };

function valueOf(name: OptionName, sources: readonly Taken[]): string | number | boolean | undefined {
  const { reader, fallback } = rowOf(name);
  const given = sources.map(({ values }) => values.get(name)).find((each) => each !== undefined);
  if (!given) return fallback;
  const value = reader.read(given.text);
  if (value === undefined) throw new UnusableOptions(`${given.by} takes ${reader.expects}, not '${given.text}'.`);
  return value;
}

function fromEnvironment(environment: Sources['environment']): Taken {
  return sorted(
    Object.entries(environment)
      .filter(([variable, text]) => variable.startsWith(PREFIX) && text !== undefined && text !== '')
      .map(([variable, text = '']) => ({ meaning: optionOfVariable(variable), by: variable, text })),
  );
}

function fromFile(file: string, content: string): Taken {
  const entries = entriesOf(content, file).map(([key, text]) => ({ meaning: optionOfKey(key), by: `${key} in ${file}`, text }));
  return sorted(entries.filter(({ text }) => text !== ''));
}

function fromFlags(argv: readonly string[]): Taken {
  const entries: Entry[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const [flag = '', ...rest] = (argv[index] ?? '').split('=');
    if (!flag.startsWith('--')) throw new UnusableOptions(`'${flag}' is neither a flag nor a command: --help lists them all.`);
    const meaning = optionOfFlag(flag);
    if (isSecret(meaning))
      throw new UnusableOptions(
        `${flag} would show a password to everybody on this machine: give it as a variable or in a file.`,
      );
    if (entries.some((entry) => entry.by === flag)) throw new UnusableOptions(`${flag} is given twice.`);
    const next = argv[index + 1];
    const separate = rest.length === 0 && next !== undefined && !next.startsWith('--') && takesNext(meaning, next);
    if (separate) index += 1;
    const text = separate ? next : rest.length > 0 ? rest.join('=') : isToggle(meaning) ? 'true' : '';
    if (text === '' && isOption(meaning)) throw new UnusableOptions(`${flag} needs a value: ${rowOf(meaning).reader.expects}.`);
    entries.push({ meaning, by: flag, text });
  }
  return sorted(entries);
}

type Entry = Given & Readonly<{ meaning: Meaning }>;

function sorted(entries: readonly Entry[]): Taken {
  const values = new Map<OptionName, Given>();
  for (const { meaning, text, by } of entries) {
    if (isOption(meaning) && (!values.has(meaning) || isNewName(meaning, by))) values.set(meaning, { text, by });
  }
  const named = (wanted: Meaning): string[] => entries.filter(({ meaning }) => meaning === wanted).map(({ by }) => by);
  return { values, ignored: named('without-effect'), unknown: named('unknown') };
}

// Where a setting is there under its old and its new name, the new one counts.
const isNewName = (name: OptionName, by: string): boolean => by === rowOf(name).variable || by === longFlag(rowOf(name).variable);
const isOption = (meaning: Meaning): meaning is OptionName => meaning !== 'unknown' && meaning !== 'without-effect';
const isSecret = (meaning: Meaning): boolean => isOption(meaning) && rowOf(meaning).secret === true;
const isToggle = (meaning: Meaning): boolean => isOption(meaning) && rowOf(meaning).reader.takes === 'true|false';
const takesNext = (meaning: Meaning, next: string): boolean => !isToggle(meaning) || /^(true|false|0|1)$/i.test(next);
