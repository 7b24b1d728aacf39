import { useSyncExternalStore } from 'react'
import {
  changePreferences,
  preferences,
  whenPreferencesChange,
} from '@/lib/client/browser/preferences'
import { Choice } from './choice'
import { Section } from './section/section'

const appearances = [
  { value: 'system', title: 'System' },
  { value: 'light', title: 'Light' },
  { value: 'dark', title: 'Dark' },
] as const

const stops = [
  { value: 'seen', title: 'Keep what I have seen' },
  { value: 'received', title: 'Keep everything received' },
] as const

/** The person's preferences for this browser. */
export function PreferencesSection() {
  const { appearance, whenIStop } = useSyncExternalStore(
    whenPreferencesChange,
    preferences,
    () => undefined,
  ) ?? { appearance: undefined, whenIStop: undefined }
  return (
    <Section title="This browser">
      <Choice
        title="Appearance"
        choices={appearances}
        chosen={appearance}
        onChoose={(chosen) => {
          changePreferences({ appearance: chosen })
        }}
      />
      <Choice
        title="When I stop"
        choices={stops}
        chosen={whenIStop}
        onChoose={(chosen) => {
          changePreferences({ whenIStop: chosen })
        }}
      />
    </Section>
  )
}
