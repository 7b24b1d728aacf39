import type { ReactNode } from 'react'
import type { ChatSettings } from '@/lib/contract/chat'
import type { ReasoningEffort } from '@/lib/contract/reasoning-effort'
import { effortTitles } from './settings-form'

const field =
  'mt-1 block w-full rounded-lg border border-line-strong bg-surface px-3 text-base text-ink'

/** The settings that a model gets besides the conversation. An empty one is left to the model. */
export function SettingsFields(props: {
  settings: ChatSettings
  efforts: readonly ReasoningEffort[]
}) {
  const { settings } = props
  const { reasoningEffort } = settings
  const efforts = effortsToOffer(props.efforts, reasoningEffort)
  return (
    <>
      <Labelled label="System prompt">
        <textarea
          name="systemPrompt"
          rows={4}
          maxLength={20_000}
          defaultValue={settings.systemPrompt ?? ''}
          placeholder="Instructions for the model, before the conversation"
          className={`${field} max-h-60 py-2`}
        />
      </Labelled>
      {props.efforts.length === 0 ? (
        <input type="hidden" name="reasoningEffort" value={reasoningEffort ?? ''} />
      ) : (
        <Labelled label="Thinking before answering">
          <select
            name="reasoningEffort"
            defaultValue={reasoningEffort ?? ''}
            className={`${field} h-10 touch:h-11`}
          >
            <option value="">Automatic</option>
            {efforts.map((effort) => (
              <option key={effort} value={effort}>
                {effortTitles[effort]}
              </option>
            ))}
          </select>
        </Labelled>
      )}
      <div className="grid grid-cols-2 gap-4">
        <Labelled label="Temperature (0–2)">
          <input
            name="temperature"
            type="number"
            inputMode="decimal"
            min={0}
            max={2}
            step="any"
            defaultValue={settings.temperature ?? ''}
            placeholder="Automatic"
            className={`${field} h-10 touch:h-11`}
          />
        </Labelled>
        <Labelled label="Longest answer (tokens)">
          <input
            name="maxOutputTokens"
            type="number"
            inputMode="numeric"
            min={1}
            max={1_000_000}
            step={1}
            defaultValue={settings.maxOutputTokens ?? ''}
            placeholder="Automatic"
            className={`${field} h-10 touch:h-11`}
          />
        </Labelled>
      </div>
    </>
  )
}

/** The model's own efforts, and the chat's choice from another model, which saving must not lose. */
function effortsToOffer(
  efforts: readonly ReasoningEffort[],
  chosen: ReasoningEffort | undefined,
): readonly ReasoningEffort[] {
  return chosen === undefined || efforts.includes(chosen) ? efforts : [...efforts, chosen]
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="mt-4 block text-sm text-muted">
      {label}
      {children}
    </label>
  )
}
