import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Of one file; the one before it is kept as `NAME.1.log`, so a process takes at most twice this. */
const LOG_CAP_BYTES = 5 * 1024 * 1024;
const LAST_WORDS = 12;

/**
 * Log file of one process that never grows beyond its cap.
 *
 * Written synchronously: what a process said just before it died is on disk when its exit is reported.
 */
export class CappedLog {
  private readonly file: string;
  private descriptor: number;
  private size: number;
  private recent: string[] = [];

  constructor(
    private readonly folder: string,
    private readonly name: string,
    private readonly capBytes: number = LOG_CAP_BYTES,
  ) {
    mkdirSync(folder, { recursive: true });
    this.file = join(folder, `${name}.log`);
    this.descriptor = openSync(this.file, 'a');
    this.size = fstatSync(this.descriptor).size;
  }

  get path(): string {
    return this.file;
  }

  write(chunk: Buffer | string): void {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    if (this.size > 0 && this.size + bytes.length > this.capBytes) this.rotate();
    writeSync(this.descriptor, bytes);
    this.size += bytes.length;
    this.remember(bytes.toString());
  }

  /** The last lines, for an error message. */
  lastWords(): string {
    return this.recent.join('\n');
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private rotate(): void {
    closeSync(this.descriptor);
    renameSync(this.file, join(this.folder, `${this.name}.1.log`));
    this.descriptor = openSync(this.file, 'w');
    this.size = 0;
  }

  private remember(text: string): void {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    this.recent = [...this.recent, ...lines].slice(-LAST_WORDS);
  }
}
