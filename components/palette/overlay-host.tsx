'use client'

import { useEffect, useSyncExternalStore } from 'react'
import { useModelChoice } from '../models/use-model-choice'
import { useChatId } from '../navigation/chat-path'
import { overlays } from '../navigation/overlays'
import { SettingsDialog } from '../settings/settings-dialog'
import { CommandsDialog } from './commands-dialog'
import { ShortcutsDialog } from './shortcuts-dialog'
import { preloadLateParts } from './use-late-parts'
import { useShortcutKeys } from './use-shortcut-keys'

/** By then the page has long been drawn, and the parts that it needs first have loaded. */
const PRELOAD_AFTER_MS = 2_000

/** Shows the overlay that a key, the side bar or a command has opened. */
export function OverlayHost() {
  const chatId = useChatId()
  const shown = useSyncExternalStore(overlays.subscribe, overlays.shown, () => undefined)
  useShortcutKeys()

  useEffect(() => {
    const timer = setTimeout(preloadLateParts, PRELOAD_AFTER_MS)
    return () => {
      clearTimeout(timer)
    }
  }, [])

  switch (shown) {
    case undefined:
    // The menu of the models opens at its own button.
    case 'models':
      return null
    case 'commands':
      return <CommandsDialog />
    case 'shortcuts':
      return <ShortcutsDialog />
    case 'settings of the chat':
      return <SettingsOverlay chatId={chatId} />
    case 'settings for new chats':
      return <SettingsOverlay chatId={undefined} />
  }
}

/** The settings of a chat, or of new chats, opened by a command. */
function SettingsOverlay({ chatId }: { chatId: string | undefined }) {
  const { model } = useModelChoice(chatId)
  return model && <SettingsDialog chatId={chatId} model={model} onClose={overlays.close} />
}
