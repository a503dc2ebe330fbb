import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import type { Manifest } from './manifests.js';
import { ROOT } from './optional-tool.js';

const FOLDER = join(ROOT, 'deploy/schemas');

/** Versions of Kubernetes whose schemas are committed, the oldest first. */
export const KUBERNETES_VERSIONS: readonly string[] = readdirSync(join(FOLDER, 'kubernetes')).sort();

/** The committed schema of an object, by the names that kubeconform uses. */
const fileOf = ({ apiVersion, kind }: Manifest, kubernetes: string): string => {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const custom = group?.includes('.') === true && !group.endsWith('.k8s.io');
  if (custom || group === 'gateway.networking.k8s.io')
    return join('custom', group ?? '', `${kind.toLowerCase()}_${version ?? ''}.json`);
  const prefix = group === '' ? '' : `${group?.split('.')[0] ?? ''}-`;
  return join('kubernetes', kubernetes, `${kind.toLowerCase()}-${prefix}${version ?? ''}.json`);
};

const compiled = new Map<string, ValidateFunction>();
// Formats of Kubernetes ("int32", "int-or-string") tell nothing that its types do not.
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });

const validatorOf = (file: string): ValidateFunction => {
  const known = compiled.get(file);
  if (known !== undefined) return known;
  const made = ajv.compile(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as object);
  compiled.set(file, made);
  return made;
};

/** What is wrong with an object for a version of Kubernetes, one sentence each. Throws where no schema of its kind is committed. */
export const faultsOf = (manifest: Manifest, kubernetes: string): readonly string[] => {
  const validate = validatorOf(fileOf(manifest, kubernetes));
  // Not as a type guard: that would leave nothing of the type for the sentences.
  const valid: boolean = validate(manifest as unknown);
  if (valid) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${manifest.kind} ${manifest.metadata.name}${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
  );
};
