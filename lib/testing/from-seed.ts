const SEED = Number(process.env['PROPERTY_SEED'] ?? 1)
const TIMES = Number(process.env['PROPERTY_TIMES'] ?? 1)

/**
 * The parameters of a property that tries this many examples: the same ones each time, so that what
 * fails is what was changed. `npm run test:long` draws many more, from a new seed.
 */
export function fromSeed(runs = 100): { seed: number; numRuns: number } {
  return { seed: SEED, numRuns: runs * TIMES }
}
