import { textsOnDisk, type SecretTexts } from './secret-texts.js';

/** Environment as given by the process; read in the services' `config.ts` only. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration is wrong; one sentence per fault, each naming its variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly faults: readonly string[]) {
    super(`Configuration refused:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/** End of the names of values before a rotation. */
const FORMER = '_FORMER';
/** Bytes of every symmetric secret. */
const SECRET_BYTES = 32;
/** A random 32-byte key has about 30 distinct bytes; a made-up or zero one far fewer. */
const LEAST_DISTINCT_BYTES = 16;

/**
 * Reads variables one by one and collects what is wrong, so that one start tells all faults. After a fault a placeholder is answered:
 * `finish()` throws before anybody uses it. A variable may come from a file instead, so that a mounted secret stays out of the
 * environment: `CURSOR_KEY_FILE` names one whose content, without line feeds at its end, is `CURSOR_KEY`. A former value may lack its
 * file: there is none then.
 */
export class ConfigReader {
  private readonly faults: string[] = [];
  private readonly secrets = new Map<string, string>();

  constructor(
    private readonly env: Environment,
    readonly production: 'production' | 'elsewhere',
    private readonly texts: SecretTexts = textsOnDisk,
  ) {}

  text(name: string, fallback?: string): string {
    const value = this.given(name) ?? fallback;
    if (value === undefined || value === '') return this.fault(`${name} is missing`, '');
    return value;
  }

  optional(name: string): string | null {
    return this.given(name) || null;
  }

  integer(name: string, range: Readonly<{ min: number; max: number; fallback?: number }>): number {
    const text = this.given(name) ?? range.fallback?.toString();
    const value = Number(text);
    if (text !== undefined && Number.isInteger(value) && value >= range.min && value <= range.max) return value;
    return this.fault(`${name} must be a whole number from ${range.min} to ${range.max}`, range.min);
  }

  oneOf<T extends string>(name: string, values: readonly [T, ...T[]], fallback?: T): T {
    const text = this.given(name) ?? fallback;
    const found = values.find((value) => value === text);
    return found ?? this.fault(`${name} must be one of ${values.join(', ')}`, values[0]);
  }

  /** A comma list out of known values, without repeats. */
  listOf<T extends string>(name: string, values: readonly T[], fallback: readonly T[]): readonly T[] {
    const text = this.given(name);
    if (text === undefined || text === '') return fallback;
    const named = text.split(',').map((part) => part.trim());
    const unknown = named.filter((part) => !values.some((value) => value === part));
    if (unknown.length > 0) return this.fault(`${name} names ${unknown.join(', ')}; known are ${values.join(', ')}`, fallback);
    return values.filter((value) => named.includes(value));
  }

  flag(name: string, fallback: 'true' | 'false'): boolean {
    return this.oneOf(name, ['true', 'false'], fallback) === 'true';
  }

  url(name: string, protocols: readonly string[]): string {
    const text = this.text(name);
    if (text === '') return text;
    if (!URL.canParse(text)) return this.fault(`${name} is no URL`, text);
    const { protocol } = new URL(text);
    if (protocols.includes(protocol)) return text;
    return this.fault(`${name} must begin with ${protocols.map((allowed) => `${allowed}//`).join(' or ')}`, text);
  }

  /** A value that stays as it was at the start: what was made with it would be lost, or its user reads it once. */
  keep(name: string): void {
    this.texts.keep(name);
  }

  /**
   * Follows a file that a connection string names, so that whoever reads it hears of a new one. `what`: the variable, a blank and the
   * option, as `EVENTSTORE_URL tlsCaFile`. One that is not `isGood` is refused; one that cannot be read is for the client to tell.
   */
  follow(what: string, path: string, isGood: (text: string) => boolean): void {
    const text = this.textOrNull(what, path);
    if (text !== null && !isGood(text)) this.refuse(`${what}: nothing in the file can be read as what it has to hold`);
  }

  /**
   * The value that a secret had before its rotation, from `<NAME>_FORMER`; null where it is not set. Only what was made with it is still
   * accepted; nothing new is.
   */
  formerSecret(name: string): Buffer | null {
    const former = `${name}${FORMER}`;
    return this.optional(former) === null ? null : this.secret(former);
  }

  /** 32 random bytes as base64url. There is no default; production refuses one that looks made up or serves twice. */
  secret(name: string): Buffer {
    const text = this.text(name);
    const bytes = Buffer.from(text, 'base64url');
    if (text !== '' && bytes.length !== SECRET_BYTES) this.refuse(`${name} must be ${SECRET_BYTES} bytes as base64url`);
    this.refuseInProduction(new Set(bytes).size < LEAST_DISTINCT_BYTES, `${name} is no random secret`);
    const twin = [...this.secrets].find(([, other]) => other === text)?.[0];
    this.refuseInProduction(twin !== undefined, `${name} has the same value as ${twin}`);
    this.secrets.set(name, text);
    return bytes;
  }

  json<T>(name: string, read: (value: unknown) => T | null, form: string, placeholder: T): T {
    const text = this.text(name);
    if (text === '') return placeholder;
    try {
      const value = read(JSON.parse(text));
      return value ?? this.fault(`${name} must be ${form}`, placeholder);
    } catch {
      return this.fault(`${name} must be ${form}`, placeholder);
    }
  }

  refuse(fault: string): void {
    this.faults.push(fault);
  }

  refuseInProduction(condition: unknown, fault: string): void {
    if (this.production === 'production' && condition) this.refuse(`${fault}, which NODE_ENV=production refuses`);
  }

  /** Throws `ConfigError` with everything that was wrong. */
  finish(): void {
    if (this.faults.length > 0) throw new ConfigError(this.faults);
  }

  private given(name: string): string | undefined {
    const file = this.env[`${name}_FILE`];
    if (file === undefined || file === '') return this.env[name];
    if (this.env[name] !== undefined) return this.fault(`${name} is given by itself and by ${name}_FILE: keep one`, undefined);
    try {
      return this.texts.textOf(name, file).replace(/[\r\n]+$/, '');
    } catch (error) {
      if (name.endsWith(FORMER) && isMissing(error)) return undefined;
      return this.fault(`${name}_FILE cannot be read: ${error instanceof Error ? error.message : String(error)}`, undefined);
    }
  }

  private textOrNull(what: string, path: string): string | null {
    try {
      return this.texts.textOf(what, path);
    } catch {
      // The client that opens it says why it cannot.
      return null;
    }
  }

  private fault<T>(sentence: string, placeholder: T): T {
    this.refuse(sentence);
    return placeholder;
  }
}

const isMissing = (error: unknown): boolean => (error as Partial<NodeJS.ErrnoException>).code === 'ENOENT';
