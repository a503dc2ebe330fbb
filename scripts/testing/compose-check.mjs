import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from '../children.mjs';
import { root } from '../paths.mjs';

const SERVICES = ['eventstore', 'kafka', 'mongodb'];
const SERVICE_KEYS = ['image', 'ports', 'healthcheck', 'volumes'];
const file = join(root, 'docker-compose.yml');

/** Undefined where the tool is not installed. */
const byTool = async (command, args) => {
  const { code: missing } = await capture(command, [...args, 'version']).catch(() => ({ code: 127 }));
  if (missing !== 0) return undefined;
  const { code, output } = await capture(command, [...args, '-f', file, 'config', '-q']);
  return { code, output: `checked by ${[command, ...args].join(' ')} config\n${output}` };
};

const problemsIn = (document) => {
  const problems = [];
  const services = document?.services ?? {};
  for (const name of SERVICES) if (services[name] === undefined) problems.push(`the service ${name} is missing`);
  for (const [name, service] of Object.entries(services)) {
    for (const key of SERVICE_KEYS) if (service[key] === undefined) problems.push(`${name} has no ${key}`);
    if (service.healthcheck?.test === undefined) problems.push(`${name} has no health test`);
    for (const port of service.ports ?? []) {
      if (!/^127\.0\.0\.1:\d+:\d+$/.test(port)) problems.push(`${name} opens ${port} beyond the loopback address`);
    }
    for (const volume of service.volumes ?? []) {
      const [source] = volume.split(':');
      if (document.volumes?.[source] === undefined && !('volumes' in document && source in document.volumes)) {
        problems.push(`the volume ${source} of ${name} is not declared`);
      }
    }
  }
  return problems;
};

const byParsing = async () => {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(readFileSync(file, 'utf8'), { strict: true, uniqueKeys: true });
  const problems = [...document.errors.map(({ message }) => message), ...problemsIn(document.toJS())];
  const how = 'checked by parsing it and looking for the expected keys (no Docker Compose here)';
  return { code: problems.length === 0 ? 0 : 1, output: [how, ...problems].join('\n') };
};

/** Checks docker-compose.yml with Docker Compose where there is one, else by parsing it. */
export const checkCompose = async () =>
  (await byTool('docker', ['compose'])) ?? (await byTool('docker-compose', [])) ?? (await byParsing());
