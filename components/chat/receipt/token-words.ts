import { counted } from '@/lib/locale/counted'
import { formatRoughly } from '@/lib/locale/format-figures'

/** A number of tokens in words: "about" so many, unless the provider counted them. */
export function tokenWords(count: number, estimated: boolean): string {
  return estimated
    ? counted(count, { one: 'about {count} token', other: 'about {count} tokens' })
    : counted(count, { one: '{count} token', other: '{count} tokens' })
}

/** A rough guess, as in "about 610 tokens". */
export function roughTokenWords(count: number): string {
  return counted(
    count,
    { one: 'about {count} token', other: 'about {count} tokens' },
    formatRoughly(count),
  )
}
