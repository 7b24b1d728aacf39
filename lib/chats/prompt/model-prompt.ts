import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import type { MessagePart } from '@/lib/contract/message'
import { rulesOf } from '@/lib/contract/parts/part-kinds'
import type { ModelContent } from '@/lib/contract/parts/part-rules'
import type { Continuation } from '@/lib/providers/call/provider'
import type { PathMessage } from './fit-context'

const GO_ON =
  'Your answer was cut off. Go on exactly where it stopped: repeat none of it, and say nothing about going on.'

/**
 * The path from the root as the model sees it, without empty answers and reasoning. Neighbours of one
 * role are joined by a blank line, since many models' templates refuse them. A path that ends with an
 * answer asks the model to go on with it, in the way that its vendor takes.
 */
export function modelPromptOf(
  path: readonly PathMessage[],
  { systemPrompt, continuation }: { systemPrompt?: string | undefined; continuation: Continuation },
): LanguageModelV4Prompt {
  const prompt: LanguageModelV4Prompt = systemPrompt
    ? [{ role: 'system', content: systemPrompt }]
    : []
  for (const { role, content } of turnsOf(path)) prompt.push({ role, content })
  if (prompt.at(-1)?.role === 'assistant' && continuation === 'instruction') {
    prompt.push({ role: 'user', content: [{ type: 'text', text: GO_ON }] })
  }
  return prompt
}

type Turn = { role: PathMessage['role']; content: ModelContent[] }

/** A message of blanks alone is left out: to vendors it is empty. */
function turnsOf(path: readonly PathMessage[]): Turn[] {
  const turns: Turn[] = []
  for (const { role, parts } of path) {
    const content = contentOf(parts)
    const last = turns.at(-1)
    if (content.every(isBlank)) continue
    if (last?.role === role) last.content = joined(last.content, content, '\n\n')
    else turns.push({ role, content })
  }
  return turns
}

/** The parts of a message that the model is shown; text that went on in another session is joined. */
function contentOf(parts: readonly MessagePart[]): ModelContent[] {
  return parts.reduce<ModelContent[]>(
    (content, part) => joined(content, rulesOf(part.type).toModel(part), ''),
    [],
  )
}

function isBlank({ text }: ModelContent): boolean {
  return text.trim() === ''
}

/** Two contents as one; `between` goes where the text of one meets that of the other. */
function joined(
  before: readonly ModelContent[],
  after: readonly ModelContent[],
  between: string,
): ModelContent[] {
  const last = before.at(-1)
  const [first, ...rest] = after
  if (!last || !first) return [...before, ...after]
  return [...before.slice(0, -1), { ...first, text: last.text + between + first.text }, ...rest]
}

/** The whole prompt as one text. */
export function textOfPrompt(prompt: LanguageModelV4Prompt): string {
  return prompt
    .flatMap(({ content }) =>
      typeof content === 'string'
        ? content
        : content.map((part) => (part.type === 'text' ? part.text : '')),
    )
    .join('\n')
}
