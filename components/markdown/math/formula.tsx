import { memo } from 'react'
import { UNFINISHED } from './read-math'
import { useDrawMath } from './use-draw-math'

/**
 * A formula. It is shown as it is written while it is still coming, until KaTeX has loaded, and if it
 * is wrong. A formula on lines of its own scrolls sideways inside itself.
 */
export const Formula = memo(function Formula(props: { source: string; display: boolean }) {
  const { source, display } = props
  const draw = useDrawMath()
  const drawn = source.endsWith(UNFINISHED) ? undefined : draw?.(source, display)
  const shown = drawn ?? <code className="math-source">{source.replaceAll(UNFINISHED, '')}</code>
  if (!display) return shown
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keyboard
    <section className="wide-math" aria-label="Formula" tabIndex={0}>
      {shown}
    </section>
  )
})
