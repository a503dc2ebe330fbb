import { existsSync } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';

/** An open TCP connection as Linux tells it; `inode` names its socket. */
export type Connection = Readonly<{ localPort: number; remotePort: number; inode: string }>;

/** Code of the state ESTABLISHED (proc_pid_net(5), include/net/tcp_states.h). */
const ESTABLISHED = '01';
const portOf = (address: string): number => Number.parseInt(address.split(':')[1] ?? '', 16);

/** The open connections in a text of `/proc/net/tcp` or `tcp6`. */
export const connectionsIn = (text: string): readonly Connection[] =>
  text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state]) => state === ESTABLISHED)
    .map(([, local = '', remote = '', , , , , , , inode = '']) => ({
      localPort: portOf(local),
      remotePort: portOf(remote),
      inode,
    }));

/** Whether this machine tells of its sockets: Linux does. */
export const tellsSockets = (): boolean => existsSync('/proc/net/tcp');

/** What a process of ours is asked about. */
export type Talker = Readonly<{ name: string; pid: number | null }>;

/**
 * Which processes have a connection open to which port right now: `name → names of the ports`.
 *
 * @param listeners name of what listens, by port
 */
export const talksNow = async (
  talkers: readonly Talker[],
  listeners: ReadonlyMap<number, string>,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> => {
  const texts = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].filter(existsSync).map((file) => readFile(file, 'utf8')));
  const bySocket = new Map(texts.flatMap(connectionsIn).map((connection) => [connection.inode, connection]));
  const told = new Map<string, ReadonlySet<string>>();
  for (const { name, pid } of talkers) {
    const heard = new Set<string>();
    for (const inode of pid === null ? [] : await socketsOf(pid)) {
      const listener = listeners.get(bySocket.get(inode)?.remotePort ?? -1);
      if (listener !== undefined && listener !== name) heard.add(listener);
    }
    told.set(name, heard);
  }
  return told;
};

/** Inodes of a process's sockets; none where it has ended meanwhile. */
const socketsOf = async (pid: number): Promise<readonly string[]> => {
  const folder = `/proc/${String(pid)}/fd`;
  const files = await readdir(folder).catch(() => []);
  const links = await Promise.all(files.map((file) => readlink(`${folder}/${file}`).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
};
