/** How deep signs may be nested: more than people write. */
const DEEPEST = 8

/** Repeats a step for the signs that it has laid bare. Pure. */
export function untilSettled(text: string, step: (text: string) => string): string {
  let before = text
  for (let depth = 0; depth < DEEPEST; depth++) {
    const after = step(before)
    if (after === before) break
    before = after
  }
  return before
}
