import type { MessagePart } from '@/lib/contract/message'
import { textLengthOf, textOf } from '@/lib/contract/message-text'
import { countTokensInSlices } from '@/lib/providers/tokens/count-in-slices'

/** How many messages' tokens are remembered. */
const MOST_REMEMBERED = 20_000

/** By message ID and length, since a text only grows, or ends. The longest unused come first. */
const remembered = new Map<string, number>()

/** How many tokens the text of a message has; counted once, if the message has an ID. */
export async function tokensOfMessage(
  { id, parts }: { id?: string; parts: readonly MessagePart[] },
  count: (text: string) => Promise<number> = countTokensInSlices,
): Promise<number> {
  const key = id === undefined ? undefined : `${id} ${textLengthOf(parts)}`
  const known = key === undefined ? undefined : remembered.get(key)
  const tokens = known ?? (await count(textOf(parts)))
  if (key !== undefined) remember(key, tokens)
  return tokens
}

function remember(key: string, tokens: number): void {
  remembered.delete(key)
  remembered.set(key, tokens)
  if (remembered.size <= MOST_REMEMBERED) return
  for (const oldest of remembered.keys()) {
    remembered.delete(oldest)
    return
  }
}
