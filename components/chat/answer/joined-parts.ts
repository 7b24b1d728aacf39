import type { MessagePart } from '@/lib/contract/message'
import { rulesOf } from '@/lib/contract/parts/part-kinds'

/** The parts as they read: text that went on in another session belongs to the text before it. */
export function joinedParts(parts: readonly MessagePart[]): MessagePart[] {
  const joined: MessagePart[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    const { isText, grow, textOf } = rulesOf(part.type)
    if (isText && last?.type === part.type) joined[joined.length - 1] = grow(last, textOf(part))
    else joined.push(part)
  }
  return joined
}
