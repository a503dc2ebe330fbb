/** So many people, of whom so many are forgotten. */
export type CanarySize = Readonly<{ people: number; forgotten: number }>;

const VARIABLE = 'GUILDHALL_ERASURE_CANARY';
const USUAL: CanarySize = { people: 16, forgotten: 8 };

/** The goal of security.md, 1,000 and 500, takes minutes: it runs where the variable names how many people; half of them are forgotten. */
export const canarySize = (): CanarySize => {
  const asked = process.env[VARIABLE];
  if (asked === undefined || asked === '') {
    console.log(
      `erasure canary: ${String(USUAL.people)} people; ${VARIABLE}=1000 takes minutes and runs the goal of security.md`,
    );
    return USUAL;
  }
  if (!/^[1-9]\d{1,3}$/.test(asked))
    throw new Error(`${VARIABLE} has to be a number of people from 10 to 9999, for example 1000`);
  return { people: Number(asked), forgotten: Math.floor(Number(asked) / 2) };
};
