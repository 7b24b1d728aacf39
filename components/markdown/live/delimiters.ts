import { isCjk } from '../text/characters'

/** A run of marks, a bracket or a tag that is open: later text may close it. */
export type Open =
  | { kind: 'marks'; mark: string; length: number; isBoth: boolean }
  | { kind: 'bracket'; start: number }
  | { kind: 'tag'; name: string }

export type Run = { mark: string; length: number; before: string; after: string }

/**
 * Takes a run of `*`, `_` or `~` as CommonMark does: it closes as many open marks as it can, and the
 * rest of it stays open if it can.
 */
export function takeRun(open: Open[], run: Run): void {
  const { canOpen, canClose } = abilities(run)
  const isBoth = canOpen && canClose
  let { length } = run
  while (canClose && length > 0) {
    const index = findOpener(open, { mark: run.mark, length, isBoth })
    const opener = open[index]
    if (opener?.kind !== 'marks') break
    const used = opener.length >= 2 && length >= 2 ? 2 : 1
    opener.length -= used
    length -= used
    open.splice(opener.length === 0 ? index : index + 1)
  }
  if (canOpen && length > 0) {
    open.push({ kind: 'marks', mark: run.mark, length, isBoth })
  }
}

type Closer = { mark: string; length: number; isBoth: boolean }

function findOpener(open: readonly Open[], closer: Closer): number {
  for (let index = open.length - 1; index >= 0; index -= 1) {
    const opener = open[index]
    if (opener === undefined || opener.kind === 'bracket') return -1
    if (opener.kind === 'tag' || opener.mark !== closer.mark) continue
    // CommonMark counts the whole runs here; the parser that draws counts the rest of each.
    const areThree = (opener.length + closer.length) % 3 === 0 && closer.length % 3 !== 0
    if (!areThree || !(closer.isBoth || opener.isBoth)) return index
  }
  return -1
}

function abilities({ mark, length, before, after }: Run): { canOpen: boolean; canClose: boolean } {
  const [isBlankBefore, isBlankAfter] = [isBlank(before), isBlank(after)]
  const [isPunctuationBefore, isPunctuationAfter] = [isPunctuation(before), isPunctuation(after)]
  const [isCjkBefore, isCjkAfter] = [isCjk(before), isCjk(after)]
  // Punctuation of Chinese, Japanese and Korean counts as letters; next to punctuation, their letters
  // count as blanks.
  const isLeft =
    !isBlankAfter &&
    (!isPunctuationAfter || isCjkAfter || isBlankBefore || isPunctuationBefore || isCjkBefore)
  const isRight =
    !isBlankBefore &&
    (!isPunctuationBefore || isCjkBefore || isBlankAfter || isPunctuationAfter || isCjkAfter)
  if (mark === '_') {
    return {
      canOpen: isLeft && (!isRight || isPunctuationBefore),
      canClose: isRight && (!isLeft || isPunctuationAfter),
    }
  }
  // One tilde means "about", and a star between two letters or digits "times": neither opens.
  const isAbout = mark === '~' && length !== 2
  const isTimes = mark === '*' && length === 1 && isLeft && isRight && !isCjkBefore && !isCjkAfter
  return { canOpen: isLeft && !isAbout && !isTimes, canClose: isRight && !isAbout }
}

function isBlank(character: string): boolean {
  return character === '' || /\s/.test(character)
}

function isPunctuation(character: string): boolean {
  return /[\p{P}\p{S}]/u.test(character)
}
