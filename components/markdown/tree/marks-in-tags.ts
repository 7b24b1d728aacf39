import { LONGEST_TAGGED_MARKS, taggedMarks } from '../text/tagged-marks'
import type { Construct, State } from './construct'
import type { RemarkProcessor } from './remark-processor'

const LESS_THAN = 60
const BLANK = 32

/** A remark plugin: a mark at the end of a pair of tags is a key's, or leads to a note. */
export function marksInTags(this: RemarkProcessor): void {
  const data = this.data()
  const text = { [LESS_THAN]: { name: 'marksInTags', ...construct } }
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), { text }]
}

/** Reads both tags and what is in them as one piece of HTML. */
const construct: Construct = {
  tokenize(effects, found, notFound) {
    let text = ''
    const inside: State = (code) => {
      if (taggedMarks(text)) {
        effects.exit('htmlTextData')
        effects.exit('htmlText')
        return found(code)
      }
      if (code === null || code < BLANK || text.length === LONGEST_TAGGED_MARKS) {
        return notFound(code)
      }
      text += String.fromCharCode(code)
      effects.consume(code)
      return inside
    }
    return (code) => {
      effects.enter('htmlText')
      effects.enter('htmlTextData')
      return inside(code)
    }
  },
}
