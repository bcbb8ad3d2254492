export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** Pairs of steps and gradient changes that are remembered. */
const MEMORY = 10;
const ITERATIONS = 200;
/** Stop when no part of the gradient is larger than this share of the value (or of 1). */
const TOLERANCE = 1e-6;
/** A step must lower the value by this part of what its slope promises (Armijo). */
const SUFFICIENT = 1e-4;

/** Step, gradient change, and 1 / their product. */
interface Curvature {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly rho: number;
}

/**
 * Minimises a smooth function by L-BFGS with backtracking (Nocedal & Wright, Numerical Optimization, algorithm 7.4).
 * @returns where it stopped: a minimum, or the best point after 200 steps
 */
export function minimize(evaluate: (x: Float64Array) => Evaluation, start: Float64Array): Float64Array {
  let x = start;
  let here = evaluate(x);
  const memory: Curvature[] = [];
  for (let i = 0; i < ITERATIONS && !isFlat(here); i++) {
    const next = search(evaluate, x, here, descentDirection(here.gradient, memory));
    if (!next) return x;
    const step = next.x.map((value, k) => value - x[k]!);
    const change = next.at.gradient.map((value, k) => value - here.gradient[k]!);
    const product = dot(step, change);
    if (product > 0) memory.push({ step, change, rho: 1 / product });
    if (memory.length > MEMORY) memory.shift();
    [x, here] = [next.x, next.at];
  }
  return x;
}

const isFlat = ({ value, gradient }: Evaluation): boolean =>
  gradient.every((part) => Math.abs(part) <= TOLERANCE * Math.max(1, Math.abs(value)));

/** -H gradient, H being the inverse of the curvature remembered. */
function descentDirection(gradient: Float64Array, memory: readonly Curvature[]): Float64Array {
  let direction = gradient.map((part) => -part);
  const used: number[] = [];
  for (const { step, change, rho } of memory.toReversed()) {
    const alpha = rho * dot(step, direction);
    used.unshift(alpha);
    direction = direction.map((value, k) => value - alpha * change[k]!);
  }
  const last = memory.at(-1);
  const scale = last ? dot(last.step, last.change) / dot(last.change, last.change) : 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)));
  direction = direction.map((value) => value * scale);
  memory.forEach(({ step, change, rho }, i) => {
    const beta = rho * dot(change, direction);
    direction = direction.map((value, k) => value + (used[i]! - beta) * step[k]!);
  });
  return direction;
}

/** The first point along `direction`, halving the step, that lowers the value enough; undefined if none does. */
function search(evaluate: (x: Float64Array) => Evaluation, x: Float64Array, here: Evaluation, direction: Float64Array) {
  const slope = dot(here.gradient, direction);
  for (let step = 1; step > 1e-12; step /= 2) {
    const point = x.map((value, k) => value + step * direction[k]!);
    const at = evaluate(point);
    if (at.value <= here.value + SUFFICIENT * step * slope) return { x: point, at };
  }
  return undefined;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
