/** Where the running platform is; the client of `market/` reads these names. */
export type PlatformPlace = Readonly<{ edgeUrl: string; outboxDir: string; controlUrl: string; dataDir: string }>;

/** Tells the platform's place to everything in this process that reads it from the environment. */
export const announcePlatform = ({ edgeUrl, outboxDir, controlUrl, dataDir }: PlatformPlace): void => {
  process.env['GUILDHALL_EDGE_URL'] = edgeUrl;
  process.env['GUILDHALL_OUTBOX_DIR'] = outboxDir;
  process.env['GUILDHALL_CONTROL_URL'] = controlUrl;
  process.env['GUILDHALL_DATA_DIR'] = dataDir;
};

/** The environment of a program that a bench starts. */
export const environmentWith = (additions: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  KAFKAJS_NO_PARTITIONER_WARNING: '1',
  ...additions,
});
