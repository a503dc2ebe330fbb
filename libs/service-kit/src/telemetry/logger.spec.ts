import { describe, expect, it } from '@jest/globals';
import { createLogger } from './logger.js';

const linesOf = (write: (logger: ReturnType<typeof createLogger>) => void): readonly Record<string, unknown>[] => {
  const lines: string[] = [];
  write(
    createLogger({ service: 'contracts', level: 'info', replica: 'r-1' }, { write: (line: string) => void lines.push(line) }),
  );
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
};

describe('A log line', () => {
  it('is JSON with level, time, service and replica', () => {
    const [line] = linesOf((logger) => logger.info({ code: 'CONTRACTS.X' }, 'request refused'));
    expect(line).toMatchObject({
      level: 'info',
      service: 'contracts',
      replica: 'r-1',
      code: 'CONTRACTS.X',
      msg: 'request refused',
    });
    expect(line?.['time']).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('holds nothing personal or secret, wherever a caller puts it', () => {
    const [line] = linesOf((logger) =>
      logger.info(
        {
          email: 'ann@example.org',
          person: { email: 'ann@example.org', password: 'hunter2' },
          headers: { authorization: 'Bearer x' },
        },
        'x',
      ),
    );
    expect(JSON.stringify(line)).not.toMatch(/ann@example|hunter2|Bearer/);
  });
});
