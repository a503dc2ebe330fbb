import type { Case } from './case.js';

const DAY = 86_400;
const CERTIFICATE = 'certificate_expiry_timestamp_seconds{service="gigs",certificate="event-store"}';
const BACKUP = 'backup_last_success_timestamp_seconds';
const DRILL = 'restore_drill_last_success_timestamp_seconds';

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
    input: [{ series: BACKUP, values: '0x390' }],
    at: '26h',
    fires: [{ severity: 'warn' }],
  },
  {
    alert: 'BackupOld',
    story: 'the textfile that told of it was lost three hours ago',
    ...slow,
    input: [{ series: BACKUP, values: '0x30 _x60' }],
    at: '5h',
    fires: [{ severity: 'warn' }],
  },
  {
    alert: 'BackupOld',
    story: 'nobody has made one yet, and the installation is minutes old',
    interval: '1m',
    input: [],
    at: '30m',
    fires: [],
  },
  {
    alert: 'BackupOld',
    story: 'one succeeded in the night',
    ...slow,
    input: [{ series: BACKUP, values: '0x180 43200x210' }],
    at: '26h',
    fires: [],
  },
  {
    alert: 'RestoreDrillOld',
    story: 'five weeks and a day went by',
    ...slow,
    input: [{ series: DRILL, values: '0x13320' }],
    at: '37d',
    fires: [{ severity: 'warn' }],
  },
  {
    alert: 'RestoreDrillOld',
    story: 'nobody has told of one for two days',
    ...slow,
    input: [],
    at: '2d',
    fires: [{ severity: 'warn' }],
  },
  {
    alert: 'RestoreDrillOld',
    story: 'the installation is half a day old',
    ...slow,
    input: [],
    at: '12h',
    fires: [],
  },
  {
    alert: 'RestoreDrillOld',
    story: 'there was one last week',
    ...slow,
    input: [{ series: DRILL, values: `0x10440 ${29 * DAY}x2520` }],
    at: '36d',
    fires: [],
  },
];
