import { longFlag, rowOf, shownFlag } from './names.js';
import { ABOUT_SOURCES, OPTION_NAMES } from './option-table.js';

const INDENT = ' '.repeat(6);

/** The text of `--help`. `commands` are what may stand instead of options. */
export function helpText(commands: readonly string[]): string {
  const options = OPTION_NAMES.map(rowOf).map((row) => {
    const { variable, secret, reader, description, fallback } = row;
    const head = secret ? `  ${variable}  (never a flag)` : `  ${shownFlag(row)} ${reader.takes}  (${variable})`;
    return `${head}\n${INDENT}${description}${fallback === undefined ? '' : ` Default: ${String(fallback)}.`}`;
  });
  return [
    'A server of the EventStoreDB protocol, semantics of version 23.10.',
    '',
    'Usage: event-store [options]',
    ...commands.map((usage) => `       event-store ${usage}`),
    '',
    'Options (flag, then variable; flags win over variables, variables over the file of --config):',
    ...options,
    '',
    'Every option is also a flag by its variable (--node-port) and a name in the file (NodePort).',
  ].join('\n');
}

/** The README's table of options, in Markdown. */
export function optionsTable(): string {
  const rows = OPTION_NAMES.map((name) => {
    const row = rowOf(name);
    const flags = row.secret
      ? '–'
      : [...new Set([shownFlag(row), longFlag(row.variable)])].map((flag) => `\`${flag}\``).join(' ');
    const older = (row.older ?? []).map((each) => `, \`${each}\``).join('');
    const fallback = row.fallback === undefined ? '–' : `\`${String(row.fallback)}\``;
    const script = ABOUT_SOURCES.some((each) => each === name) ? '–' : `\`${name}\``;
    const cells = [`\`${row.variable}\`${older}`, flags, script, fallback, row.description];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return ['| Variable | Flag | JavaScript | Default | Meaning |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}
