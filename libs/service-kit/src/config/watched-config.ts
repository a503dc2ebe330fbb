import { readFileSync } from 'node:fs';
import { ConfigError } from './config-reader.js';
import { MountWatch } from './mount-watch.js';
import type { SecretTexts } from './secret-texts.js';
import { viewOf } from './view-of.js';

/**
 * What became of a changed file. `taken`: its text counts now. `refused`: it is empty, gone or not what the variable takes; the value of
 * before goes on. `kept`: this variable changes with a start alone.
 */
export type SecretReload = Readonly<{
  variable: string;
  file: string;
  outcome: 'taken' | 'refused' | 'kept';
  /** Sentences that name variables, never values. */
  reasons: readonly string[];
}>;

/** Tells when variables got another value; what was given by the process itself never does. */
export interface ConfigChanges {
  /**
   * `changed` runs after the configuration has the new values. A name stands for what belongs to it as well: `EVENTSTORE_URL` for the
   * files that the connection string names. Answers how to end it.
   */
  onChange(variables: readonly string[], changed: () => void): () => void;
}

/** A configuration that never changes: of tests and programs that end. */
export const unchanging: ConfigChanges = { onChange: () => () => undefined };

export type WatchOptions = Readonly<{
  onReload: (reload: SecretReload) => void;
  /** Between two looks at the files where no change was told, in ms. */
  lookEveryMs?: number;
  /** Changes come in bursts: so long after the last one the files are read, in ms. */
  settleMs?: number;
}>;

/** `good`: the text that counts; `seen`: the text of the last look. Null: there is no file. */
type Watched = { readonly path: string; good: string | null; seen: string | null };
type Texts = ReadonlyMap<string, string | null>;

const LOOK_EVERY_MS = 10_000;
const SETTLE_MS = 200;
/** A former value may end by its file being emptied or taken away. */
const mayEnd = (variable: string): boolean => variable.endsWith('_FORMER');

/**
 * A configuration whose variables in files (`<NAME>_FILE`) follow these files. Files that changed together count together, where all are
 * good; else each that is. A bad one keeps the value of before.
 */
export class WatchedConfig<C extends object> implements ConfigChanges {
  /** Reads like `C`; each field is the newest good one at the moment when it is read. Whoever keeps a field keeps its value of then. */
  readonly config: C;
  private newest: C;
  private readonly files = new Map<string, Watched>();
  private readonly lasting = new Set<string>();
  private readonly listeners = new Set<Readonly<{ variables: readonly string[]; changed: () => void }>>();
  private mounts: MountWatch | null = null;
  private looking: NodeJS.Timeout | null = null;
  private settling: NodeJS.Timeout | null = null;
  private onReload: (reload: SecretReload) => void = () => undefined;

  /** Throws `ConfigError` as `read` does. */
  constructor(private readonly read: (texts: SecretTexts) => C) {
    this.newest = read(this.textsWith(new Map()));
    this.config = viewOf(() => this.newest);
  }

  /** Begins to watch; what changed since the configuration was read counts at once. */
  watch({ onReload, lookEveryMs = LOOK_EVERY_MS, settleMs = SETTLE_MS }: WatchOptions): void {
    if (this.mounts || this.files.size === 0) return;
    this.onReload = onReload;
    const mounts = new MountWatch(() => this.lookSoon(settleMs));
    const look = (): void => {
      mounts.follow([...this.files.values()].map(({ path }) => path));
      this.look();
    };
    this.mounts = mounts;
    this.looking = setInterval(look, lookEveryMs);
    this.looking.unref();
    look();
  }

  stop(): void {
    if (this.looking) clearInterval(this.looking);
    if (this.settling) clearTimeout(this.settling);
    this.mounts?.close();
  }

  onChange(variables: readonly string[], changed: () => void): () => void {
    const listener = { variables, changed };
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private lookSoon(settleMs: number): void {
    if (this.settling) clearTimeout(this.settling);
    this.settling = setTimeout(() => this.look(), settleMs);
    this.settling.unref();
  }

  private look(): void {
    let isNew = false;
    for (const file of this.files.values()) {
      const text = textIn(file.path);
      isNew ||= text !== file.seen;
      file.seen = text;
    }
    if (isNew) this.take();
  }

  private take(): void {
    const differing = [...this.files].filter(([, { good, seen }]) => seen !== good).map(([variable]) => variable);
    for (const variable of differing.filter((one) => this.lasting.has(one)))
      this.tell(variable, 'kept', [`${variable} counts from the next start on`]);
    const wanted = differing.filter((one) => !this.lasting.has(one));
    const empty = wanted.filter((one) => !mayEnd(one) && !this.files.get(one)?.seen?.trim());
    for (const variable of empty) this.tell(variable, 'refused', [`${variable}: its file is empty or cannot be read`]);
    const taken = this.takeWhatIsGood(wanted.filter((one) => !empty.includes(one)));
    if (taken.length === 0) return;
    for (const { variables, changed } of this.listeners)
      if (taken.some((one) => variables.some((name) => one === name || one.startsWith(`${name} `)))) changed();
  }

  /** All together, since some fit each other only; where that is refused, one after another. */
  private takeWhatIsGood(variables: readonly string[]): readonly string[] {
    if (variables.length === 0 || this.tryAll(variables) === null) return variables;
    const taken: string[] = [];
    let left = variables;
    for (let before = left.length + 1; left.length < before;) {
      before = left.length;
      left = left.filter((variable) => {
        if (this.tryAll([variable]) !== null) return true;
        taken.push(variable);
        return false;
      });
    }
    for (const variable of left) this.tell(variable, 'refused', this.faultsWith([variable]).faults);
    return taken;
  }

  /** Null: they count from now on. Otherwise what is wrong with them. */
  private tryAll(variables: readonly string[]): readonly string[] | null {
    const { config, faults } = this.faultsWith(variables);
    if (config === null) return faults;
    for (const variable of variables) {
      const file = this.files.get(variable);
      if (file) file.good = file.seen;
    }
    this.newest = config;
    for (const variable of variables) this.tell(variable, 'taken', []);
    return null;
  }

  private faultsWith(variables: readonly string[]): Readonly<{ config: C | null; faults: readonly string[] }> {
    const texts = new Map(variables.map((variable) => [variable, this.files.get(variable)?.seen ?? null]));
    try {
      return { config: this.read(this.textsWith(texts)), faults: [] };
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return { config: null, faults: error.faults };
    }
  }

  private textsWith(newer: Texts): SecretTexts {
    return {
      textOf: (variable, path) => {
        const known = this.files.get(variable);
        if (!known) return this.begin(variable, path);
        const text = newer.has(variable) ? newer.get(variable) : known.good;
        if (typeof text !== 'string') throw Object.assign(new Error(`there is no file ${path}`), { code: 'ENOENT' });
        return text;
      },
      keep: (variable) => void this.lasting.add(variable),
    };
  }

  private begin(variable: string, path: string): string {
    const text = textIn(path);
    this.files.set(variable, { path, good: text, seen: text });
    return text ?? readFileSync(path, 'utf8');
  }

  private tell(variable: string, outcome: SecretReload['outcome'], reasons: readonly string[]): void {
    this.onReload({ variable, file: this.files.get(variable)?.path ?? '', outcome, reasons });
  }
}

const textIn = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Gone, not there yet, or no right to it: the variable's reader says which, where it needs the text.
    return null;
  }
};
