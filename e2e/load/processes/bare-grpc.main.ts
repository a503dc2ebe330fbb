import grpc from '@grpc/grpc-js';

// What gRPC alone can do on this machine: bytes in, the same bytes out, and bytes out one after another. No store behind it.
const bytes = (value: Buffer): Buffer => value;
const method = (path: string) =>
  ({
    path,
    requestStream: true,
    responseStream: true,
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  }) as const;

const echo = (call: grpc.ServerDuplexStream<Buffer, Buffer>): void => {
  call.on('data', (message: Buffer) => void call.write(message)).on('end', () => call.end());
  call.on('error', () => call.destroy());
};

/** The first message says how many are wanted; each has its size. */
const stream = (call: grpc.ServerDuplexStream<Buffer, Buffer>): void => {
  call.on('error', () => call.destroy());
  call.once('data', (request: Buffer) => {
    const [count, message] = [request.readUInt32BE(0), Buffer.alloc(request.length, 7)];
    let sent = 0;
    const send = (): void => {
      while (sent < count && !call.cancelled) {
        sent += 1;
        if (!call.write(message)) return void call.once('drain', send);
      }
      call.end();
    };
    send();
  });
};

const server = new grpc.Server();
server.addService({ echo: method('/bare.Bare/Echo'), stream: method('/bare.Bare/Stream') }, { echo, stream });
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`bare gRPC ready on ${String(port)}\n`);
});
process.once('SIGTERM', () => server.forceShutdown());
