import type { ServiceName } from '@guildhall/kernel';
import type { PublicSigningJwk } from '../auth/key-ring.js';
import type { KafkaSecurity } from '@guildhall/messaging';
import type { HttpTls } from '../http/tls.js';
import type { LogLevel } from '../telemetry/logger.js';
import type { KeyStorePlace } from './key-store.js';

export const ALL_ROLES = ['api', 'relay', 'projector', 'processor'] as const;
/** What one process of a service does (architecture.md §8). */
export type ProcessRole = (typeof ALL_ROLES)[number];

export const RATE_PROFILES = ['standard', 'bench', 'demo', 'simulator', 'journeys'] as const;
/** `standard`: the limits of security.md. The others raise them for work on one machine; production refuses those. */
export type RateProfile = (typeof RATE_PROFILES)[number];

/**
 * Configuration that every service has, validated and typed. Milliseconds where a name ends in `Ms`. What stands above a field becomes
 * docs/configuration.md: `@refused` are values that production refuses, `@roles` those in which it counts, `@secret` has to be kept.
 */
export type ServiceConfig = Readonly<{
  service: ServiceName;
  /** Version that `/info`, traces and API documents tell; images set it. */
  version: string;
  /** Commit that the program was built from, told by `/info`; images set it. */
  commit: string;
  /** `production` refuses what is unsafe: the last column. Images set it. */
  environment: 'development' | 'production' | 'test';
  /** Address to listen on; images set `0.0.0.0`. */
  host: string;
  /** Port of HTTP; 0 takes a free one. */
  port: number;
  /** Null: plain HTTP; variables `HTTP_CERTIFICATE` and `HTTP_KEY`. */
  httpTls?: HttpTls | null;
  /** What this process does: answer requests, publish facts, keep read models, run processes and timers. */
  roles: readonly ProcessRole[];
  /**
   * No second process of this service ever runs beside this one: appends need not ask whether another one came first.
   *
   * @refused `true`
   */
  singleProcess: boolean;
  /**
   * Connection string of the event store with the service's own user; TLS unless it says `tls=false`.
   *
   * @secret
   * @refused `esdb://gigs:secret@store:2113?tls=false` (no TLS), `esdb://store:2113` (no credentials)
   */
  eventStoreUrl: string;
  /**
   * Brokers to begin with.
   *
   * @takes comma list of `host:port`
   * @roles api, relay, processor
   */
  kafkaBrokers: readonly string[];
  kafkaSecurity: KafkaSecurity;
  /**
   * Connection string of MongoDB with the service's own user and database.
   *
   * @secret
   * @refused `mongodb://gigs:secret@documents/guildhall_gigs` (no TLS), `mongodb://documents/guildhall_gigs?tls=true` (no credentials)
   */
  mongodbUrl: string;
  /** The key store; variables `SUBJECT_KEYS_…`. */
  subjectKeys: KeyStorePlace;
  /**
   * Whether business time can be moved ahead by an operator.
   *
   * @refused `true`
   */
  sandboxMode: boolean;
  /**
   * Tells whether a repeat under one idempotency key is the same request; each service has its own.
   *
   * @roles api
   */
  requestHashKey: Buffer;
  /**
   * Before its rotation: repeats of requests of then are still known.
   *
   * @roles api
   */
  formerRequestHashKey?: Buffer | null;
  /**
   * Public key that verifies the first access tokens; later ones are heard from identity.
   *
   * @roles api
   * @refused `{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"local-1"}` (a key made for one machine)
   */
  firstSigningKey: PublicSigningJwk;
  /**
   * `iss` of access tokens, the same for all services.
   *
   * @roles api
   */
  tokenIssuer: string;
  /** Region of events that nobody with a region of their own causes. */
  region: string;
  /**
   * Rate limits of requests: `standard` are those of people, the others raise them for work on one machine.
   *
   * @roles api
   * @refused `bench`, `demo`, `simulator`, `journeys`
   */
  rateLimits: RateProfile;
  /**
   * After this a handler is given up and its caller answered.
   *
   * @roles api
   */
  handlerDeadlineMs: number;
  /** Time to stop intake, drain, save checkpoints and close clients. */
  shutdownDeadlineMs: number;
  /** After readiness says no: this long requests are still taken, because those who route learn of it late. The deadline above begins after it. */
  routingDelayMs: number;
  /** Collector of traces (OTLP over HTTP); without it none are sent. */
  otlpEndpoint: string | null;
  /** Least severe line that is written. */
  logLevel: LogLevel;
}>;
export const SERVICE_CONFIG = Symbol('SERVICE_CONFIG');
