import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '@guildhall/event-sourcing';
import { KeyStoreWait } from './key-store-wait.js';

const lines = () => {
  const told: string[] = [];
  const tell = (fields: object, text: string): void => void told.push(`${text} ${JSON.stringify(fields)}`);
  return { told, logger: { warn: tell, info: tell } as unknown as ConstructorParameters<typeof KeyStoreWait>[1] };
};

describe('The start of a service', () => {
  it('waits for a key store that is away and says for what', async () => {
    const { told, logger } = lines();
    let asked = 0;
    const check = async (): Promise<void> => {
      asked += 1;
      if (asked < 3) throw new StoreUnavailable('Key store keys:8200 did not answer');
    };
    const wait = new KeyStoreWait({ check }, logger);
    expect(wait.condition()).toBe('key store does not answer');
    await wait.until(new AbortController().signal);
    expect(wait.condition()).toBeNull();
    expect(told).toEqual([
      'waiting for the key store {"reason":"Key store keys:8200 did not answer"}',
      'key store is there {"tries":2}',
    ]);
  });

  it('ends its waiting when it is stopped', async () => {
    const stopping = new AbortController();
    const check = async (): Promise<void> => {
      stopping.abort();
      throw new StoreUnavailable('Key store keys:8200 did not answer');
    };
    const wait = new KeyStoreWait({ check }, lines().logger);
    await wait.until(stopping.signal);
    expect(wait.condition()).toBe('key store does not answer');
  });

  it('does not wait for what is no outage', async () => {
    const check = async (): Promise<void> => {
      throw new Error('a fault');
    };
    await expect(new KeyStoreWait({ check }, lines().logger).until(new AbortController().signal)).rejects.toThrow('a fault');
  });
});
