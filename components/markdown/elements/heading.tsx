import { createContext, use, type ComponentProps } from 'react'
import type { ExtraProps } from 'react-markdown'
import type { Block } from '../source/blocks'

/** The level of the first heading of the answer, as the model wrote it: 1 to 6. */
export const FirstHeadingLevel = createContext(1)

const HEADING = /^ {0,3}(#{1,6})(?:[ \t]|$)/m

const levels = new WeakMap<Block, number>()

/** The level at which an answer's headings begin: models take any level for the first. */
export function firstHeadingLevel(blocks: readonly Block[]): number {
  for (const block of blocks) {
    const level = levels.get(block) ?? levelIn(block)
    levels.set(block, level)
    if (level > 0) return level
  }
  return 1
}

function levelIn(block: Block): number {
  return block.kind === 'markdown' ? (HEADING.exec(block.text)?.[1]?.length ?? 0) : 0
}

const tags = ['h3', 'h4', 'h5', 'h6'] as const

/** The page has h1 for the chat and h2 for the message, so an answer's own headings begin at h3. */
export function heading(level: number) {
  return function Heading({ node: _node, children, ...props }: ComponentProps<'h3'> & ExtraProps) {
    const below = Math.max(0, level - use(FirstHeadingLevel))
    const Tag = tags[below] ?? 'h6'
    return <Tag {...props}>{children}</Tag>
  }
}
