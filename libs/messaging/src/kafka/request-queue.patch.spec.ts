import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createRequire } from 'node:module';
import { idleTimerPatch, type RequestQueueInternals } from './request-queue.patch.js';

const quiet = { debug: () => undefined, warn: () => undefined };
type Queue = RequestQueueInternals & { throttledUntil: number; push(request: object): void; destroy(): void };
const newQueue = (): Queue => {
  const RequestQueue = idleTimerPatch.requestQueue() as unknown as new (options: object) => Queue;
  return new RequestQueue({
    maxInFlightRequests: 1,
    requestTimeout: 30_000,
    enforceRequestTimeout: false,
    clientId: 'spec',
    broker: 'b',
    logger: quiet,
  });
};

describe("The patch of kafkajs' request queue", () => {
  let queue: Queue;
  beforeEach(() => {
    jest.useFakeTimers();
    idleTimerPatch.apply();
    queue = newQueue();
  });
  afterEach(() => {
    queue.destroy();
    jest.useRealTimers();
  });

  it('belongs to the version that it was written for', () => {
    const { version } = createRequire(import.meta.url)('kafkajs/package.json') as { version: string };
    expect(version).toBe('2.2.4');
    expect(Object.keys(queue)).toEqual(expect.arrayContaining(['pending', 'throttledUntil', 'throttleCheckTimeoutId']));
  });

  it('arms no timer on an idle connection', () => {
    queue.scheduleCheckPendingRequests();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('still checks when a throttle ends', () => {
    queue.throttledUntil = Date.now() + 50;
    queue.scheduleCheckPendingRequests();
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(51);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('still sends requests that wait', () => {
    queue.throttledUntil = Date.now() + 50;
    const sent = jest.fn();
    queue.push({ entry: { correlationId: 1, resolve: () => undefined }, expectResponse: false, sendRequest: sent });
    expect(sent).not.toHaveBeenCalled();
    jest.advanceTimersByTime(51);
    expect(sent).toHaveBeenCalledTimes(1);
  });

  it('is applied once', () => {
    const before = idleTimerPatch.requestQueue().prototype.scheduleCheckPendingRequests;
    idleTimerPatch.apply();
    expect(idleTimerPatch.requestQueue().prototype.scheduleCheckPendingRequests).toBe(before);
  });
});
