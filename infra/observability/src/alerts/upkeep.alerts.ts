import type { RuleGroup } from '../rules/rule.js';

const DAY = 86_400;
/** Limits of operators.md, Alerts and objectives. */
const CERTIFICATE_DAYS = 14;
const BACKUP_HOURS = 24;
const DRILL_DAYS = 35;

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
      expr: `time() - max(backup_last_success_timestamp_seconds) > ${BACKUP_HOURS * 3_600}`,
      holds: '5m',
      summary: 'The last good backup is too old',
      description: `No backup of log, keys and files was verified for more than ${BACKUP_HOURS} hours.`,
      dashboard: 'platform',
      runbook: 'backup-old',
    },
    {
      name: 'RestoreDrillOld',
      severity: 'warn',
      expr: `time() - max(restore_drill_last_success_timestamp_seconds) > ${DRILL_DAYS * DAY}`,
      holds: '5m',
      summary: 'Nobody has restored a backup for too long',
      description: `The last restore drill that succeeded was more than ${DRILL_DAYS} days ago: a backup that was never restored is a hope.`,
      dashboard: 'platform',
      runbook: 'restore-drill-old',
    },
  ],
};
