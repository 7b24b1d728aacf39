const SEED = Number(process.env['PROPERTY_SEED'] ?? 1)
const TIMES = Number(process.env['PROPERTY_TIMES'] ?? 1)

/**
 * The parameters of a property that tries this many examples: the same ones each time, so that a failure
 * comes from a change. `npm run test:long` draws many more, from a new seed.
 */
export function fromSeed(runs = 100): { seed: number; numRuns: number } {
  return { seed: SEED, numRuns: runs * TIMES }
}

/** Numbers from 0 to below 1: the same ones for the same name, until `npm run test:long` draws others. */
export function numbersFromSeed(name: string): () => number {
  let state = SEED
  for (const character of name) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193)
  return () => {
    // A step of Marsaglia's xorshift, whose state must not be 0.
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state ||= 1
    return (state >>> 0) / 2 ** 32
  }
}
