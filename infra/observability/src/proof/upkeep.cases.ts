import type { Case } from './case.js';

const DAY = 86_400;
const CERTIFICATE = 'certificate_expiry_timestamp_seconds{service="gigs",certificate="event-store"}';

/** Stories of days: a sample each four minutes, within Prometheus' look-back of five. */
const slow = { interval: '4m', evaluated: '1h' } as const;

/** Stories of the alerts of `upkeep.alerts.ts`; promtool's clock begins at 0. */
export const UPKEEP_CASES: readonly Case[] = [
  {
    alert: 'CanaryLost',
    story: 'a read model hears nothing',
    interval: '15s',
    input: [{ series: 'canary_age_seconds{service="gigs",sink="briefs"}', values: '5+15x10' }],
    at: '2m',
    fires: [{ service: 'gigs', sink: 'briefs', severity: 'page' }],
  },
  {
    alert: 'CanaryLost',
    story: 'canaries arrive',
    interval: '15s',
    input: [{ series: 'canary_age_seconds{service="gigs",sink="briefs"}', values: '5 12 4 9 11 5 3 8 8' }],
    at: '2m',
    fires: [],
  },
  {
    alert: 'CertificateExpiring',
    story: 'it ends in thirteen days',
    interval: '1m',
    input: [{ series: CERTIFICATE, values: `${13 * DAY}x5` }],
    at: '2m',
    fires: [{ service: 'gigs', certificate: 'event-store', severity: 'warn' }],
  },
  {
    alert: 'CertificateExpiring',
    story: 'it was renewed for ninety days',
    interval: '1m',
    input: [{ series: CERTIFICATE, values: `${13 * DAY} ${90 * DAY}x5` }],
    at: '3m',
    fires: [],
  },
  {
    alert: 'BackupOld',
    story: 'the job has failed since yesterday',
    ...slow,
    input: [{ series: 'backup_last_success_timestamp_seconds', values: '0x390' }],
    at: '26h',
    fires: [{ severity: 'warn' }],
  },
  {
    alert: 'BackupOld',
    story: 'one succeeded in the night',
    ...slow,
    input: [{ series: 'backup_last_success_timestamp_seconds', values: '0x180 43200x210' }],
    at: '26h',
    fires: [],
  },
  {
    alert: 'RestoreDrillOld',
    story: 'five weeks and a day went by',
    ...slow,
    input: [{ series: 'restore_drill_last_success_timestamp_seconds', values: '0x12960' }],
    at: '36d',
    fires: [{ severity: 'warn' }],
  },
  {
    alert: 'RestoreDrillOld',
    story: 'there was one last week',
    ...slow,
    input: [{ series: 'restore_drill_last_success_timestamp_seconds', values: `0x10440 ${29 * DAY}x2520` }],
    at: '36d',
    fires: [],
  },
];
