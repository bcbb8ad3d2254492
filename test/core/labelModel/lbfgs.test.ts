import assert from "node:assert/strict";
import { minimize } from "../../../src/core/labelModel/lbfgs";

describe("minimize", () => {
  it("finds the minimum of Rosenbrock's valley", () => {
    const rosenbrock = (point: Float64Array) => {
      const [x, y] = [point[0]!, point[1]!];
      const value = (1 - x) ** 2 + 100 * (y - x * x) ** 2;
      return { value, gradient: Float64Array.of(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)) };
    };
    minimize(rosenbrock, Float64Array.of(-1.2, 1)).forEach((part) => assert.ok(Math.abs(part - 1) < 1e-5));
  });

  it("stays where the gradient is 0", () => {
    const flat = () => ({ value: 3, gradient: new Float64Array(2) });
    assert.deepEqual(minimize(flat, Float64Array.of(1, 2)), Float64Array.of(1, 2));
  });

  it("finds the minimum of a long, bent bowl in many dimensions", () => {
    const bowl = (x: Float64Array) => ({
      value: x.reduce((sum, part, k) => sum + ((k + 1) * (part - k) ** 2) / 2, 0),
      gradient: x.map((part, k) => (k + 1) * (part - k)),
    });
    minimize(bowl, new Float64Array(50)).forEach((part, k) => assert.ok(Math.abs(part - k) < 1e-3));
  });
});
