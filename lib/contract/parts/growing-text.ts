import type { PartRules, TextKind } from './part-rules'

/** A part whose text grows, as it is stored and as the wire carries it. */
export type GrowingText<Kind extends TextKind> = {
  type: Kind
  text: string
  state?: 'streaming' | 'done'
}

/** The rules of such a kind that the others do not share. */
type OwnRules<Kind extends TextKind> = Pick<
  PartRules<GrowingText<Kind>>,
  'isText' | 'isThought' | 'toModel'
>

/** The rules of a kind whose parts are a text that grows. */
export function growingText<Kind extends TextKind>(
  type: Kind,
  own: OwnRules<Kind>,
): PartRules<GrowingText<Kind>> {
  const open = `${type}-start` as const
  const grow = `${type}-delta` as const
  const close = `${type}-end` as const
  // The AI SDK uses the same names for vendors' parts and for the chunks that its clients read.
  const types = { open, grow, close }
  return {
    ...own,
    vendorTypes: types,
    chunkTypes: types,
    is: (value): value is GrowingText<Kind> => 'text' in value && typeof value.text === 'string',
    open: () => ({ type, text: '', state: 'streaming' }),
    grow: (part, delta) => ({ ...part, text: part.text + delta }),
    close: (part) => (part.state === 'streaming' ? { ...part, state: 'done' } : part),
    cut(part, length) {
      const text = part.text.slice(0, length)
      return text === '' ? undefined : { ...part, text }
    },
    textOf: ({ text }) => text,
    openChunk: (id) => ({ type: open, id }),
    growChunk: (id, delta) => ({ type: grow, id, delta }),
    closeChunk: (id) => ({ type: close, id }),
  }
}
