import { OPTION_NAMES, OPTIONS, type Option, type OptionName } from './option-table.js';
import { WITHOUT_EFFECT } from './without-effect.js';

export const PREFIX = 'EVENTSTORE_';

export const rowOf = (name: OptionName): Option<string | number | boolean> => OPTIONS[name];

/** `--node-port` of EVENTSTORE_NODE_PORT. */
export const longFlag = (variable: string): string => `--${variable.slice(PREFIX.length).toLowerCase().replaceAll('_', '-')}`;

/** The flag that help shows: the short one where there is one. */
export const shownFlag = ({ flag, variable }: Pick<Option<unknown>, 'flag' | 'variable'>): string =>
  flag === undefined ? longFlag(variable) : `--${flag}`;

// NodePort, node-port, NODE_PORT and EVENTSTORE_NODE_PORT are one name to people who write files.
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

const byVariable = new Map<string, OptionName>();
const byFlag = new Map<string, OptionName>();
const byKey = new Map<string, OptionName>();
for (const name of OPTION_NAMES) {
  const { variable, flag, older = [] } = rowOf(name);
  if (flag !== undefined) byFlag.set(`--${flag}`, name);
  for (const each of [variable, ...older]) {
    byVariable.set(each, name);
    byFlag.set(longFlag(each), name);
    byKey.set(plain(each.slice(PREFIX.length)), name);
  }
}
const keysWithoutEffect = new Set([...WITHOUT_EFFECT].map((variable) => plain(variable.slice(PREFIX.length))));
const flagsWithoutEffect = new Set([...WITHOUT_EFFECT].map(longFlag));

/** An option, a setting of the original that changes nothing here, or nothing known. */
export type Meaning = OptionName | 'without-effect' | 'unknown';

export const optionOfVariable = (variable: string): Meaning =>
  byVariable.get(variable) ?? (WITHOUT_EFFECT.has(variable) ? 'without-effect' : 'unknown');
export const optionOfFlag = (flag: string): Meaning =>
  byFlag.get(flag) ?? (flagsWithoutEffect.has(flag) ? 'without-effect' : 'unknown');
export const optionOfKey = (key: string): Meaning =>
  byKey.get(plain(key)) ?? (keysWithoutEffect.has(plain(key)) ? 'without-effect' : 'unknown');
