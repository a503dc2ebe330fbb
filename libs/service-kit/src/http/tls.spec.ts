import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { certificatesForSpecs } from '@guildhall/testing';
import { sampleService } from '../testing/sample/sample.module.js';
import { createTestService, type TestService } from '../testing/test-service.js';
import { renewTls } from './tls.js';

const [first, second] = [certificatesForSpecs(), certificatesForSpecs()];
const { definition, module } = sampleService('contracts');
const serialOf = (certificate: string): string => new X509Certificate(certificate).serialNumber;

describe('HTTP over TLS', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await createTestService(definition, module, { config: { httpTls: first } });
    await service.app.listen(0, '127.0.0.1');
  });
  afterEach(() => service.close());

  const server = () => service.app.getHttpServer() as Parameters<typeof renewTls>[0];
  /** Status of liveness over a connection of its own, and the serial number of the certificate that was shown. */
  const ask = (ca: string): Promise<Readonly<{ status: number | undefined; serial: string }>> =>
    new Promise((resolve, reject) => {
      const { port } = server().address() as AddressInfo;
      const asking = request({ host: '127.0.0.1', port, path: '/health/live', ca, agent: false }, (answer) => {
        const { serialNumber } = (answer.socket as TLSSocket).getPeerCertificate();
        answer.resume().on('end', () => resolve({ status: answer.statusCode, serial: serialNumber }));
      });
      asking.on('error', reject).end();
    });

  it('shows the certificate of the configuration', async () =>
    expect(await ask(first.authority)).toEqual({ status: 200, serial: serialOf(first.certificate) }));

  it('shows a renewed one to whoever connects then, without a pause', async () => {
    renewTls(server(), second);
    expect(await ask(second.authority)).toEqual({ status: 200, serial: serialOf(second.certificate) });
    await expect(ask(first.authority)).rejects.toThrow();
  });
});
