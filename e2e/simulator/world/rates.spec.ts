import { describe, expect, it } from '@jest/globals';
import { ecbRates, referenceRates } from './rates.js';

const csv =
  'JPY,Date,GBP,USD,HRK,\n163.00,2025-05-09,0.85,1.10,N/A,\nN/A,2025-05-07,0.84,1.20,N/A,\n160.00,2025-05-06,0.83,1.30,N/A,\n';

describe('Exchange rates', () => {
  const rates = ecbRates(csv);

  it('are read by column name, in any order', () => {
    expect([rates.perEuro('USD', '2025-05-09'), rates.perEuro('JPY', '2025-05-09'), rates.perEuro('EUR', '2025-05-09')]).toEqual([
      1.1, 163, 1,
    ]);
  });

  it('of a missing or unquoted day are the last ones before it', () => {
    expect(rates.perEuro('USD', '2025-05-08')).toBe(1.2);
    expect(rates.perEuro('JPY', '2025-05-07')).toBe(160);
    expect(rates.perEuro('GBP', '2026-01-01')).toBe(0.85);
    expect(rates.perEuro('KWD', '2025-05-06')).toBeCloseTo(1.3 * 0.307, 10);
  });

  it('do not exist before the first quotation', () => {
    expect(() => rates.perEuro('USD', '2025-05-05')).toThrow('No rate of USD on or before 2025-05-05');
  });

  it('need their columns', () => {
    expect(() => ecbRates('Date,USD\n')).toThrow('no column GBP');
    expect(() => ecbRates('Day,USD\n')).toThrow('no column Date');
  });

  it('without a file come from a small table with its source', () => {
    expect(referenceRates.source).toContain('European Central Bank');
    expect(referenceRates.perEuro('KWD', '2026-01-01')).toBeCloseTo(0.345, 3);
  });
});
