import type { ServiceName } from '@guildhall/kernel';
import type { PublicSigningJwk } from '../auth/key-ring.js';
import type { KafkaSecurity } from '@guildhall/messaging';
import type { LogLevel } from '../telemetry/logger.js';

export const ALL_ROLES = ['api', 'relay', 'projector', 'processor'] as const;
/** What one process of a service does (architecture.md §8). */
export type ProcessRole = (typeof ALL_ROLES)[number];

export const RATE_PROFILES = ['standard', 'bench', 'demo', 'simulator', 'journeys'] as const;
/** `standard`: the limits of security.md. The others raise them for work on one machine; production refuses those. */
export type RateProfile = (typeof RATE_PROFILES)[number];

/** Configuration that every service has, validated and typed. Milliseconds where a name ends in `Ms`. */
export type ServiceConfig = Readonly<{
  service: ServiceName;
  version: string;
  commit: string;
  environment: 'development' | 'production' | 'test';
  host: string;
  port: number;
  roles: readonly ProcessRole[];
  /** No second process of this service ever runs beside this one: appends need not ask whether another one came first. */
  singleProcess: boolean;
  eventStoreUrl: string;
  kafkaBrokers: readonly string[];
  kafkaSecurity: KafkaSecurity;
  mongodbUrl: string;
  subjectKeysPath: string;
  sandboxMode: boolean;
  requestHashKey: Buffer;
  /** Before its rotation: repeats of requests of then are still known. */
  formerRequestHashKey?: Buffer | null;
  firstSigningKey: PublicSigningJwk;
  tokenIssuer: string;
  region: string;
  rateLimits: RateProfile;
  /** After this a handler is given up and its caller answered. */
  handlerDeadlineMs: number;
  shutdownDeadlineMs: number;
  /** After readiness says no: this long requests are still taken, because those who route learn of it late. The deadline above begins after it. */
  routingDelayMs: number;
  otlpEndpoint: string | null;
  logLevel: LogLevel;
}>;
export const SERVICE_CONFIG = Symbol('SERVICE_CONFIG');
