import { useModelChoice } from '../models/use-model-choice'
import { overlays } from '../navigation/overlays'
import { SettingsDialog } from '../settings/settings-dialog'

/** The settings of a chat, or of new chats, opened by a command. */
export function SettingsOverlay({ chatId }: { chatId: string | undefined }) {
  const { model } = useModelChoice(chatId)
  return model && <SettingsDialog chatId={chatId} model={model} onClose={overlays.close} />
}
