// Prints the secrets that the chart asks for, as manifests with fresh random values. Passwords of the stores' users lie in one secret of the
// stores' namespace as well, where the examples' Jobs make the users.
//   node deploy/examples/secrets.mjs --event-store URL --mongo URL [--namespace guildhall] [--stores stores]
// In both URLs `{service}` and `{password}` are filled in.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse, stringify } from 'yaml';

const { values } = parseArgs({
  options: {
    'event-store': { type: 'string' },
    mongo: { type: 'string' },
    namespace: { type: 'string', default: 'guildhall' },
    stores: { type: 'string', default: 'stores' },
  },
});
for (const name of ['event-store', 'mongo']) {
  const url = values[name];
  if (url === undefined || !url.includes('{service}') || !url.includes('{password}'))
    throw new Error(`--${name} has to be a connection string with {service} and {password}`);
}

const random = () => randomBytes(32).toString('base64url');
const secret = (name, stringData, namespace = values.namespace) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace },
  type: 'Opaque',
  stringData,
});

/** Ed25519 as JSON Web Keys; the key id is the thumbprint (RFC 7638). */
const signingKey = () => {
  const { x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const kid = createHash('sha256')
    .update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url');
  const shared = { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' };
  return { 'public.jwk': JSON.stringify(shared), 'private.jwk': JSON.stringify({ ...shared, d }) };
};

const variables = parse(readFileSync(new URL('../chart/files/variables.yaml', import.meta.url), 'utf8'));
const services = Object.keys(variables);
const passwords = Object.fromEntries(services.map((service) => [service, random()]));
const filledIn = (url) =>
  Object.fromEntries(
    services.map((service) => [service, url.replaceAll('{service}', service).replaceAll('{password}', passwords[service])]),
  );
const own = (service) => secret(`guildhall-${service}`, Object.fromEntries(variables[service].map((name) => [name, random()])));

const secrets = [
  ...services.map(own),
  secret('guildhall-signing-key', signingKey()),
  secret('guildhall-event-store', filledIn(values['event-store'])),
  secret('guildhall-mongo', filledIn(values.mongo)),
  secret(
    'guildhall-store-users',
    { ...passwords, admin: random(), ops: random(), 'mongo-key': randomBytes(48).toString('base64') },
    values.stores,
  ),
];
process.stdout.write(secrets.map((one) => stringify(one, { lineWidth: 0 })).join('---\n'));
