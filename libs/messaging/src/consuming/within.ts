/** Resolves `done` when the promise settled, whatever its outcome, or `late` after the time; the promise goes on by itself then. */
export const settledWithin = async (promise: Promise<unknown>, milliseconds: number): Promise<'done' | 'late'> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), milliseconds)));
  const outcome = await Promise.race([
    promise.then(
      () => 'done' as const,
      () => 'done' as const,
    ),
    late,
  ]);
  clearTimeout(timer);
  return outcome;
};
