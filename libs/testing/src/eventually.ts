/** Waits until `probe` answers something other than undefined or false; rejects with the last answer after the deadline (default 10 s). */
export const eventually = async <T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  deadlineMs = 10_000,
): Promise<T> => {
  const end = Date.now() + deadlineMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== false) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`Not within ${deadlineMs} ms: ${what}; last: ${String(last)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
