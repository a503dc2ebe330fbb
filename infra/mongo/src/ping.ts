import { connect } from 'node:net';

const OP_MSG = 2013;
const HEADER_BYTES = 16;
const INT32 = 0x10;
const STRING = 0x02;

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
};
const cstring = (text: string): Buffer => Buffer.from(`${text}\0`);

/** `{ ping: 1, $db: "admin" }` as BSON, bsonspec.org. */
const pingDocument = (): Buffer => {
  const database = cstring('admin');
  const elements = Buffer.concat([
    Buffer.from([INT32]),
    cstring('ping'),
    int32(1),
    Buffer.from([STRING]),
    cstring('$db'),
    int32(database.length),
    database,
    Buffer.from([0]),
  ]);
  return Buffer.concat([int32(elements.length + 4), elements]);
};

/** OP_MSG: header (length, request id, response to, opcode), flag bits, one section of kind 0. MongoDB's wire protocol page. */
const pingMessage = (): Buffer => {
  const body = Buffer.concat([int32(0), Buffer.from([0]), pingDocument()]);
  return Buffer.concat([int32(HEADER_BYTES + body.length), int32(1), int32(0), int32(OP_MSG), body]);
};

/**
 * Asks the server at 127.0.0.1 for a sign of life without a driver.
 *
 * @throws when the port is closed, the answer is no answer to the question, or none comes within `deadlineMs`
 */
export const pingMongo = (port: number, deadlineMs = 2_000): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    let received = Buffer.alloc(0);
    const fail = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(deadlineMs, () => {
      fail(new Error(`no answer within ${String(deadlineMs)} ms`));
    });
    socket.on('error', fail);
    socket.on('end', () => {
      fail(new Error('the connection was closed before the answer'));
    });
    socket.on('connect', () => socket.write(pingMessage()));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < HEADER_BYTES || received.length < received.readInt32LE(0)) return;
      if (received.readInt32LE(12) !== OP_MSG) {
        fail(new Error('the answer is not of the protocol'));
        return;
      }
      socket.destroy();
      resolve();
    });
  });
