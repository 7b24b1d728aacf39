import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import { textOf } from '@/lib/contract/message-text'
import type { MessageRecord } from '@/lib/db/messages'
import type { Continuation } from '@/lib/providers/provider'

const GO_ON =
  'Your answer was cut off. Go on exactly where it stopped: repeat none of it, and say nothing about going on.'

/**
 * What the model sees: the path from the root, empty answers and reasoning left out. Roles take
 * turns, since many models' templates refuse two of one role: such neighbours become one, joined by
 * a blank line. A path that ends with an answer asks the model to go on with it, in the way its
 * vendor takes.
 */
export function modelPromptOf(
  path: readonly Pick<MessageRecord, 'role' | 'parts'>[],
  { systemPrompt, continuation }: { systemPrompt?: string | undefined; continuation: Continuation },
): LanguageModelV4Prompt {
  const prompt: LanguageModelV4Prompt = systemPrompt
    ? [{ role: 'system', content: systemPrompt }]
    : []
  for (const { role, texts } of turnsOf(path)) {
    prompt.push({ role, content: [{ type: 'text', text: texts.join('\n\n') }] })
  }
  if (prompt.at(-1)?.role === 'assistant' && continuation === 'instruction') {
    prompt.push({ role: 'user', content: [{ type: 'text', text: GO_ON }] })
  }
  return prompt
}

type Turn = { role: MessageRecord['role']; texts: string[] }

/** A message of blanks alone is none, as vendors see it. */
function turnsOf(path: readonly Pick<MessageRecord, 'role' | 'parts'>[]): Turn[] {
  const turns: Turn[] = []
  for (const { role, parts } of path) {
    const text = textOf(parts)
    const last = turns.at(-1)
    if (text.trim() === '') continue
    if (last?.role === role) last.texts.push(text)
    else turns.push({ role, texts: [text] })
  }
  return turns
}

/** All that the model is asked, as one text. */
export function textOfPrompt(prompt: LanguageModelV4Prompt): string {
  return prompt
    .flatMap(({ content }) =>
      typeof content === 'string'
        ? content
        : content.map((part) => (part.type === 'text' ? part.text : '')),
    )
    .join('\n')
}
