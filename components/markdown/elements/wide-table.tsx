import type { ComponentProps } from 'react'
import type { ExtraProps } from 'react-markdown'

/** A table that scrolls sideways inside itself. No landmark: an answer may have many. */
export function WideTable({ node: _node, ...props }: ComponentProps<'table'> & ExtraProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keyboard
    <figure className="wide-table" aria-label="Table" tabIndex={0}>
      <table {...props} />
    </figure>
  )
}
