/** Slices of a measurement and its limit, one after the other: what else the machine does falls on both. */
const ROUNDS = 4;

type Rate = () => Promise<number>;

/** Means of two rates, measured in turns; `seconds` is the time that each gets in all. */
export const inTurns = async (
  seconds: number,
  measured: (seconds: number) => Promise<number>,
  limit: (seconds: number) => Promise<number>,
): Promise<Readonly<{ value: number; limit: number }>> => {
  const slice = Math.max(1, seconds / ROUNDS);
  return taken(
    () => measured(slice),
    () => limit(slice),
  );
};

/** The same for work that takes its own time. */
export const taken = async (measured: Rate, limit: Rate): Promise<Readonly<{ value: number; limit: number }>> => {
  let [value, bare] = [0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    value += await measured();
    bare += await limit();
  }
  return { value: value / ROUNDS, limit: bare / ROUNDS };
};
