import type { Pace } from './pace'
import type { SeededRandom } from './random'

/** A directive for one call of the provider, without its key. */
export function makeDirective(random: SeededRandom, { rates }: Pace): string {
  const tokens = random.integer(1, 40)
  const text = random.pick(['numbered', 'emoji', 'markdown'])
  const words = [`tokens=${tokens}`, `rate=${random.pick(rates)}`, `text=${text}`]
  if (text === 'emoji' && random.chance(0.5)) words.push('splitSurrogates=1')
  if (random.chance(0.3)) words.push('splitBytes=1')
  if (random.chance(0.2)) words.push(`reasoning=${random.integer(1, 5)}`)
  if (random.chance(0.3)) words.push(`delay=${random.integer(0, 100)}`)
  if (random.chance(0.2)) words.push(`finish=${random.pick(['length', 'content_filter'])}`)
  if (random.chance(0.3)) {
    const after = random.integer(0, tokens)
    words.push(
      random.pick([
        `cutAfter=${after}`,
        `errorAfter=${after}`,
        `endAfter=${after}`,
        `garbageAfter=${after}`,
        `silentAfter=${after}`,
        'silentAfter=0',
        'status=429',
        'status=500',
      ]),
    )
  }
  return words.join(' ')
}
