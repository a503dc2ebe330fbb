import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seedCredentials } from '@guildhall/local';
import { environmentWith, journeyConfig } from '../market/config.js';

const README = join(import.meta.dirname, '../../README.md');

describe('The tour of the README', () => {
  it('works as printed', async () => {
    const { edgeUrl, dataDir } = journeyConfig();
    const { bootstrapSecret } = JSON.parse(await readFile(join(dataDir, 'keys', 'secrets.json'), 'utf8')) as {
      bootstrapSecret: string;
    };
    const passwordOf = (name: string): string => seedCredentials(name, bootstrapSecret).password;
    const script = [...(await readFile(README, 'utf8')).matchAll(/```sh tour\n([\s\S]*?)```/g)]
      .map(([, block]) => block)
      .join('\n');
    const environment = environmentWith({
      EDGE: edgeUrl,
      CLIENT_PASSWORD: passwordOf('client'),
      FREELANCER_PASSWORD: passwordOf('freelancer'),
    });
    const { code, output } = await new Promise<{ code: number; output: string }>((resolve) => {
      execFile('bash', ['-euo', 'pipefail', '-c', script], { env: environment }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, output: `${stdout}\n${stderr}` }),
      );
    });
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('EarningsCredited') });
    expect(output).toContain('"pending"');
  }, 120_000);
});
