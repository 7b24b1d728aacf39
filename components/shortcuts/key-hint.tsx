import { useIsApple } from './is-apple'
import { keyNames, type Combination } from './shortcuts'

/**
 * The keys that do the same as a control, for who has a keyboard. Drawn, not written: as text they
 * would belong to what the control is called.
 */
export function KeyHint({ keys }: { keys: Combination }) {
  const names = keyNames(keys, useIsApple())
  return <kbd aria-hidden="true" data-key={names.join(' ')} className="key-name touch:hidden" />
}
