import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Obstacle } from '../supervision/obstacle.js';
import type { ProcessState } from '../supervision/process-description.js';
import type { Supervisor } from '../supervision/supervisor.js';

/** What `GET /state` answers. */
export interface PlatformState {
  /** `starting` until everything is up and people are seeded. */
  readonly phase: 'starting' | 'ready' | 'stopping';
  readonly pid: number;
  readonly offset: number;
  /** Null where there is no edge: test servers. */
  readonly edgeUrl: string | null;
  readonly dataDir: string;
  readonly logsDir: string;
  readonly outboxDir: string;
  readonly processes: readonly ProcessState[];
}

export interface ControlOptions {
  readonly supervisor: Supervisor;
  readonly state: () => PlatformState;
  /** Begins the ordered stop of everything. */
  readonly shutdown: () => void;
}

export interface ControlServer {
  readonly url: string;
  close: () => Promise<void>;
}

const ROUTE = /^\/(kill|restart|stop|start)\/([a-z-]+)$/;

const answer = (response: ServerResponse, status: number, body: object): void => {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
};

const problem = (response: ServerResponse, status: number, code: string, detail: string): void => {
  answer(response, status, { type: 'about:blank', title: 'The supervisor refuses', status, code, detail });
};

/** Whoever can reach the loopback address may control the platform, but not a page in a browser: those send an origin. */
const comesFromPage = ({ headers }: IncomingMessage): boolean =>
  headers.origin !== undefined || !/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '');

const act = async (action: string, name: string, supervisor: Supervisor): Promise<ProcessState> => {
  const process = supervisor.process(name);
  if (action === 'kill') await process.kill();
  if (action === 'stop' || action === 'restart') await process.stop();
  if (action === 'start' || action === 'restart') await process.start();
  return process.state();
};

const handle = async (request: IncomingMessage, response: ServerResponse, options: ControlOptions): Promise<void> => {
  const { method, url = '/' } = request;
  if (comesFromPage(request)) {
    problem(response, 403, 'LOCAL.NOT_FOR_PAGES', 'the control endpoint does not answer pages in a browser');
    return;
  }
  if (method === 'GET' && url === '/state') {
    answer(response, 200, options.state());
    return;
  }
  if (method === 'POST' && url === '/shutdown') {
    options.shutdown();
    answer(response, 202, options.state());
    return;
  }
  const [, action, name] = (method === 'POST' ? ROUTE.exec(url) : null) ?? [];
  if (action === undefined || name === undefined) {
    const routes = 'GET /state, POST /shutdown, POST /kill|restart|stop|start/{process}';
    problem(response, 404, 'LOCAL.NO_SUCH_ROUTE', `the routes are ${routes}`);
    return;
  }
  if (!options.supervisor.states().some((state) => state.name === name)) {
    const names = options.supervisor
      .states()
      .map((state) => state.name)
      .join(', ');
    problem(response, 404, 'LOCAL.NO_SUCH_PROCESS', `there is no process "${name}": one of ${names}`);
    return;
  }
  answer(response, 200, await act(action, name, options.supervisor));
};

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the control endpoint has no port'));
      else resolve(address.port);
    });
  });

/**
 * Opens the control endpoint on any free port of the loopback address, for `npm stop`, `npm run status` and the journeys.
 *
 * `kill` answers when the process has ended (it is started again by itself); `stop` when it is down and stays down;
 * `start` and `restart` when it is ready, or 503 with the reason.
 */
export const openControl = async (options: ControlOptions): Promise<ControlServer> => {
  const server = createServer((request, response) => {
    handle(request, response, options).catch((error: unknown) => {
      const detail = error instanceof Error ? error.message : String(error);
      if (error instanceof Obstacle) problem(response, 503, 'LOCAL.PROCESS_NOT_READY', detail);
      else problem(response, 500, 'LOCAL.FAULT', detail);
    });
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${String(port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
};
