import { fenceAfter, hasFence, openingIn, type Opening } from './fences'

/** A line inside a fence with the lines around it, without which a bare fence has two meanings. */
type LineInside = { before: string; line: string; after: string }
type OuterFence = Pick<Opening, 'fence' | 'language'>

/** Deeper fences are not told apart: no text needs them, and each line copies all that are open. */
const DEEPEST = 20
const MARKDOWN = /^(?:markdown|md|mdx|mkd|mdown|qmd|rmd)(?![\w-])/i
/** Texts that may well contain code, but hardly fences without a language. */
const PLAIN_TEXT = /^(?:(?:text|txt|plaintext|plain|prompt|template)(?![\w-])|$)/i

/**
 * The fences that are open inside a fence after a line of it, the innermost last, if `nested` were open
 * before it. Models put fences of one length into each other. One inside Markdown has a language, or
 * text after it and no text before it; in other texts it has a language.
 */
export function nestedAfter(
  nested: readonly string[],
  outer: OuterFence,
  inside: LineInside,
): readonly string[] {
  const inner = nested.at(-1)
  const isClosed = inner !== undefined && fenceAfter(inner, inside.line) === undefined
  if (isClosed) return nested.slice(0, -1)
  const another = fenceInside(outer, inside)
  return another === undefined || nested.length === DEEPEST ? nested : [...nested, another]
}

function fenceInside(outer: OuterFence, { before, line, after }: LineInside): string | undefined {
  const opening = openingIn(line)
  if (opening === undefined) return undefined
  const { fence, language } = opening
  if (PLAIN_TEXT.test(outer.language)) {
    // With a blank before its language, it may be the end of the outer one, with words behind it.
    const isTight = language !== '' && line.includes(fence + language)
    return isTight && fence.startsWith(outer.fence) ? fence : undefined
  }
  if (!MARKDOWN.test(outer.language)) return undefined
  if (fence[0] !== outer.fence[0]) return fence
  if (!fence.startsWith(outer.fence)) return undefined
  const isBegun = isBlank(before) || /[:：]\s*$/.test(before)
  return language !== '' || (isBegun && !isBlank(after)) ? fence : undefined
}

function isBlank(line: string): boolean {
  return /^[ \t>]*\r?$/.test(line)
}

type OpenFence = Opening & { at: number; nested: readonly string[]; hasNested: boolean }

/** The same Markdown, but with fences around other fences that are longer than those. */
export function lengthenFences(text: string): string {
  if (!hasFence(text)) return text
  const lines = text.split('\n')
  let open: OpenFence | undefined
  for (const [at, line] of lines.entries()) {
    if (open !== undefined && hasLeft(open, line)) open = undefined
    if (open === undefined) {
      const opening = openingIn(line)
      open = opening && { ...opening, at, nested: [], hasNested: false }
      continue
    }
    const inside = { before: lines[at - 1] ?? '', line, after: lines[at + 1] ?? '' }
    const nested = nestedAfter(open.nested, open, inside)
    const isNested = nested.length > 0 || open.nested.length > 0
    // At once, so that a fence that is still coming does not end with the first one in it.
    if (isNested && !open.hasNested) lengthen(lines, open.at, open.fence)
    if (!isNested && fenceAfter(open.fence, line) === undefined) {
      if (open.hasNested) lengthen(lines, at, open.fence)
      open = undefined
    } else {
      open = { ...open, nested, hasNested: open.hasNested || isNested }
    }
  }
  return lines.join('\n')
}

function lengthen(lines: string[], at: number, fence: string): void {
  lines[at] = (lines[at] ?? '').replace(fence, fence + fence)
}

/** A fence ends with its list or quote: a line without an indent, or without a quotation mark. */
function hasLeft({ containers }: Opening, line: string): boolean {
  if (containers.includes('>')) return !/^[ \t]*>/.test(line)
  return containers !== '' && line.trim() !== '' && !/^[ \t]/.test(line)
}
