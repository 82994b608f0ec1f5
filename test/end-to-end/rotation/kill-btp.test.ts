import { describe, expect, test } from 'vitest';
import { btpIssuer } from './btp-issuer.ts';
import { chosen, dieAt, pointsOf, SCENARIOS } from './kill-matrix.ts';

const OPTIONS = { startIssuer: btpIssuer };

describe('a rotation of API credentials of XSUAA that dies at any of its side effects', () => {
  test.each(SCENARIOS)('$name', { timeout: 600_000 }, async (scenario) => {
    const points = chosen(await pointsOf(scenario, OPTIONS));
    const wrong: string[] = [];
    for (const point of points) {
      const found = await dieAt(scenario, point, OPTIONS);
      wrong.push(...found.map((what) => `${point.death} side effect ${point.at}: ${what}`));
    }
    expect(wrong).toEqual([]);
    expect(points.length).toBeGreaterThan(0);
  });
});
