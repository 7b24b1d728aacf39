import { useIsApple } from './is-apple'
import { keyNames, type Combination } from './shortcuts'

/**
 * The keys that do the same as a control, for a person with a keyboard. The style sheet draws them,
 * because as text they would be part of the control's name.
 */
export function KeyHint({ keys }: { keys: Combination }) {
  const names = keyNames(keys, useIsApple())
  return <kbd aria-hidden="true" data-key={names.join(' ')} className="key-name touch:hidden" />
}
