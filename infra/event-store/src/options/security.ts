import type { Options } from './option-table.js';
import { UnusableOptions } from './unusable-options.js';

/** Where the certificate comes from. */
export type Tls =
  | Readonly<{ kind: 'files'; certificate: string; key: string; roots: string | undefined }>
  /** Made by the server itself, for development. */
  | Readonly<{ kind: 'self-made' }>;

/** A password, or the file that holds it. */
export type PasswordSource = Readonly<{ kind: 'text'; password: string }> | Readonly<{ kind: 'file'; file: string }>;

/** Who is let in. `open`: everybody, in the clear. `guarded`: users by password, in the clear where a TLS front stands before. */
export type Security =
  | Readonly<{ kind: 'open' }>
  | Readonly<{
      kind: 'guarded';
      tls: Tls | undefined;
      users: string | undefined;
      passwords: Readonly<{ admin: PasswordSource | undefined; ops: PasswordSource | undefined }>;
    }>;

/** As the original documents it; development on a loopback host only. */
const DEVELOPMENT_PASSWORD: PasswordSource = { kind: 'text', password: 'changeit' };

/** Decides from the options whether the server asks for users and TLS. Fails with `UnusableOptions` on contradictions. */
export function securityOf(options: Options): Security {
  const tls = tlsOf(options);
  const admin = passwordOf('admin', options.defaultAdminPassword, options.defaultAdminPasswordFile);
  const ops = passwordOf('ops', options.defaultOpsPassword, options.defaultOpsPasswordFile);
  const asked = tls !== undefined || options.users !== undefined || admin !== undefined || ops !== undefined;
  if (options.insecure === true) {
    if (asked) throw new UnusableOptions('--insecure contradicts certificates, --dev, users and passwords: leave one side out.');
    return { kind: 'open' };
  }
  const local = isLoopback(options.host);
  if (!asked) {
    if (local && options.insecure === undefined) return { kind: 'open' };
    throw new UnusableOptions(
      local
        ? 'Secure mode needs a certificate: name --certificate-file and --certificate-private-key-file, or use --dev.'
        : `Host ${options.host} can be reached from elsewhere: name a certificate, use --dev, or accept --insecure.`,
    );
  }
  if (options.users !== undefined || admin !== undefined)
    return { kind: 'guarded', tls, users: options.users, passwords: { admin, ops } };
  if (options.dev && local)
    return {
      kind: 'guarded',
      tls,
      users: undefined,
      passwords: { admin: DEVELOPMENT_PASSWORD, ops: ops ?? DEVELOPMENT_PASSWORD },
    };
  throw new UnusableOptions(
    'Secure mode needs an administrator: set EVENTSTORE_DEFAULT_ADMIN_PASSWORD, its _FILE form, or name a file of users with --users.',
  );
}

export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

function tlsOf({ dev, certificateFile, certificatePrivateKeyFile, trustedRootCertificatesPath }: Options): Tls | undefined {
  if (certificateFile !== undefined && certificatePrivateKeyFile !== undefined)
    return { kind: 'files', certificate: certificateFile, key: certificatePrivateKeyFile, roots: trustedRootCertificatesPath };
  if (certificateFile !== undefined || certificatePrivateKeyFile !== undefined)
    throw new UnusableOptions('--certificate-file and --certificate-private-key-file belong together: name both.');
  if (trustedRootCertificatesPath !== undefined && !dev)
    throw new UnusableOptions('--trusted-root-certificates-path means nothing without --certificate-file.');
  return dev ? { kind: 'self-made' } : undefined;
}

function passwordOf(user: string, password: string | undefined, file: string | undefined): PasswordSource | undefined {
  if (password !== undefined && file !== undefined)
    throw new UnusableOptions(`The password of '${user}' is given twice: as a text and as a file.`);
  if (password !== undefined) return { kind: 'text', password };
  return file === undefined ? undefined : { kind: 'file', file };
}
