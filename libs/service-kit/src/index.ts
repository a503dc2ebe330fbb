export {
  verifyAccessToken,
  TokenRefused,
  ACCESS_TOKEN_SECONDS,
  type AccessTokenClaims,
  type KeyLookup,
  type Seat,
  type VerifyOptions,
} from './auth/access-token.js';
export { requireStepUp, STEP_UP_SECONDS, type VerifiedCaller } from './auth/caller.js';
export { DENY_WINDOW_MS, DenyList } from './auth/deny-list.js';
export { KeyRing, type PublicSigningJwk } from './auth/key-ring.js';
export { ROLES, SEAT_ROLES, type AllowValue, type Role, type SeatRole } from './auth/roles.js';
export { BusinessClock } from './clock/business-clock.js';
export { hostClock, WALL_CLOCK, type WallClock } from './clock/wall-clock.js';
export { ConfigError, ConfigReader, type Environment } from './config/config-reader.js';
export type { KeyStorePlace } from './config/key-store.js';
export { LOCAL_KEY_PREFIX, readConfig } from './config/read-config.js';
export { holdsCertificates } from './config/secure-stores.js';
export { textsOnDisk, type SecretTexts } from './config/secret-texts.js';
export { viewOf } from './config/view-of.js';
export { unchanging, WatchedConfig, type ConfigChanges, type SecretReload } from './config/watched-config.js';
export {
  ALL_ROLES,
  RATE_PROFILES,
  SERVICE_CONFIG,
  type ProcessRole,
  type RateProfile,
  type ServiceConfig,
} from './config/service-config.js';
export {
  defineService,
  SERVICE_DEFINITION,
  type ConsumerGroup,
  type ProcessDefinition,
  type ServiceDefinition,
} from './definition/service-definition.js';
export { COMMON_ERRORS, common, type CommonCode, type CommonRefusal } from './http/common-errors.js';
export { Allow, Errors, IdempotencyKeyRequired, RateLimited, SecretFields, StepUp, type RateClass } from './http/decorators.js';
export { awaitAsked } from './http/freshness.js';
export { HEADERS } from './http/headers.js';
export { PageRequest, readPage, type Page, type PageRead } from './http/page.js';
export { RateLimits, STANDARD_BUDGETS, type Budget } from './http/rate-limits.js';
export { ANONYMOUS, Caller, OptionalCaller, RequestContext } from './http/request-context.decorator.js';
export { rawBodyOf } from './http/request-scope.js';
export type { Violation } from './http/validation.js';
export { ErasureReceipts, type ErasureReceipt } from './operations/erasure-receipts.js';
export { AnswerChecker, AnswerDiffers } from './openapi/answer-checker.js';
export { RouteRefused } from './openapi/operations-of-app.js';
export { bootstrap, type BootstrapOptions } from './runtime/bootstrap.js';
export { connectSubjectKeys } from './runtime/connect-subject-keys.js';
export { rebuildCommand, type RebuildCommandOptions } from './runtime/rebuild-command.js';
export type { Runner } from './runtime/roles/runner.js';
export { ServiceRunners } from './runtime/roles/service-runners.js';
export { GuildhallModule } from './runtime/guildhall.module.js';
export { InjectReadModel, METRICS, readModelToken } from './runtime/tokens.js';
export { memorySpans, startTracing, type SpanSink, type Tracing, type TracingOptions } from './telemetry/tracing.js';
export { LABELS, type LabelName, type MetricDefinition } from './telemetry/metric-definition.js';
export { METRIC, METRIC_REGISTRY } from './telemetry/metrics-registry.js';
export { counterOf, gaugesOnScrape, type MetricsRegistry, type RowGauge } from './telemetry/metrics.js';
export { SpanMetrics } from './telemetry/span-metrics.js';
export { createLogger, LOGGER, type Logger, type LogLevel } from './telemetry/logger.js';
export {
  createTestService,
  type TestAnswer,
  type TestOverrides,
  type TestRequest,
  type TestService,
} from './testing/test-service.js';
export { recordOfFact, testFact } from './testing/test-facts.js';
export { traceShape } from './testing/trace-shape.js';
export { TestClock } from './testing/test-clock.js';
export { TestTokens, type TestPerson } from './testing/test-tokens.js';
