import { useModelChoice } from '../models/use-model-choice'
import { useUnreachableProviders } from '../session/hooks/use-models'
import { Mark } from '../ui/mark'
import { unreachableWords } from './unreachable-words'

/**
 * Says which providers cannot be reached: before a new chat, and wherever there is no model to ask. In a
 * chat that has a model, the note would be in the way.
 */
export function UnreachableNote({ chatId }: { chatId: string | undefined }) {
  const { model } = useModelChoice(chatId)
  const unreachable = useUnreachableProviders()
  const isShown = unreachable.length > 0 && (chatId === undefined || model === undefined)
  return (
    <output className="block text-sm">
      {isShown && (
        <span className="flex items-center gap-2 border-b border-line px-4 py-2 text-muted">
          <Mark tone="stopped" />
          <span className="min-w-0 wrap-anywhere">
            {unreachableWords(unreachable, model !== undefined)}
          </span>
        </span>
      )}
    </output>
  )
}
