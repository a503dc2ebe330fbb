import { Allow, WALL_CLOCK, type PublicSigningJwk, type WallClock } from '@guildhall/service-kit';
import { Controller, Get, Inject } from '@nestjs/common';
import { SigningKeyBook } from '../credentials/signing-key-book.js';
import { wallNow } from '../credentials/wall-time.js';

type PublicKey = PublicSigningJwk & Readonly<{ alg: 'EdDSA'; use: 'sig' }>;

@Controller('jwks.json')
export class JwksController {
  constructor(
    private readonly book: SigningKeyBook,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
  ) {}

  /** Public keys of access tokens (RFC 7517), for outsiders: the services take them from their own log. */
  @Get()
  @Allow('public')
  async show(): Promise<Readonly<{ keys: readonly PublicKey[] }>> {
    await this.book.read();
    return { keys: this.book.publicKeys(wallNow(this.wall)).map(({ jwk }) => ({ ...jwk, alg: 'EdDSA', use: 'sig' })) };
  }
}
