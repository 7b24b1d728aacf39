import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import { textOf } from '@/lib/contract/message-text'
import type { MessageRecord } from '@/lib/db/database'

/** What the model sees: the path from the root, empty answers and reasoning left out. */
export function modelPromptOf(
  path: readonly Pick<MessageRecord, 'role' | 'parts'>[],
  systemPrompt?: string,
): LanguageModelV4Prompt {
  const prompt: LanguageModelV4Prompt = systemPrompt
    ? [{ role: 'system', content: systemPrompt }]
    : []
  for (const { role, parts } of path) {
    const text = textOf(parts)
    if (text !== '') prompt.push({ role, content: [{ type: 'text', text }] })
  }
  return prompt
}
