/** Coefficients of Lanczos' approximation of ln Γ (g = 7, n = 9), relative error below 1e-13. Source: Press et al., Numerical Recipes, ch. 6. */
const LANCZOS = [
  0.999_999_999_999_809_9, 676.520_368_121_885_1, -1_259.139_216_722_402_8, 771.323_428_777_653_1, -176.615_029_162_140_6, 12.507_343_278_686_905,
  -0.138_571_095_265_720_12, 9.984_369_578_019_572e-6, 1.505_632_735_149_311_6e-7,
] as const; // prettier-ignore

const logGamma = (x: number): number => {
  const shifted = x - 1;
  const base = shifted + 7.5;
  const sum = LANCZOS.slice(1).reduce<number>(
    (total, coefficient, index) => total + coefficient / (shifted + index + 1),
    LANCZOS[0],
  );
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(sum);
};

const TINY = 1e-300;

/** Continued fraction of the incomplete beta function by Lentz' method. */
const fraction = (a: number, b: number, x: number): number => {
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < TINY ? TINY : d);
  let result = d;
  for (let m = 1; m <= 500; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let step = 1;
    for (const term of [even, odd]) {
      d = 1 + term * d;
      d = 1 / (Math.abs(d) < TINY ? TINY : d);
      c = 1 + term / c;
      c = Math.abs(c) < TINY ? TINY : c;
      step = d * c;
      result *= step;
    }
    if (Math.abs(step - 1) < 1e-15) return result;
  }
  return result;
};

/** Regularised incomplete beta function: the distribution function of Beta(a, b) at x. */
export const betaCdf = (x: number, a: number, b: number): number => {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  return x < (a + 1) / (a + b + 2) ? (front * fraction(a, b, x)) / a : 1 - (front * fraction(b, a, 1 - x)) / b;
};

/**
 * Quantile of Beta(a, b) by bisection to 1e-12: deterministic on every machine with IEEE 754 doubles. Ours, because the well-kept
 * library for it (`@stdlib/stats-base-dists-beta-quantile`) brings 230 packages, and domains import the kernel alone; the spec holds its
 * values against ours.
 */
export const betaQuantile = (p: number, a: number, b: number): number => {
  let [low, high] = [0, 1];
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (betaCdf(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};
