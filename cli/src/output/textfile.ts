import { renameSync, writeFileSync } from 'node:fs';

/** Series that the command line raises, with their help: no process runs on after a backup, so a file tells of it. */
export const FILE_SERIES = {
  backup_last_success_timestamp_seconds: 'End of the last backup that was verified',
  restore_drill_last_success_timestamp_seconds: 'End of the last restore drill',
} as const;
export type FileSeries = keyof typeof FILE_SERIES;

/**
 * Writes when something succeeded last, for the textfile collector of Prometheus' node_exporter (file `*.prom`). The file is replaced as a
 * whole: a scrape sees the old one or the new one.
 */
export const writeTimestamp = (file: string, name: FileSeries, at: Date): void => {
  const draft = `${file}.${String(process.pid)}`;
  writeFileSync(
    draft,
    [`# HELP ${name} ${FILE_SERIES[name]}`, `# TYPE ${name} gauge`, `${name} ${String(at.getTime() / 1_000)}`, ''].join('\n'),
  );
  renameSync(draft, file);
};
