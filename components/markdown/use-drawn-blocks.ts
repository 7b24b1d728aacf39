import { useEffect, useState } from 'react'
import type { Block } from './source/blocks'
import { drawingWork, MOST_WORK } from './source/drawing-work'

/** The work of one step, in the units of `drawingWork`. Between two steps, keys are answered. */
const WORK_AT_ONCE = MOST_WORK
/** The work of any block, however short: it has a parser and a layout of its own. */
const WORK_OF_A_BLOCK = 300
/** So many characters of code or plain text are laid out in the time of a unit. */
const CHARACTERS_IN_A_UNIT = 20

const works = new WeakMap<Block, number>()

/**
 * The number of an answer's blocks that are drawn by now: all, unless that would delay the answer to a
 * key for too long. Then they come in steps, each once the step before it is on the page.
 */
export function useDrawnBlocks(blocks: readonly Block[]): number {
  const [drawn, setDrawn] = useState(() => drawnNext(blocks, 0))
  const next = drawnNext(blocks, drawn)
  const isBehind = next < blocks.length
  useEffect(() => {
    if (!isBehind) return undefined
    const timer = setTimeout(setDrawn, 0, next)
    return () => {
      clearTimeout(timer)
    }
  }, [isBehind, next])
  if (isBehind || next === drawn) return drawn
  setDrawn(next)
  return next
}

/** The number of blocks that are drawn after the next step: at least one more, if there is one. */
function drawnNext(blocks: readonly Block[], drawn: number): number {
  let room = WORK_AT_ONCE
  let next = drawn
  for (const block of blocks.slice(drawn)) {
    room -= workOf(block)
    if (room < 0 && next > drawn) break
    next += 1
  }
  return next
}

function workOf(block: Block): number {
  const work = works.get(block) ?? workIn(block)
  works.set(block, work)
  return work
}

function workIn(block: Block): number {
  if (block.kind === 'markdown') return WORK_OF_A_BLOCK + drawingWork(block.text)
  return (
    WORK_OF_A_BLOCK +
    (block.kind === 'code' ? block.code : block.text).length / CHARACTERS_IN_A_UNIT
  )
}
