import { randomUUID } from 'node:crypto';
import { jsonEvent, type JSONEventData, type JSONEventType } from '@eventstore/db-client';

type Sample = JSONEventType<'SampleWritten', { n: number; text: string }, { commandId: string; actor: string }>;

/** Bytes of a sample as it lies in a message: what the bare clients send. */
export const SAMPLE_BYTES = 600;

const TEXT = 'work handed in and looked at; '.repeat(12);

/** An event of the size that contracts writes: about 600 bytes with its metadata and names. */
export const sample = (n: number): JSONEventData<Sample> =>
  jsonEvent<Sample>({ type: 'SampleWritten', data: { n, text: TEXT }, metadata: { commandId: randomUUID(), actor: 'bench' } });

export const samples = (count: number): JSONEventData<Sample>[] => Array.from({ length: count }, (_, n) => sample(n));
