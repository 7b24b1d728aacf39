import type { ChatSettings } from '@/lib/contract/chat'
import { reasoningEfforts, type ReasoningEffort } from '@/lib/contract/reasoning-effort'

export const effortTitles: Record<ReasoningEffort, string> = {
  none: 'Not at all',
  low: 'A little',
  medium: 'Some',
  high: 'A lot',
}

/** The settings in a form. An empty field leaves its setting to the model. */
export function settingsOfForm(form: FormData): ChatSettings {
  const text = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }
  const number = (name: string) => (text(name) === '' ? undefined : Number(text(name)))
  const systemPrompt = text('systemPrompt')
  const temperature = number('temperature')
  const maxOutputTokens = number('maxOutputTokens')
  const reasoningEffort = reasoningEfforts.find((effort) => effort === text('reasoningEffort'))
  return {
    ...(systemPrompt !== '' && { systemPrompt }),
    ...(temperature !== undefined && { temperature }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(reasoningEffort !== undefined && { reasoningEffort }),
  }
}
