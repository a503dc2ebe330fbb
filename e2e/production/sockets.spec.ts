import { createServer, connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { connectionsIn, talksNow, tellsSockets } from './sockets.js';
import { declaredEdges, edgeText } from './recorded-edges.js';
import { tableIn, tableOf } from './who-talks-to-whom.js';

const TEXT = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:8A8B 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 430653 1 00000000d1fb2104 100 0 0 10 0
   1: 0100007F:C350 0100007F:0841 01 00000000:00000000 00:00000000 00000000     0        0 377731 1 00000000fa936a02 100 0 0 10 0
`;

describe('Sockets', () => {
  it('that are open are read from the table of the system, listening ones are not', () =>
    expect(connectionsIn(TEXT)).toEqual([{ localPort: 50_000, remotePort: 2113, inode: '377731' }]));

  (tellsSockets() ? it : it.skip)('of a process are found by its pid', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const accepted = once(server, 'connection');
    const socket = connect(port, '127.0.0.1');
    try {
      await Promise.all([once(socket, 'connect'), accepted]);
      const talks = await talksNow([{ name: 'spec', pid: process.pid }], new Map([[port, 'store']]));
      expect([...(talks.get('spec') ?? [])]).toEqual(['store']);
    } finally {
      socket.destroy();
      server.close();
    }
  });
});

describe('The table of edges', () => {
  const edges = declaredEdges([
    { to: 'eventStore' },
    { to: 'paymentProvider', services: ['payments'], roles: ['api', 'processor'] },
  ]);

  it('is taken apart by service and role', () => {
    expect(edges).toHaveLength(26);
    expect(edges.map(edgeText)).toContain('payments processor → paymentProvider');
  });

  it('is put together again, and found in a page', () => {
    const table = tableOf(edges);
    expect(table.split('\n').slice(2)).toEqual(['| eventStore | all | all |', '| paymentProvider | api, processor | payments |']);
    expect(tableIn(`before <!-- recorded: npm test -- production compares it -->\n\n${table}\n\n<!-- /recorded -->`)).toBe(table);
  });
});
