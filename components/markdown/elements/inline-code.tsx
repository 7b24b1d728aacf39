import type { ComponentProps } from 'react'
import type { ExtraProps } from 'react-markdown'
import { Caret } from '@/components/ui/caret'
import { Formula } from '../math/formula'
import { classNamesOf, textIn } from '../tree/html-element'

/** Code within a line, or a formula, which the parser gives as code with a class. */
export function InlineCode({ node, children, ...props }: ComponentProps<'code'> & ExtraProps) {
  if (!node || !classNamesOf(node).includes('math-inline'))
    return <code {...props}>{children}</code>
  const hasCaret = node.children.some((child) => child.type === 'element')
  return (
    <>
      <Formula source={textIn(node)} display={false} />
      {hasCaret && <Caret />}
    </>
  )
}
