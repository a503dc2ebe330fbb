import type { Argument, Command, Option } from 'commander';

const INTRODUCTION = `# The operators' command line

Made from the commands by \`npm run generate -w @guildhall/cli\`; a spec sees to it that it fits them. Do not edit.

\`guildhall\` sees to a running platform by its HTTP interface, as an operator. In this repository: \`npm run guildhall -- <verb> …\` (it finds the local platform
and its first operator by itself); elsewhere: \`guildhall <verb> …\`.

| What | How |
|---|---|
| which platform | \`--url\`, or \`GUILDHALL_URL\`: the edge or Ingress, or \`http://guildhall-{service}\` within a cluster; certificates of an own authority by \`NODE_EXTRA_CA_CERTS\` |
| who | \`GUILDHALL_OPERATOR_EMAIL\` and \`GUILDHALL_OPERATOR_PASSWORD\`, or a JSON file \`{"email": "…", "password": "…"}\` by \`--credentials\` or \`GUILDHALL_CREDENTIALS_FILE\`; never an argument |
| step-up | the password is given again by itself where the platform asks for it; the session is ended at the end of each run |
| changes | need \`--reason\`; each is an event with actor and reason in the log of its service; \`--dry-run\` looks, says what would be sent, and changes nothing |
| patience | \`--patience <seconds>\` (10): how long an absent platform is waited for; a change is repeated under one Idempotency-Key |
| output | \`--output table\` or \`--output json\`: one document on standard output; progress and errors on standard error |
| exit codes | 0 all well, 1 a problem was found or the platform refused, 2 wrong usage |
| older platforms | a verb whose route the platform does not have says so and exits 1 |
`;

/** Explained once, in the introduction. */
const COMMON: readonly string[] = ['--output', '--url', '--credentials', '--patience'];

/** The page of all verbs: Markdown. */
export const referenceOf = (program: Command): string => `${[INTRODUCTION, ...sectionsOf(program, [])].join('\n')}\n`;

const sectionsOf = (command: Command, path: readonly string[]): readonly string[] =>
  command.commands.flatMap((child) => {
    const name = [...path, child.name()];
    if (child.commands.length > 0)
      return [`## ${name.join(' ')}\n\n${sentence(child.description())}\n`, ...sectionsOf(child, name)];
    return [sectionOf(child, name)];
  });

const sectionOf = (command: Command, name: readonly string[]): string => {
  const words = command.registeredArguments.map((argument) => `<${argument.name()}>`);
  const usage = ['guildhall', ...name, ...words, '[options]'].join(' ');
  const own = command.options.filter(({ long }) => !COMMON.includes(long ?? ''));
  const rows = [...command.registeredArguments.map(argumentRow), ...own.map(optionRow)];
  const heading = `${'#'.repeat(name.length + 1)} ${name.join(' ')}`;
  return [
    ...[heading, '', sentence(command.description()), '', '```', usage, '```', ''],
    ...(rows.length === 0 ? [] : ['| Option | Meaning | Default |', '|---|---|---|', ...rows, '']),
  ].join('\n');
};

const argumentRow = (argument: Argument): string => `| \`<${argument.name()}>\` | ${cell(argument.description)} | required |`;

const optionRow = ({ flags, description, mandatory, defaultValue, argChoices }: Option): string => {
  const choices = argChoices ? ` (${argChoices.join(', ')})` : '';
  return `| \`${flags}\` | ${cell(description)}${choices} | ${mandatory ? 'required' : defaultOf(defaultValue)} |`;
};

const defaultOf = (value: unknown): string => {
  if (value === undefined || value === false || (Array.isArray(value) && value.length === 0)) return '';
  return String(value);
};

const cell = (text: string): string => text.replaceAll('|', '\\|');
const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
