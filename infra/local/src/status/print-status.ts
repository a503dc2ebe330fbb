import { heapFile, readHeapUse } from '@guildhall/mongo';
import type { PlatformState } from '../control/control-server.js';
import { askState, readSupervisorFile } from '../control/supervisor-file.js';
import { keptLayout, layoutOf } from '../platform/layout.js';
import { answersOk } from '../supervision/conditions.js';
import { Obstacle } from '../supervision/obstacle.js';
import type { ProcessState } from '../supervision/process-description.js';
import { isServiceName } from '../platform/services.js';
import { layOut, mebibytes } from './table.js';
import { memoryOf } from './memory.js';

const healthOf = async ({ name, phase, port }: ProcessState): Promise<string> => {
  if (phase !== 'ready') return phase;
  if (!isServiceName(name.split('-')[0] ?? '')) return 'ready';
  return answersOk(`http://127.0.0.1:${String(port)}/health/ready`).then(
    () => 'ready',
    () => 'not ready',
  );
};

const printHeap = async (state: PlatformState, say: (line: string) => void): Promise<void> => {
  if (!state.processes.some(({ name, pid }) => name === 'mongo' && pid !== null)) return;
  const heap = await readHeapUse(heapFile(layoutOf(state.dataDir, state.logsDir).mongoDir));
  if (heap === undefined) return;
  const percent = Math.round((heap.usedBytes / heap.maxBytes) * 100);
  const kept = `${mebibytes(heap.keptBytes)} of them documents`;
  say(
    `document database: ${mebibytes(heap.usedBytes)} of ${mebibytes(heap.maxBytes)} heap in use (${String(percent)} %, ${kept})`,
  );
};

/** Prints how the platform of an offset is. @throws {Obstacle} when none runs there */
export const printStatus = async (offset: number, say: (line: string) => void): Promise<void> => {
  const record = readSupervisorFile(keptLayout(offset).supervisorFile);
  const state = record === undefined ? undefined : await askState(record);
  if (state === undefined) throw new Obstacle('nothing runs here: bring it up with `npm start`');
  const memory = await Promise.all(state.processes.map(({ pid }) => (pid === null ? undefined : memoryOf(pid))));
  const health = await Promise.all(state.processes.map(healthOf));
  const own = (await memoryOf(state.pid)) ?? 0;
  const rows = state.processes.map(({ title, pid, port, restarts, lastExit, since }, index) => {
    const bytes = memory[index];
    const cells = [title, health[index] ?? '', pid === null ? '' : String(pid), String(port), String(restarts)];
    return [...cells, bytes === undefined ? '' : mebibytes(bytes), since, lastExit ?? ''];
  });
  const supervisor = [
    'supervisor, edge',
    state.phase,
    String(state.pid),
    state.edgeUrl?.split(':').at(-1) ?? '',
    '0',
    mebibytes(own),
    '',
    '',
  ];
  say(layOut([['process', 'state', 'pid', 'port', 'restarts', 'memory', 'since', 'last exit'], supervisor, ...rows]));
  const total = memory.reduce<number>((sum, bytes) => sum + (bytes ?? 0), own);
  say(`\nmemory in all: ${mebibytes(total)}`);
  await printHeap(state, say);
  if (state.edgeUrl !== null) say(`edge: ${state.edgeUrl}`);
  say(`data: ${state.dataDir}\nlogs: ${state.logsDir}`);
};
