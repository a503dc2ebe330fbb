import { createServer } from 'node:net';
import { Obstacle } from '../obstacle.mjs';

/** Offsets that nobody uses by habit, and the ports without offset that are tried: the edge and the event store. */
const OFFSETS = [5700, 6700, 7700, 8700];
const TRIED = [8080, 2113];

const isFree = (port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** A port offset for one more platform beside those that run. */
export const freeOffset = async () => {
  for (const offset of OFFSETS) {
    const free = await Promise.all(TRIED.map((port) => isFree(port + offset)));
    if (free.every(Boolean)) return offset;
  }
  throw new Obstacle(`none of the port offsets ${OFFSETS.join(', ')} is free: end what listens there`);
};
