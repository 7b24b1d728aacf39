import { nextTurn } from '@/lib/platform/turns'
import { countTokens } from './count-tokens'

/** Up to 600 characters that end before a space, or 200 if there is none: 10 ms at the slowest. */
const SLICES = /[\s\S]{1,600}(?=\s)|[\s\S]{1,200}/g

/** How many slices of a text are counted: 30,000 characters, or 10,000 without a space. */
const MOST_SLICES = 50

/** How many characters are counted between two turns of the event loop. */
const CHARACTERS_A_TURN = 600

/**
 * Counts the tokens of a text like {@link countTokens}, without holding the process up. For a long
 * text that is an estimate from slices spread evenly over it, as many as can be counted in half a
 * second at the slowest.
 */
export async function countTokensInSlices(text: string): Promise<number> {
  const slices = text.match(SLICES) ?? []
  const every = Math.max(1, slices.length / MOST_SLICES)
  let tokens = 0
  let characters = 0
  let sinceTurn = 0
  for (let next = 0; next < slices.length; next += every) {
    const slice = slices[Math.floor(next)] ?? ''
    if (sinceTurn + slice.length > CHARACTERS_A_TURN && sinceTurn > 0) {
      await nextTurn()
      sinceTurn = 0
    }
    tokens += countTokens(slice)
    characters += slice.length
    sinceTurn += slice.length
  }
  return characters === text.length ? tokens : Math.round(tokens * (text.length / characters))
}
