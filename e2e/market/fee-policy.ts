export type FeePolicies = Readonly<{
  items: readonly Readonly<{ policyVersion: string; effectiveFrom: string; state: string; rules: object }>[];
}>;

/** The rules of the first published policy. */
export const rulesOfPolicy = (items: FeePolicies['items']): object => {
  const published = items.find(({ state }) => state === 'published');
  if (!published) throw new Error('No fee policy is published');
  return published.rules;
};
