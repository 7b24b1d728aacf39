import { useSyncExternalStore } from 'react'
import { FullstopError } from '@/client/error'
import type { ModelInfo } from '@/lib/contract/model'
import { useModels } from '../session/hooks/use-models'
import { useThreadPart } from '../session/hooks/use-thread'
import { useSession } from '../session/session-provider'
import { NEW_CHAT_DRAFT } from '../writing/drafts'
import { modelChoices } from './model-choices'

type ModelChoice = {
  models: ModelInfo[]
  /** The model that gets the next question; undefined while the models load. */
  model: ModelInfo | undefined
  choose: (modelId: string) => void
}

/** The model of this chat: the one that was picked, else the chat's own, else the default. */
export function useModelChoice(chatId: string | undefined): ModelChoice {
  const { api, chats } = useSession()
  const models = useModels()
  const ofChat = useThreadPart(chatId, (_thread, chat) => chat?.model)
  const key = chatId ?? NEW_CHAT_DRAFT
  const picked = useSyncExternalStore(
    modelChoices.subscribe,
    () => modelChoices.get(key),
    () => undefined,
  )
  const find = (id: string | null | undefined) => models.find((model) => model.id === id)

  const save = async (modelId: string) => {
    if (chatId === undefined || chats.get(chatId) === undefined) return
    try {
      chats.take(await api.updateChat(chatId, { model: modelId }))
      if (modelChoices.get(key) === modelId) modelChoices.set(key, undefined)
    } catch (error) {
      // Not saved: the choice stays here and goes with the next question.
      if (!(error instanceof FullstopError)) throw error
    }
  }

  return {
    models,
    model: find(picked) ?? find(ofChat) ?? models.find((model) => model.default) ?? models[0],
    choose(modelId) {
      modelChoices.set(key, modelId)
      void save(modelId)
    },
  }
}
