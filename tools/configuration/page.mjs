import { READ_ELSEWHERE } from './read-elsewhere.mjs';

const cell = (text) => text.replaceAll('|', '\\|');
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

const fallbackOf = ({ fallback }) => {
  if (fallback === undefined) return 'must be given';
  return fallback === null ? 'none' : `\`${fallback}\``;
};
const secretOf = ({ secret }) => (secret ? 'yes' : '');

const ofService = (variables) =>
  table(
    ['Variable', 'Takes', 'Default', 'Secret', 'Roles', 'Meaning', 'Production refuses'],
    variables.map((row) => [
      `\`${row.variable}\``,
      row.takes,
      fallbackOf(row),
      secretOf(row),
      row.roles,
      row.meaning,
      row.refused,
    ]),
  );
const ofProgram = (variables) =>
  table(
    ['Variable', 'Takes', 'Default', 'Secret', 'Meaning'],
    variables.map((row) => [`\`${row.variable}\``, row.takes, fallbackOf(row), secretOf(row), row.meaning]),
  );

const services = (byService) => {
  const none = Object.keys(byService).filter((service) => byService[service].length === 0);
  const own = Object.entries(byService).filter(([, variables]) => variables.length > 0);
  return [
    ...own.flatMap(([service, variables]) => [
      `## ${service}`,
      '',
      'Beside those of every service:',
      '',
      ofService(variables),
      '',
    ]),
    `${none.join(', ')} read nothing beside those of every service.`,
  ].join('\n');
};

/** The page docs/configuration.md. */
export const pageOf = ({ every, services: byService, eventStore, commandLine, localPlatform, paymentSandbox }) => `# Configuration

Made by \`npm run configuration\` from the classes that read it; change names, defaults and descriptions there. \`npm test\` compares.

- A program reads its variables once, at the start, and says everything that is wrong in one go; a service then ends with code 78.
- \`NAME_FILE\` names a file whose content, without line feeds at its end, is \`NAME\`: for every variable of a service. So mounted secrets stay out
  of the environment. Both together are refused.
- Secrets have no default. *Roles* says in which roles a variable counts; every role checks all of them.
- *Production refuses*: with \`NODE_ENV=production\`, which images set. The values are tried by a spec.
- On Kubernetes [the chart](../deploy/chart) sets them; its values are in its own table.

## Every service

${ofService(every)}

${services(byService)}

## Read by Node or a library

${table(
  ['Variable', 'Meaning'],
  Object.entries(READ_ELSEWHERE).map(([variable, meaning]) => [`\`${variable}\``, meaning]),
)}

The chart hands over some variables more, for externals that no service speaks to yet: [unproven](operators/unproven.md) lists them.

## The embedded event store

Flags win over variables, variables over the file of \`--config\`: [infra/event-store](../infra/event-store). It does not start where it can be reached from
elsewhere without a certificate and an administrator, unless \`EVENTSTORE_INSECURE\` says so.

${ofProgram(eventStore)}

## The operators' command line

[Its verbs](operators/command-line.md); in this repository \`npm run guildhall\` sets all of them for the local platform.

${ofProgram(commandLine)}

## The local platform

\`npm start\`, [infra/local](../infra/local). It makes what the services need, secrets included.

${ofProgram(localPlatform)}

## The payment sandbox

Stands in for a payment provider and moves no real money, so it refuses \`NODE_ENV=production\` altogether.

${ofProgram(paymentSandbox)}
`;
