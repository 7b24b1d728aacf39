/**
 * The most work that drawing one block may take, in units of about 2 µs: a list of 600 items, or a table
 * of 2,000 cells. The cost of some constructs grows with the square of their number or worse, and the
 * parser cannot be interrupted in all of them.
 */
export const MOST_WORK = 80_000

/** The most nested quotes and lists that one line may begin with. */
const MOST_CONTAINERS = 32
/** So many blanks before an item count as a level: it is indented as deep as it is nested. */
const BLANKS_OF_A_LEVEL = 4
/** The most nested brackets: each image reads the text of all images inside it again. */
const MOST_BRACKETS = 100

/** The work of these in addition to a unit for each character. The first container adds none. */
const WORK_OF_A_LINE = 35
const WORK_OF_A_CONTAINER = 20
const WORK_OF_A_MARK = 6
const WORK_OF_A_CELL = 25
/** A formula has two dollars or four, and the page takes about half a millisecond to set it. */
const WORK_OF_A_FORMULA_MARK = 80
const FORMULA_MARK = /\$|\\(?:[([]|begin\{)/y
/** To find the end of a bare address, the text up to the next blank is read a few times. */
const ADDRESS = /(?:https?:\/\/|www\.)\S*/giy
const CHARACTERS_OF_AN_ADDRESS_IN_A_UNIT = 4
/** A mark may be compared with each mark before it in its paragraph: this many in a unit. */
const MARKS_COMPARED_IN_A_UNIT = 8

/** As for the parser, a carriage return alone ends a line, too. */
const LINE_ENDING = /\r\n?|\n/g
const CONTAINER = /[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))/y
const ROW_OR_HEADING = /[ \t]*[|#]/y
const MARKS = new Set('*_~[]<&`$\\')
/** The characters of a line below a table's head, or of one that makes the line above a heading. */
const MARKS_OF_A_RULE = new Set('-=:| \t>')

/** The facts about a text that are collected line by line. */
type Reading = { work: number; brackets: number; marksOfParagraph: number; columns: number }

/**
 * The work of drawing a text as Markdown; Infinity if it must not be parsed at all. Reads no more of the
 * text than it needs to know that.
 */
export function drawingWork(text: string): number {
  const reading: Reading = { work: 0, brackets: 0, marksOfParagraph: 0, columns: 0 }
  for (let start = 0; start < text.length && reading.work <= MOST_WORK;) {
    LINE_ENDING.lastIndex = start
    const ending = LINE_ENDING.exec(text)
    const end = ending?.index ?? text.length
    reading.work += WORK_OF_A_LINE + end - start
    if (reading.work <= MOST_WORK) readLine(reading, text.slice(start, end))
    start = end + (ending?.[0].length ?? 0)
  }
  return reading.work > MOST_WORK ? Infinity : reading.work
}

function readLine(reading: Reading, line: string): void {
  const { depth, isItem, length } = containersOf(line)
  reading.work += WORK_OF_A_CONTAINER * Math.max(0, depth - 1)
  ROW_OR_HEADING.lastIndex = length
  const isBlank = line.trim() === ''
  if (isBlank || isItem || ROW_OR_HEADING.test(line)) reading.marksOfParagraph = 0
  if (isBlank) reading.columns = 0
  let pipes = 0
  let isRule = /[-=]/.test(line)
  for (let at = 0; at < line.length && reading.work <= MOST_WORK; at += 1) {
    const mark = line[at] ?? ''
    if (mark === '|') pipes += 1
    if (at >= length && MARKS.has(mark)) readMark(reading, line, at)
    if (/[hw]/i.test(mark)) readAddress(reading, line, at)
    isRule &&= MARKS_OF_A_RULE.has(mark)
  }
  if (isRule) {
    reading.columns = pipes
    addMark(reading)
  }
  // A row that is too short gets the cells that it lacks, too.
  reading.work += WORK_OF_A_CELL * Math.max(pipes, reading.columns)
  if (depth > MOST_CONTAINERS || reading.brackets > MOST_BRACKETS) reading.work = Infinity
}

function containersOf(line: string): { depth: number; isItem: boolean; length: number } {
  let depth = 0
  let isItem = false
  let length = 0
  for (CONTAINER.lastIndex = 0; ;) {
    const [found] = CONTAINER.exec(line) ?? []
    if (found === undefined) return { depth, isItem, length }
    depth += 1 + Math.floor(found.length / BLANKS_OF_A_LEVEL)
    isItem ||= !found.endsWith('>')
    length += found.length
  }
}

function readMark(reading: Reading, line: string, at: number): void {
  const mark = line.charAt(at)
  addMark(reading)
  FORMULA_MARK.lastIndex = at
  if (FORMULA_MARK.test(line)) {
    reading.work += WORK_OF_A_FORMULA_MARK
  }
  if (mark === '[') reading.brackets += 1
  if (mark === ']') reading.brackets = Math.max(0, reading.brackets - 1)
  if (reading.brackets > MOST_BRACKETS) reading.work = Infinity
}

function readAddress(reading: Reading, line: string, at: number): void {
  ADDRESS.lastIndex = at
  const [address] = ADDRESS.exec(line) ?? []
  reading.work += (address?.length ?? 0) / CHARACTERS_OF_AN_ADDRESS_IN_A_UNIT
}

function addMark(reading: Reading): void {
  reading.marksOfParagraph += 1
  reading.work += WORK_OF_A_MARK + reading.marksOfParagraph / MARKS_COMPARED_IN_A_UNIT
}
