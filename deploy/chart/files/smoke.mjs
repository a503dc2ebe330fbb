// Asks the api of every service, within the deadline, until each answers as it should: ready, itself, of the expected version, and closed
// to whoever brings no token. Then, with an account to sign in as, follows one session all the way: begun (an append), listed (a read
// model), and, once it is ended, turned away by every service (published, heard and written down by each). An account without any role
// will do. Exits 0, or 1 with a line for each that does not. Environment: GUILDHALL_<SERVICE>_URL, EXPECTED_VERSION (empty: any),
// GUILDHALL_OPERATOR_EMAIL and GUILDHALL_OPERATOR_PASSWORD (empty: nothing is appended, and it says so), DEADLINE_SECONDS.
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

const ask = async (url, options = {}) => {
  const response = await fetch(url, { signal: AbortSignal.timeout(REQUEST_MS), redirect: 'error', ...options });
  const text = await response.text();
  return {
    status: response.status,
    body: text.startsWith('{') ? JSON.parse(text) : {},
    position: response.headers.get('guildhall-position'),
  };
};
const withToken = (token, more = {}) => ({ headers: { authorization: `Bearer ${token}`, ...more } });
const posting = (body, key, token) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'idempotency-key': key, ...(token ? withToken(token).headers : {}) },
  body: JSON.stringify(body),
});

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

/** Looks until nothing is wrong any more, or the deadline; answers what is wrong, null for nothing. */
const patiently = async (look) => {
  for (;;) {
    const found = await look().catch((error) => String(error.cause ?? error));
    if (found === null || Date.now() >= until) return found;
    await pause(BETWEEN_TRIES_MS);
  }
};
const check = async (one) => ({ ...one, found: await patiently(() => fault(one)) });

const urlOf = (name) => services.find(({ service }) => service === name)?.url;
const account = { email: env.GUILDHALL_OPERATOR_EMAIL, password: env.GUILDHALL_OPERATOR_PASSWORD };

/** One key for all tries: a repeat after a broken answer begins no second session. */
const signIn = async () => {
  const key = crypto.randomUUID();
  let session = null;
  const found = await patiently(async () => {
    const { status, body, position } = await ask(`${urlOf('identity')}/identity/sessions`, posting(account, key));
    if (status !== 201 && status !== 200) return `sign-in answers ${status} ${body.code ?? ''}`;
    session = { token: body.accessToken, sessionId: body.sessionId, position };
    return null;
  });
  return { found, session };
};

const listed = ({ token, sessionId, position }) =>
  patiently(async () => {
    const at = position === null ? {} : { 'guildhall-at-least': position };
    const { status, body } = await ask(`${urlOf('identity')}/identity/sessions`, withToken(token, at));
    if (status !== 200) return `the list of sessions answers ${status}`;
    return body.items?.some((item) => item.sessionId === sessionId) ? null : 'the session begun is not in the list of sessions';
  });

/** What a service says to the token at an operation that needs one. */
const standsAt = async ({ service, url }, token) => {
  const { body } = await ask(`${url}/${service}/openapi.json`);
  return ask(`${url}${closedPath(body)}`, withToken(token));
};
const taken = (one, token) =>
  patiently(async () => ((await standsAt(one, token)).status === 401 ? `${one.service} does not take the token` : null));
const turnedAway = (one, token) =>
  patiently(async () => {
    const { status } = await standsAt(one, token);
    return status === 401
      ? null
      : `${one.service} answers ${status} to the token of an ended session: it did not hear of the end`;
  });

/** Begins a session, finds it, ends it, and waits until every service knows. Answers what is wrong. */
const follow = async () => {
  const { found, session } = await signIn();
  if (found !== null) return [found];
  const { token, sessionId } = session;
  const before = await Promise.all([listed(session), ...services.map((one) => taken(one, token))]);
  const key = crypto.randomUUID();
  const ended = await patiently(async () => {
    const { status } = await ask(`${urlOf('identity')}/identity/sessions/${sessionId}/end`, posting({}, key, token));
    // 401: a try whose answer was lost has ended it; what follows tells whether that is so.
    return status < 300 || status === 401 ? null : `the end of the session answers ${status}`;
  });
  const after = ended === null ? await Promise.all(services.map((one) => turnedAway(one, token))) : [ended];
  return [...before, ...after].filter((wrong) => wrong !== null);
};

/** Whether the path through the platform was seen to work, in one line. */
const wayThrough = async () => {
  if (!account.email || !account.password) return { line: 'nothing was appended: no account is given', sound: true };
  if (urlOf('identity') === undefined) return { line: 'nothing was appended: identity is not installed', sound: true };
  const wrong = await follow();
  return wrong.length === 0
    ? { line: 'a session was begun, listed, ended and forgotten everywhere', sound: true }
    : { line: wrong.join('\n'), sound: false };
};

const results = await Promise.all(services.map(check));
for (const { service, found } of results) console.log(`${service}: ${found ?? 'ok'}`);
if (results.length === 0) console.log('no GUILDHALL_<SERVICE>_URL is given');
const answering = results.length > 0 && results.every(({ found }) => found === null);
const { line, sound } = answering ? await wayThrough() : { line: 'nothing was appended: see above', sound: false };
console.log(line);
process.exitCode = answering && sound ? 0 : 1;
