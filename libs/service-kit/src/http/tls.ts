import type { Server as HttpServer } from 'node:http';
import { Server as TlsServer, type SecureContextOptions } from 'node:tls';

/** What the HTTP server shows of itself: certificate chain and private key as PEM texts. */
export type HttpTls = Readonly<{ certificate: string; key: string }>;

/** TLS 1.2 and newer (ASVS 12.1.1). */
export const secureContextOf = ({ certificate, key }: HttpTls): SecureContextOptions => ({
  cert: certificate,
  key,
  minVersion: 'TLSv1.2',
});

/** New connections get this certificate; those that stand go on under the former one. Nothing happens on a server without TLS. */
export const renewTls = (server: HttpServer | TlsServer, tls: HttpTls | null): void => {
  if (tls && server instanceof TlsServer) server.setSecureContext(secureContextOf(tls));
};
