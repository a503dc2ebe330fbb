/** Where the platform under test is; `npm test -- journeys` sets these. */
export type JourneyConfig = Readonly<{ edgeUrl: string; outboxDir: string; controlUrl: string; dataDir: string }>;

const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the stories by "npm test -- journeys"`);
  return value;
};

export const journeyConfig = (): JourneyConfig => ({
  edgeUrl: required('GUILDHALL_EDGE_URL'),
  outboxDir: required('GUILDHALL_OUTBOX_DIR'),
  controlUrl: required('GUILDHALL_CONTROL_URL'),
  dataDir: required('GUILDHALL_DATA_DIR'),
});

/** The environment for a program that a story runs, with additions. */
export const environmentWith = (additions: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...additions,
});
