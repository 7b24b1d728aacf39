import {
  ArrowDown,
  ArrowUp,
  Bot,
  ChevronDown,
  ChevronUp,
  CircleUserRound,
  Copy,
  Keyboard,
  Monitor,
  Moon,
  PanelLeft,
  SlidersHorizontal,
  SquarePen,
  Sun,
  TextCursorInput,
  type LucideIcon,
} from 'lucide-react'
import { changePreferences, type Preferences } from '@/lib/client/browser/preferences'
import { focusQuestion } from '../composer/focus-question'
import { useModelChoice } from '../models/use-model-choice'
import { ACCOUNT_PATH } from '../navigation/account-path'
import { useChatId } from '../navigation/chat-path'
import { overlays } from '../navigation/overlays'
import { useThreadPart } from '../session/hooks/use-thread'
import { useOffersKeys } from '../shortcuts/key-offers'
import type { PageShortcut } from '../shortcuts/pressed-shortcut'
import { shortcuts } from '../shortcuts/shortcuts'
import type { CloseAnd, PaletteCommand } from './palette-command'
import { usePageActions } from './use-page-actions'

const appearances: { chosen: Preferences['appearance']; title: string; Icon: LucideIcon }[] = [
  { chosen: 'light', title: 'Appearance: light', Icon: Sun },
  { chosen: 'dark', title: 'Appearance: dark', Icon: Moon },
  { chosen: 'system', title: 'Appearance: system', Icon: Monitor },
]

/** Words for which a person may look in a chat's settings. */
const SETTINGS_WORDS = 'keep going when i leave system prompt thinking temperature'

/** Words for which a person may look on the page of the account. */
const ACCOUNT_WORDS =
  'sign in sign out log in logout settings preferences when i stop export download ' +
  'password devices api keys tokens budget delete everything'

/** The commands of this page, except those that stop answers. */
export function usePageCommands(closeAnd: CloseAnd): PaletteCommand[] {
  const chatId = useChatId()
  const { model } = useModelChoice(chatId)
  const status = useThreadPart(chatId, (thread) => thread.status)
  const actions = usePageActions()
  const offersKeys = useOffersKeys()
  const command = (
    title: string,
    Icon: LucideIcon,
    action: () => void,
    more: Pick<PaletteCommand, 'words' | 'keys'> = {},
  ): PaletteCommand => ({
    id: title,
    title,
    icon: <Icon aria-hidden="true" size={16} />,
    run: () => {
      closeAnd(action)
    },
    ...more,
  })
  /** The command that does the same as a shortcut, if that can do something now. */
  const byKey = (shortcut: PageShortcut, title: string, Icon: LucideIcon, words?: string) => {
    const action = actions[shortcut]
    const [keys] = shortcuts[shortcut].keys
    return action
      ? [command(title, Icon, action, { keys, ...(words !== undefined && { words }) })]
      : []
  }
  const show = (overlay: Parameters<typeof overlays.show>[0]) => () => {
    overlays.show(overlay)
  }

  return [
    ...byKey('newChat', 'New chat', SquarePen),
    ...(status === 'missing'
      ? []
      : [command('Go to the question', TextCursorInput, focusQuestion, { words: 'write focus' })]),
    ...byKey('pickModel', 'Choose a model', Bot, 'pick'),
    ...byKey('copyAnswer', 'Copy the last answer', Copy),
    ...byKey('previousQuestion', 'Previous question', ArrowUp, 'jump'),
    ...byKey('nextQuestion', 'Next question', ArrowDown, 'jump'),
    ...byKey('previousChat', 'Previous chat', ChevronUp, 'above'),
    ...byKey('nextChat', 'Next chat', ChevronDown, 'below'),
    ...byKey('sideBar', 'Sidebar', PanelLeft, 'show hide fold'),
    ...(chatId !== undefined && status === 'ready' && model
      ? [
          command('Settings for this chat', SlidersHorizontal, show('settings of the chat'), {
            words: SETTINGS_WORDS,
          }),
        ]
      : []),
    ...(model
      ? [
          command('Settings for new chats', SlidersHorizontal, show('settings for new chats'), {
            words: `${SETTINGS_WORDS} defaults preferences`,
          }),
        ]
      : []),
    ...appearances.map(({ chosen, title, Icon }) =>
      command(
        title,
        Icon,
        () => {
          changePreferences({ appearance: chosen })
        },
        { words: 'theme mode colours' },
      ),
    ),
    command(
      'Account',
      CircleUserRound,
      () => {
        location.assign(ACCOUNT_PATH)
      },
      { words: ACCOUNT_WORDS },
    ),
    ...(offersKeys ? byKey('shortcuts', 'Keyboard shortcuts', Keyboard, 'help keys') : []),
  ]
}
