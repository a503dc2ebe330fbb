import type { RuleGroup } from '../rules/rule.js';

const DAY = 86_400;
/** Limits of operators.md, Alerts and objectives. */
const CERTIFICATE_DAYS = 14;
const BACKUP_HOURS = 24;
const DRILL_DAYS = 35;

/** Never done, or its textfile lost, is as bad as long ago: a series that is not there compares with nothing. Neither side has labels. */
const oldOrUntold = (series: string, seconds: number): string => `time() - max(${series}) > ${seconds} or absent(${series})`;

/** What must be done from time to time, and the black-box view. */
export const UPKEEP: RuleGroup = {
  name: 'guildhall-upkeep',
  alerts: [
    {
      name: 'CanaryLost',
      severity: 'page',
      expr: 'max by (service, sink) (canary_age_seconds) > 30',
      holds: '30s',
      summary: '{{ $labels.service }}: a canary did not reach {{ $labels.sink }}',
      description: 'What is written does not arrive in {{ $labels.sink }}, whatever the other series say.',
      dashboard: 'platform',
      runbook: 'canary-lost',
    },
    {
      name: 'CertificateExpiring',
      severity: 'warn',
      expr: `min by (service, certificate) (certificate_expiry_timestamp_seconds) - time() < ${CERTIFICATE_DAYS * DAY}`,
      summary: '{{ $labels.service }}: the certificate {{ $labels.certificate }} ends soon',
      description: `It ends in less than ${CERTIFICATE_DAYS} days; connections that need it will be refused.`,
      dashboard: 'platform',
      runbook: 'certificate-expiring',
    },
    {
      name: 'BackupOld',
      severity: 'warn',
      expr: oldOrUntold('backup_last_success_timestamp_seconds', BACKUP_HOURS * 3_600),
      // A new installation has an hour to make its first one; a machine that restarts says nothing for minutes.
      holds: '1h',
      summary: 'The last good backup of the log is too old, or nothing tells of one',
      description: `No copy of the log was made and checked for more than ${BACKUP_HOURS} hours, or no series says when. The keys have a backup of their own.`,
      dashboard: 'platform',
      runbook: 'backup-old',
    },
    {
      name: 'RestoreDrillOld',
      severity: 'warn',
      expr: oldOrUntold('restore_drill_last_success_timestamp_seconds', DRILL_DAYS * DAY),
      // A day more or less does not matter to it, and a new installation has other work on its first.
      holds: '1d',
      summary: 'Nobody has restored a backup for too long, or nothing tells of it',
      description: `The last restore drill that succeeded was more than ${DRILL_DAYS} days ago, or no series says when: a backup that was never restored is a hope.`,
      dashboard: 'platform',
      runbook: 'restore-drill-old',
    },
  ],
};
