import { randomUUID } from 'node:crypto';
import {
  binaryEvent,
  jsonEvent,
  type BinaryEventData,
  type BinaryEventType,
  type JSONEventData,
  type JSONEventType,
} from '@eventstore/db-client';

type Sample = JSONEventType<'SampleWritten', { n: number; text: string }, { commandId: string; actor: string }>;
type SampleBytes = BinaryEventType<'SampleWritten', Uint8Array>;

/** Bytes of a sample as it lies in a message: what the bare clients send. */
export const SAMPLE_BYTES = 600;

const content = { n: 1, text: 'work handed in and looked at; '.repeat(12) };
const metadata = () => ({ commandId: randomUUID(), actor: 'bench' });

/** An event of the size that contracts writes: about 600 bytes with its metadata and names. */
export const sample = (n: number): JSONEventData<Sample> =>
  jsonEvent<Sample>({ type: 'SampleWritten', data: { ...content, n }, metadata: metadata() });

export const samples = (count: number): JSONEventData<Sample>[] => Array.from({ length: count }, (_, n) => sample(n));

const BYTES = new TextEncoder().encode(JSON.stringify(content));
const METADATA_BYTES = new TextEncoder().encode(JSON.stringify(metadata()));

/**
 * The same as bytes, which the bare clients send, too. Of JSON the official client makes base64, and of that bytes again: that is
 * twice what the rest of an append costs it.
 */
export const sampleOfBytes = (): BinaryEventData<SampleBytes> =>
  binaryEvent<SampleBytes>({ type: 'SampleWritten', data: BYTES, metadata: METADATA_BYTES });

export const samplesOfBytes = (count: number): BinaryEventData<SampleBytes>[] => Array.from({ length: count }, sampleOfBytes);
