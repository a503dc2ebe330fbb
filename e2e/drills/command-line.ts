import { seedCredentials } from '@guildhall/local';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { environmentWith, journeyConfig } from '../market/config.js';
import { secretsOf } from '../market/secrets.js';

const PROGRAM = fileURLToPath(new URL('../../cli/dist/main.js', import.meta.url));

/** What a verb answered, and the code that it ended with: 1 where it looked for something and did not find it in order. */
type Said<T> = Readonly<{ code: number; answer: T }>;

/** Runs a verb of the operators' command line as `operator-1`; rejects with what it said where that is no answer. */
export type CommandLine = <T extends object>(...args: readonly string[]) => Promise<Said<T>>;

export const commandLine = async (): Promise<CommandLine> => {
  const { bootstrapSecret } = await secretsOf<{ bootstrapSecret: string }>();
  const { email, password } = seedCredentials('operator-1', bootstrapSecret);
  const env = environmentWith({
    GUILDHALL_URL: journeyConfig().edgeUrl,
    GUILDHALL_OPERATOR_EMAIL: email,
    GUILDHALL_OPERATOR_PASSWORD: password,
  });
  return <T extends object>(...args: readonly string[]) =>
    new Promise<Said<T>>((resolve, reject) => {
      execFile(process.execPath, [PROGRAM, ...args, '--output', 'json'], { env, maxBuffer: 1 << 26 }, (error, out, said) => {
        const code = error ? Number(error.code) : 0;
        if (code > 1 || out === '') reject(new Error(`guildhall ${args.join(' ')} ended with ${String(code)}: ${out}${said}`));
        else resolve({ code, answer: JSON.parse(out) as T });
      });
    });
};
