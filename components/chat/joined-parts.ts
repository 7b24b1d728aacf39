import type { MessagePart } from '@/lib/contract/message'

/** The parts as they read: text that went on in another session belongs to the text before it. */
export function joinedParts(parts: readonly MessagePart[]): MessagePart[] {
  const joined: MessagePart[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (part.type === 'text' && last?.type === 'text') {
      joined[joined.length - 1] = { ...part, text: last.text + part.text }
    } else joined.push(part)
  }
  return joined
}
