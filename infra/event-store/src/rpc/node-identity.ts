import { randomUUID } from 'node:crypto';

export type EndPoint = Readonly<{ host: string; port: number }>;
/** What clients are told to connect to, where that is configured. */
export type Advertised = Readonly<{ host: string | undefined; port: number | undefined }>;

/** Who this node says it is. */
export class NodeIdentity {
  readonly instanceId = randomUUID();

  /** `port` is the one listened on; it fills in where an authority names none. */
  constructor(
    private readonly advertised: Advertised,
    private readonly port: () => number,
  ) {}

  /**
   * Where a client connects: what is advertised, else the authority its call came in with, which works behind port mappings
   * and TLS fronts too. An IPv6 address keeps its brackets: clients put a colon and the port behind it.
   */
  endPoint(authority: string): EndPoint {
    const { hostname, port } = new URL(`http://${authority}`);
    return {
      host: this.advertised.host ?? hostname,
      port: this.advertised.port ?? (port === '' ? this.port() : Number(port)),
    };
  }
}
