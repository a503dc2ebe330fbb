import grpc from '@grpc/grpc-js';
import { AccessDenied, type Access, type Need, type User } from '../access/access.js';
import type { HttpRequest } from './http-request.js';

/** The same access rules as for gRPC, by the header `authorization`. */
export class HttpGate {
  constructor(
    private readonly access: Access,
    private readonly endpoints: 'open' | 'users-only',
  ) {}

  /** Statistics and the like, which name no stream: any user may see them. Fails with `AccessDenied` or `Unauthenticated`. */
  async endpoint(request: HttpRequest): Promise<void> {
    const user = await this.#userOf(request);
    if (user === undefined && this.endpoints === 'users-only') throw new AccessDenied('Name a user with basic credentials.');
  }

  /** Fails with `AccessDenied` or `Unauthenticated` where the need is not granted. */
  async need(request: HttpRequest, need: Need): Promise<void> {
    this.access.authorize(await this.#userOf(request), need);
  }

  /** Whether the need is granted, where a page can do without. Fails with `Unauthenticated` on wrong credentials. */
  async isGranted(request: HttpRequest, need: Need): Promise<boolean> {
    const user = await this.#userOf(request);
    try {
      this.access.authorize(user, need);
      return true;
    } catch (fault) {
      if (fault instanceof AccessDenied) return false;
      throw fault;
    }
  }

  #userOf(request: HttpRequest): Promise<User | undefined> {
    const metadata = new grpc.Metadata();
    const authorization = request.header('authorization');
    if (authorization !== undefined) metadata.set('authorization', authorization);
    return this.access.identify(metadata);
  }
}
