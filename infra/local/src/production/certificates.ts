import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files in PEM form; `authority` is also given as text. */
export interface Certificates {
  readonly authority: string;
  readonly authorityFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Private key and certificate in one file, as Kafka takes them. */
  readonly bundleFile: string;
}

const VALID_DAYS = 90;
const OWNER_ONLY = 0o600;

/**
 * Makes an authority and a certificate for one server of this machine, anew at each start: every client reads the authority when it starts
 * after it. Each server has an authority of its own, so that a client of one trusts nothing of the other.
 */
export const makeServerCertificates = async (folder: string, now: Date): Promise<Certificates> => {
  const { makeCertificates } = await import('@guildhall/event-store/certificates');
  const { authority, certificate, key } = makeCertificates(['localhost', '127.0.0.1'], now, VALID_DAYS);
  await mkdir(folder, { recursive: true });
  const write = async (name: string, text: string): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, text, { mode: OWNER_ONLY });
    return file;
  };
  return {
    authority,
    authorityFile: await write('ca.crt', authority),
    certificateFile: await write('server.crt', certificate),
    keyFile: await write('server.key', key),
    bundleFile: await write('server.pem', `${key}${certificate}`),
  };
};
