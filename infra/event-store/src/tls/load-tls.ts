import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNamedFile } from '../options/read-file.js';
import type { Tls } from '../options/security.js';
import { UnusableOptions } from '../options/unusable-options.js';
import { makeCertificates } from './certificate.js';

const DAY_MS = 86_400_000;
const VALID_DAYS = 365;
/** Self-made certificates are made anew when less than this is left of them, in days. */
const RENEW_DAYS = 30;

/**
 * PEM texts. Of a self-made certificate also the file that clients are told to trust; `temporary` is the folder that goes when
 * the server closes.
 */
export type TlsMaterial = Readonly<{ certificate: string; key: string; authorityFile?: string; temporary?: string }>;

/**
 * Reads or makes the certificate. Self-made ones lie in the folder `certificates` of the data folder and are used again.
 * Fails with `UnusableOptions` where a file cannot be read, key and certificate differ, it has expired, or no root issued it.
 */
export function loadTls(tls: Tls, data: string, host: string, now: Date): TlsMaterial {
  switch (tls.kind) {
    case 'files':
      return fromFiles(tls, now);
    case 'self-made':
      return selfMade(data, host, now);
  }
}

function fromFiles(files: Extract<Tls, { kind: 'files' }>, now: Date): TlsMaterial {
  const certificate = readNamedFile('The certificate', files.certificate);
  const key = readNamedFile('The private key', files.key);
  const chain = certificatesOf(certificate, files.certificate);
  const [leaf] = chain;
  if (!leaf) throw new UnusableOptions(`The certificate ${files.certificate} holds no PEM certificate.`);
  if (!leaf.checkPrivateKey(privateKeyOf(key, files.key)))
    throw new UnusableOptions(`The private key ${files.key} does not belong to the certificate ${files.certificate}.`);
  if (new Date(leaf.validTo) <= now)
    throw new UnusableOptions(`The certificate ${files.certificate} expired on ${leaf.validTo}.`);
  if (files.roots !== undefined) refuseUntrusted(chain, files.certificate, files.roots);
  return { certificate, key };
}

// Each certificate of the file must be issued by the next, the last by one of the roots.
function refuseUntrusted(chain: readonly X509Certificate[], file: string, folder: string): void {
  const roots = filesOf(folder).flatMap((name) => certificatesOf(readFileSync(join(folder, name), 'utf8'), name));
  const trusted = chain.every((each, index) => {
    const issuers = index + 1 < chain.length ? chain.slice(index + 1, index + 2) : roots;
    return issuers.some((issuer) => each.checkIssued(issuer) && each.verify(issuer.publicKey));
  });
  if (!trusted) throw new UnusableOptions(`The certificate ${file} does not come from a root certificate in ${folder}.`);
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => /\.(crt|cer|pem)$/i.test(name));
  } catch (error) {
    throw new UnusableOptions(`The folder ${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function certificatesOf(pem: string, file: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch (error) {
    throw new UnusableOptions(`${file} holds a broken certificate: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function privateKeyOf(pem: string, file: string): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new UnusableOptions(`The private key ${file} is not a PEM key without passphrase.`);
  }
}

function selfMade(data: string, host: string, now: Date): TlsMaterial {
  const inMemory = data === ':memory:';
  const folder = inMemory ? mkdtempSync(join(tmpdir(), 'event-store-certificates-')) : join(data, 'certificates');
  const file = { authority: join(folder, 'ca.crt'), certificate: join(folder, 'node.crt'), key: join(folder, 'node.key') };
  if (!isUsable(file.certificate, file.key, host, now)) {
    const made = makeCertificates([...new Set(['localhost', '127.0.0.1', '::1', host])], now, VALID_DAYS);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file.key, made.key, { mode: 0o600 });
    writeFileSync(file.authority, made.authority);
    writeFileSync(file.certificate, made.certificate);
  }
  const [certificate, key] = [readFileSync(file.certificate, 'utf8'), readFileSync(file.key, 'utf8')];
  return { certificate, key, authorityFile: file.authority, ...(inMemory && { temporary: folder }) };
}

function isUsable(certificateFile: string, keyFile: string, host: string, now: Date): boolean {
  if (!existsSync(certificateFile) || !existsSync(keyFile)) return false;
  const certificate = new X509Certificate(readFileSync(certificateFile));
  const fresh = new Date(certificate.validTo).getTime() - now.getTime() > RENEW_DAYS * DAY_MS;
  const named = certificate.checkHost(host) ?? certificate.checkIP(host);
  return fresh && named !== undefined && certificate.checkPrivateKey(createPrivateKey(readFileSync(keyFile)));
}
