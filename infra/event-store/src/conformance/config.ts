const whole = (name: string, usual: number): number => {
  const text = process.env[name];
  if (text === undefined || text === '') return usual;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} takes a whole number above zero, not "${text}".`);
  return value;
};

/** How long the proofs of durability run; by environment, for a night of it. */
export const proofs = {
  /** SIGKILLs under load. */
  kills: whole('EVENT_STORE_KILLS', 20),
  /** Length of the soak. */
  soakSeconds: whole('EVENT_STORE_SOAK_SECONDS', 60),
  /** Seed of the load; printed with every failure. */
  seed: whole('EVENT_STORE_SEED', Math.floor(Math.random() * 0xffff_ffff) + 1),
} as const;
