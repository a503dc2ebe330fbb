// Asks the api of every service, within the deadline, until each answers as it should: ready, itself, of the expected version, and closed
// to whoever brings no token. Exits 0, or 1 with a line for each service that does not. Environment: GUILDHALL_<SERVICE>_URL,
// EXPECTED_VERSION (empty: any), DEADLINE_SECONDS.
import { setTimeout as pause } from 'node:timers/promises';

const BETWEEN_TRIES_MS = 2_000;
const REQUEST_MS = 5_000;

const env = process.env;
const services = Object.entries(env).flatMap(([name, url]) => {
  const service = /^GUILDHALL_([A-Z]+)_URL$/.exec(name)?.[1];
  return service === undefined ? [] : [{ service: service.toLowerCase(), url }];
});
// A little less than the Job's own deadline, so that what is missing is told.
const until = Date.now() + Number(env.DEADLINE_SECONDS ?? 60) * 900;

const ask = async (url) => {
  const response = await fetch(url, { signal: AbortSignal.timeout(REQUEST_MS), redirect: 'error' });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : {} };
};

/** An operation that is read without an id and is not open to everyone. */
const closedPath = ({ paths = {} }) =>
  Object.keys(paths).find((path) => {
    const allowed = paths[path].get?.['x-guildhall-allow'];
    return !path.includes('{') && allowed !== undefined && !allowed.includes('public');
  });

const fault = async ({ service, url }) => {
  const ready = await ask(`${url}/health/ready`);
  if (ready.status !== 200) return `not ready: ${JSON.stringify(ready.body.waitingFor ?? ready.status)}`;
  const { body: info } = await ask(`${url}/info`);
  if (info.service !== service) return `answers as ${info.service}`;
  if (env.EXPECTED_VERSION && info.version !== env.EXPECTED_VERSION) return `is version ${info.version}`;
  if (info.sandboxMode !== false) return 'is in sandbox mode';
  const { body: description } = await ask(`${url}/${service}/openapi.json`);
  const path = closedPath(description);
  if (path === undefined) return 'describes no operation that needs a token';
  const { status } = await ask(`${url}${path}`);
  return status === 401 ? null : `answers ${status} to ${path} without a token`;
};

const check = async (one) => {
  for (;;) {
    const found = await fault(one).catch((error) => String(error.cause ?? error));
    if (found === null) return { ...one, found };
    if (Date.now() >= until) return { ...one, found };
    await pause(BETWEEN_TRIES_MS);
  }
};

const results = await Promise.all(services.map(check));
for (const { service, found } of results) console.log(`${service}: ${found ?? 'ok'}`);
if (results.length === 0) console.log('no GUILDHALL_<SERVICE>_URL is given');
process.exitCode = results.length > 0 && results.every(({ found }) => found === null) ? 0 : 1;
