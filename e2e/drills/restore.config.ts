/** Where the restore drill has its own platform; null: it was not asked for. */
export type RestoreDrill = Readonly<{ offset: number }>;

/**
 * The drill brings a platform up three times, minutes on a busy machine, and loses its data: `npm test -- restore` names a
 * free port offset in `GUILDHALL_RESTORE_DRILL`, whose data folder it empties.
 */
export const restoreDrill = (): RestoreDrill | null => {
  const offset = process.env['GUILDHALL_RESTORE_DRILL'];
  if (offset === undefined || offset === '') return null;
  if (!/^[1-9]\d{2,4}$/.test(offset)) throw new Error('GUILDHALL_RESTORE_DRILL has to be a free port offset, for example 5700');
  return { offset: Number(offset) };
};

/** Points the stories' helpers at the drill's platform; the control endpoint moves with each start. */
export const playOn = (platform: Readonly<{ edgeUrl: string; outboxDir: string; dataDir: string; controlUrl: string }>): void => {
  process.env['GUILDHALL_EDGE_URL'] = platform.edgeUrl;
  process.env['GUILDHALL_OUTBOX_DIR'] = platform.outboxDir;
  process.env['GUILDHALL_DATA_DIR'] = platform.dataDir;
  process.env['GUILDHALL_CONTROL_URL'] = platform.controlUrl;
};
