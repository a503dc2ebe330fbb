import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import { heapFlags } from '@guildhall/local';
import { Program } from './program.js';

type Call = grpc.ClientDuplexStream<Buffer, Buffer>;

/** A gRPC server without a store, and a client of it: the limit of everything that goes over gRPC. */
export type BareGrpc = Readonly<{
  /** Messages that come back within a second, with so many on their way; each of so many bytes. */
  echoRate(inFlight: number, bytes: number, seconds: number): Promise<number>;
  /** Messages a second of one stream from the server. */
  streamRate(messages: number, bytes: number): Promise<number>;
  stop(): Promise<void>;
}>;

const DEADLINE_MS = 30_000;
const bytes = (value: Buffer): Buffer => value;

export const startBareGrpc = async (): Promise<BareGrpc> => {
  const main = fileURLToPath(new URL('bare-grpc.main.js', import.meta.url));
  const program = Program.start({ name: 'bare gRPC', args: [...heapFlags('event-store'), main] });
  const port = /\d+$/.exec(await program.said(/^bare gRPC ready on \d+$/, DEADLINE_MS))?.[0] ?? '';
  const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const call = (path: string): Call => client.makeBidiStreamRequest(path, bytes, bytes);
  return {
    echoRate: (inFlight, size, seconds) => echoes(call('/bare.Bare/Echo'), inFlight, size, seconds),
    streamRate: (messages, size) => streamed(call('/bare.Bare/Stream'), messages, size),
    stop: () => {
      client.close();
      return program.stop();
    },
  };
};

const echoes = (call: Call, inFlight: number, size: number, seconds: number): Promise<number> => {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const message = Buffer.alloc(size, 7);
  const begun = performance.now();
  let came = 0;
  call.on('data', () => {
    came += 1;
    const taken = (performance.now() - begun) / 1000;
    if (taken < seconds) return void call.write(message);
    resolve(came / taken);
    call.end();
  });
  call.on('error', reject);
  for (let n = 0; n < inFlight; n += 1) call.write(message);
  return promise;
};

const streamed = (call: Call, messages: number, size: number): Promise<number> => {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const begun = performance.now();
  let came = 0;
  call.on('data', () => {
    came += 1;
  });
  call.on('error', reject);
  call.on('end', () => resolve((came * 1000) / (performance.now() - begun)));
  const request = Buffer.alloc(size);
  request.writeUInt32BE(messages, 0);
  call.write(request);
  call.end();
  return promise;
};
